"""A table: its columns, and the rows of any records of it, read column by column for a portion of records at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models.expressions import RawSQL
from pyroaring import BitMap

from records.models import Country, Edition, Topic
from records.models.languages import COLUMNS
from records.models.postings import IndexedRecord
from records.search.documents import KIND_OF
from records.search.snapshot import Snapshot

from .columns import NOBODY, Column, Field, Name, Several

# What may be asked for as `?rows=…`, with the column that is then spread over several rows.
ROWS_BY = {"country": "countries", "topic": "topics"}


@dataclass(frozen=True)
class Table:
    """One list as a table; `counted` are the relations whose numbers its columns read."""

    name: str
    model: type
    explanation: str
    # What tells its rows apart.
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    counted: tuple[str, ...] = ()

    def fields(self, rows_by: str = "") -> list[Field]:
        """The columns as a reader sees them, in order."""
        return [field for column in self._columns(rows_by) for field in column.fields(self.model)]

    def rows_by(self) -> list[str]:
        """By what else than one row for each record it can be had: `country`, `topic`."""
        return [name for name, column in ROWS_BY.items() if any(one.name == column for one in self.columns)]

    def _columns(self, rows_by: str) -> list[Column]:
        spread = ROWS_BY.get(rows_by)
        return [column.one_each(rows_by) if column.name == spread else column for column in self.columns]


class Reading:
    """The rows of a table out of one snapshot; `rows_by` gives each record one row for each of its values."""

    def __init__(self, table: Table, now: Snapshot, rows_by: str = ""):
        self.table, self.now, self.rows_by = table, now, rows_by
        self._lookups = list(dict.fromkeys(name for column in table.columns for name in column.reads))
        self._records = table.model.objects.published()
        if table.counted:
            self._records = self._records.with_counts(*table.counted)

    def rows(self, keys: list[int]) -> Iterator[Sequence]:
        """The rows of these records, in this order; what is no longer public is left out."""
        if not keys:
            return iter(())
        found = {row[0]: row for row in self._records.filter(pk__in=numbers(keys)).values_list("pk", *self._lookups)}
        kept = [key for key in keys if key in found]
        if not kept:
            return iter(())
        read = dict(zip(("pk", *self._lookups), zip(*(found[key] for key in kept), strict=True), strict=True))
        portion = Portion(self, kept)
        cells, spread = [], None
        for column in self.table.columns:
            if column.name == ROWS_BY.get(self.rows_by):
                spread = column, len(cells)
            cells += column.cells(portion, *(read[name] for name in column.reads))
        rows = zip(*cells, strict=True)
        return _spread(rows, portion, *spread) if spread else rows

    @cached_property
    def countries(self) -> dict[int, Name]:
        """Every country by its key."""
        return {one.pk: Name.of(one.code, one) for one in self.now.countries}

    @cached_property
    def topics(self) -> dict[int, Name]:
        """Every topic by its key."""
        return {one.pk: Name.of(one.slug, one) for one in self.now.topics}

    @cached_property
    def editions(self) -> dict[int, Name]:
        """Every public edition by its key."""
        return {one.pk: Name.of(one.slug, one) for one in self.now.editions}

    @cached_property
    def years(self) -> dict[int, int | None]:
        """The year of every public edition, by its key."""
        return {one.pk: one.year for one in self.now.editions}


def _spread(rows, portion: "Portion", column: Several, place: int) -> Iterator[Sequence]:
    """Each row once for each value of one column; once, with an empty value, where it has none."""
    links, end = column.linked(portion), place + len(NOBODY)
    names = column.names(portion, {link for several in links.values() for link in several})
    for key, row in zip(portion.keys, rows, strict=True):
        for name in [names[link] for link in links.get(key, ()) if link in names] or [NOBODY]:
            yield (*row[:place], *name, *row[end:])


def numbers(keys: Iterable[int]) -> RawSQL:
    """Keys for an `in`, written into the SQL: as parameters, a thousand of them would cost more than the query."""
    return RawSQL(f"VALUES {','.join(f'({int(key)})' for key in keys)}", [])  # noqa: S611 - whole numbers


class Portion:
    """Some records of a table, and what their columns read about them, each thing once."""

    def __init__(self, reading: Reading, keys: list[int]):
        self.reading, self.keys = reading, keys

    @cached_property
    def _records_by_number(self) -> dict[int, int]:
        kind = KIND_OF[self.reading.table.model]
        indexed = IndexedRecord.objects.filter(kind=kind, record__in=self._numbers)
        return dict(indexed.values_list("id", "record"))

    def having(self, choice: str, values: Iterable[str]) -> dict[int, list[str]]:
        """For each record those values of a choice by which the list finds it, in the order given."""
        records, found = self._records_by_number, defaultdict(list)
        numbers = BitMap(records)
        for value in values:
            for number in self.reading.now.having(choice, value) & numbers:
                found[records[number]].append(value)
        return found

    @cached_property
    def _numbers(self) -> RawSQL:
        return numbers(self.keys)

    def parts(self, model, owner: str, *reads: str, order: Sequence[str] = ("pk",), **where) -> dict[int, list]:
        """For each record what belongs to it, in order: as tuples, where one column is read as its values."""
        records = model.objects.filter(**{f"{owner}__in": self._numbers}, **where)
        read = records.order_by(*order).values_list(owner, *reads)
        found = defaultdict(list)
        for row in read:
            found[row[0]].append(row[1] if len(row) == 2 else row[1:])
        return found

    def names(self, model, keys) -> dict[int, Name]:
        """Codes and names of other public records, by key; what is few is kept in memory, the rest is asked for."""
        kept = {Country: "countries", Topic: "topics", Edition: "editions"}
        if model in kept:
            return getattr(self.reading, kept[model])
        text = "name" if hasattr(model, "name") else "title"
        columns = [f"{text}_{language}" for language in COLUMNS]
        wanted = set(keys) - {None}
        found = model.objects.published().filter(pk__in=numbers(wanted)) if wanted else model.objects.none()
        return {pk: Name.made(*rest) for pk, *rest in found.values_list("pk", "slug", *columns)}
