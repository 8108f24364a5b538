"""Documents into postings: what a record was found by is compared with what it is found by now."""

from collections import defaultdict

from pyroaring import BitMap

from records.models.postings import IndexedRecord, Posting

BATCH = 500
# Choices and orders are few and asked for by every list: each process keeps them in memory.
KEPT = ("is", "country", "topic", "edition", "year", "kind", "format", "organization_kind", "language",
        "order", "place", "name_en", "name_ru")  # fmt: skip


def kind_of(term: str) -> int:
    """Whether a term is a choice, kept in memory by every process, or a word."""
    if not term.startswith("="):
        return Posting.Kind.WORD
    return Posting.Kind.CHOICE if term.split("=", 2)[1] in KEPT else Posting.Kind.WORD


def write(wanted: dict, grow) -> None:
    """Index these records: {kind: (keys, documents)}; keys without a document are taken out of the index.

    `grow` gives the next version, and is called only when something changes.
    """
    change = Change()
    for kind, (keys, found) in wanted.items():
        for batch in batches(found):
            change.take(kind, batch)
        change.drop(kind, keys)
    if change:
        change.save(grow())


class Change:
    """What a write adds to and takes from each posting, as sets of record numbers."""

    def __init__(self):
        self.added: dict[str, BitMap] = defaultdict(BitMap)
        self.removed: dict[str, BitMap] = defaultdict(BitMap)
        self.seen: dict[str, set[int]] = defaultdict(set)

    def __bool__(self):
        return bool(self.added or self.removed)

    def take(self, kind: str, batch: list):
        """Index documents of one kind, comparing them with the rows known of them."""
        self.seen[kind] |= {document.record for document in batch}
        rows = _known(kind, [document.record for document in batch])
        fresh = [
            IndexedRecord(kind=kind, record=document.record, terms=joined(document.terms))
            for document in batch
            if document.record not in rows
        ]
        changed = []
        for document in batch:
            if row := rows.get(document.record):
                before = set(row.terms.split("\n"))
                if before != document.terms:
                    self._differ(row.pk, before, document.terms)
                    row.terms = joined(document.terms)
                    changed.append(row)
        IndexedRecord.objects.bulk_update(changed, ["terms"], batch_size=BATCH)
        for row in IndexedRecord.objects.bulk_create(fresh):
            self._differ(row.pk, set(), set(row.terms.split("\n")))

    def _differ(self, number: int, before: set[str], after: set[str]):
        for term in after - before:
            self.added[term].add(number)
        for term in before - after:
            self.removed[term].add(number)

    def drop(self, kind: str, keys: set[int]):
        """Take out of the index what was asked for and is public no more."""
        for row in _known(kind, list(keys - self.seen[kind])).values():
            self._differ(row.pk, set(row.terms.split("\n")), set())
            row.delete()

    def save(self, version: int):
        """Write the postings that differ, with the version they changed in."""
        terms = sorted(self.added.keys() | self.removed.keys())
        for start in range(0, len(terms), BATCH):
            batch = terms[start : start + BATCH]
            stored = Posting.objects.in_bulk(batch)
            rows = [self._posting(term, stored.get(term), version) for term in batch]
            Posting.objects.bulk_create(
                rows,
                update_conflicts=True,
                unique_fields=["term"],
                update_fields=["count", "version", "bitmap"],
            )

    def _posting(self, term: str, stored: Posting | None, version: int) -> Posting:
        bitmap = BitMap.deserialize(bytes(stored.bitmap)) if stored else BitMap()
        bitmap = (bitmap - self.removed.get(term, BitMap())) | self.added.get(term, BitMap())
        bitmap.run_optimize()
        return Posting(
            term=term, kind=kind_of(term), count=len(bitmap), version=version, bitmap=bitmap.serialize()
        )  # fmt: skip


def joined(terms: set[str]) -> str:
    """The terms of a record as they are stored beside it."""
    return "\n".join(sorted(terms))


def _known(kind: str, keys: list[int]) -> dict[int, IndexedRecord]:
    rows = {}
    for start in range(0, len(keys), BATCH):
        found = IndexedRecord.objects.filter(kind=kind, record__in=keys[start : start + BATCH])
        rows |= {row.record: row for row in found}
    return rows


def batches(documents, size: int = BATCH):
    """Lists of so many at a time."""
    batch = []
    for document in documents:
        batch.append(document)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
