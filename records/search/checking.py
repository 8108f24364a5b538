"""Is the index what the records say? A fresh analysis of everything, compared term by term."""

from collections import defaultdict
from collections.abc import Iterator

from pyroaring import BitMap

from records.models import Organization, Person, Source
from records.models.postings import IndexedRecord, Posting

from .documents import KINDS, documents

OF_AN_EDITION = ("delegation", "statement", "session")


def differences(tick=lambda number: None) -> Iterator[str]:
    """Every way in which the index differs from the records, in words; nothing when it does not."""
    numbers = {(row.kind, row.record): row for row in IndexedRecord.objects.iterator()}
    wanted = defaultdict(BitMap)
    for kind in KINDS:
        for document in documents(kind):
            tick(1)
            row = numbers.pop((kind, document.record), None)
            if row is None:
                yield f"{_name(kind, document.record)} is public and not in the index."
                continue
            if set(row.terms.split("\n")) != document.terms:
                yield f"{_name(kind, document.record)} is indexed by other terms than it has now."
            for term in document.terms:
                wanted[term].add(row.pk)
    for kind, record in sorted(numbers):
        yield f"{_name(kind, record)} is in the index and not public."
    yield from _postings_that_differ(wanted)
    yield from _named_that_differ()


def _name(kind: str, key: int) -> str:
    """What people call a record: agreement 4.3; one that is gone, by its number."""
    record = KINDS[kind].objects.filter(pk=key).first()
    if record is None:
        return f"{kind} number {key}, which is gone,"
    return f"{kind} {record}" + (f" ({record.edition.slug})" if kind in OF_AN_EDITION else "")


def _postings_that_differ(wanted: dict[str, BitMap]) -> Iterator[str]:
    known, strays = BitMap(IndexedRecord.objects.values_list("pk", flat=True)), 0
    for posting in Posting.objects.order_by("term").iterator(chunk_size=500):
        stored = BitMap.deserialize(bytes(posting.bitmap))
        having = wanted.pop(posting.term, BitMap())
        if stored != having and stored & known == having:
            strays += 1
        elif stored != having:
            yield f"The term “{posting.term}” leads to other records than have it."
        elif len(stored) != posting.count:
            yield f"The term “{posting.term}” counts {posting.count} and leads to {len(stored)} records."
    for term in sorted(wanted):
        yield f"The term “{term}” is missing."
    if strays:
        yield f"So many terms lead to records that are not in the index: {strays}."


def _named_that_differ() -> Iterator[str]:
    for model in (Person, Organization, Source):
        named = model.objects.named_in_public().values("pk")
        for record in model.objects.filter(is_public=False, pk__in=named):
            yield f"{model._meta.model_name} {record.slug} is named in public and marked as not public."
        for record in model.objects.filter(is_public=True).exclude(pk__in=named):
            yield f"{model._meta.model_name} {record.slug} is marked as public and named nowhere in public."
