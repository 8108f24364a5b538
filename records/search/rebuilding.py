"""The whole index anew: what each term leads to is more than memory should hold, so it is sorted on disk and merged."""

import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from itertools import groupby
from operator import itemgetter
from tempfile import TemporaryFile

from django.db import connection
from pyroaring import BitMap

from records.models.postings import IndexedRecord, Posting

from .writing import batches, joined, kind_of

MOST_NUMBERS = 3_000_000  # record numbers in memory at once: some 300 MB with their terms
ROWS = 190  # in one statement; SQLite takes no more than 999 values
HEADER = struct.Struct("II")
INSERT = f"INSERT INTO {Posting._meta.db_table} (term, kind, count, version, bitmap) VALUES "  # noqa: S608 - no words of anybody


def rebuild(found: dict[str, Iterable], version: int, tick=lambda number: None) -> None:
    """Write the index of these documents, {kind: documents}, into its empty tables."""
    with Runs() as runs:
        for kind, documents in found.items():
            for batch in batches(documents):
                rows = [IndexedRecord(kind=kind, record=one.record, terms=joined(one.terms)) for one in batch]
                for row, document in zip(IndexedRecord.objects.bulk_create(rows), batch, strict=True):
                    runs.add(row.pk, document.terms)
                tick(len(batch))
        for rows in batches(runs.postings(version), ROWS):
            _insert(rows)


def _insert(rows) -> None:
    places = ",".join(["(%s,%s,%s,%s,%s)"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(INSERT + places, [value for row in rows for value in row])


class Runs:
    """The record numbers of each term: in memory until they are many, then sorted into a file of their own."""

    def __init__(self):
        self.files, self.open = [], ExitStack()
        self._begin()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.open.close()

    def _begin(self):
        self.numbers, self.count = defaultdict(list), 0

    def add(self, number: int, terms: set[str]):
        """Note the terms of a record; numbers come in ascending order."""
        for term in terms:
            self.numbers[term].append(number)
        self.count += len(terms)
        if self.count > MOST_NUMBERS:
            self._write_run()

    def _write_run(self):
        file = self.open.enter_context(TemporaryFile())  # noqa: SIM115 - closed with the others
        for term, bitmap in self._sorted():
            name, content = term.encode(), bitmap.serialize()
            file.write(HEADER.pack(len(name), len(content)) + name + content)
        self.files.append(file)
        self._begin()

    def _sorted(self) -> Iterator[tuple[str, BitMap]]:
        return ((term, BitMap(self.numbers[term])) for term in sorted(self.numbers))

    def postings(self, version: int) -> Iterator[tuple]:
        """The rows of the table of postings, in the order of their terms."""
        runs = merge(*map(_read, self.files), self._sorted(), key=itemgetter(0))
        for term, parts in groupby(runs, key=itemgetter(0)):
            bitmap = BitMap.union(*(part for _term, part in parts))
            bitmap.run_optimize()
            yield term, kind_of(term), len(bitmap), version, bitmap.serialize()


def _read(file) -> Iterator[tuple[str, BitMap]]:
    file.seek(0)
    while header := file.read(HEADER.size):
        name, content = HEADER.unpack(header)
        yield file.read(name).decode(), BitMap.deserialize(file.read(content))
