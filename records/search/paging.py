"""The records of an answer in order: buckets of the index until there are enough, then the database's order in them."""

from array import array
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from django.db import connection
from django.db.models.expressions import RawSQL
from django.utils.translation import override
from pyroaring import BitMap

from records.models.languages import sort_key
from records.models.postings import IndexedRecord

from .snapshot import Snapshot

MUCH = 100  # more of one bucket than the database should sort for a page
TABLE = IndexedRecord._meta.db_table
NUMBERS = "{numbers}"  # stands in a query where record numbers belong


class Order(NamedTuple):
    """In which order records are told, and by the letters of which language their names sort."""

    by: str
    names: str


def page_of(now: Snapshot, model, tiers: list[BitMap], order: Order, start: int, size: int) -> list[int]:
    """The keys of so many records from a place on: a tier after the other, each in order."""
    keys = []
    for tier in tiers:
        if start >= len(tier):
            start -= len(tier)
        elif len(keys) < size:
            keys += _slice(now, model, tier, order, start, size - len(keys))
            start = 0
    return keys


def _slice(now: Snapshot, model, tier: BitMap, order: Order, start: int, size: int) -> list[int]:
    candidates = BitMap()
    for piece in _pieces(now, tier, order):
        if not candidates and start >= len(piece):
            start -= len(piece)
            continue
        candidates |= piece
        if len(candidates) >= start + size:
            break
    return list(_keys(model, candidates, order)[start : start + size])


def portions(now: Snapshot, model, tier: BitMap, order: Order, size: int) -> Iterator[list[int]]:
    """All of a tier: whole buckets until there are enough, and a bucket that is larger piece by piece."""
    gathered = BitMap()
    for bucket in _buckets(now, order):
        inside = bucket & tier
        if gathered and len(gathered) + len(inside) > size:
            yield from batched(_keys(model, gathered, order), size)
            gathered = BitMap()
        gathered |= inside
    if gathered:
        yield from batched(_keys(model, gathered, order), size)


def batched(keys: Iterable[int], size: int) -> Iterator[list[int]]:
    """Keys in portions; kept as bare numbers, because a single bucket may hold a million."""
    kept = array("q", keys)
    return (list(kept[start : start + size]) for start in range(0, len(kept), size))


def _keys(model, candidates: BitMap, order: Order) -> array:
    # Whole numbers written into the SQL: as parameters, a thousand of them would cost more than the query.
    numbers = ",".join(map(str, candidates)) or "NULL"
    with connection.cursor() as cursor:
        cursor.execute(_sql_of_keys(connection.vendor, model, order).replace(NUMBERS, numbers))
        return array("q", (key for (key,) in cursor))


@lru_cache(maxsize=100)
def _sql_of_keys(_vendor: str, model, order: Order) -> str:
    """The query for the keys of some records in order, with NUMBERS for theirs; making it costs more than asking."""
    numbered = RawSQL(f"SELECT record FROM {TABLE} WHERE id IN ({NUMBERS})", [])  # noqa: S608, S611
    keys = _ordered(model, order).filter(pk__in=numbered).values_list("pk", flat=True)
    sql, parameters = keys.query.sql_with_params()
    assert not parameters, "an order that needs values cannot be kept as a text"
    return sql


def _pieces(now: Snapshot, tier: BitMap, order: Order):
    """What is in each bucket, in order; what is much, in the order of its places, where its records have them."""
    for having in _buckets(now, order):
        inside = having & tier
        placed = [place & inside for place in _places(now, order)] if len(inside) > MUCH else []
        yield from placed if sum(map(len, placed)) == len(inside) else [inside]


def _places(now: Snapshot, order: Order):
    having = now.choices.get("place", {})
    return (having[key] for key in sorted(having, reverse=order.by == "newest")) if order.by != "name" else ()


def _buckets(now: Snapshot, order: Order):
    name = f"name_{order.names}" if order.by == "name" else "order"
    having = now.choices.get(name, {})
    keys = now.order if name == "order" else sorted(having)
    if order.by == "newest":
        keys = reversed(keys)
    elif order.by == "oldest":
        keys = sorted(keys, key=lambda key: (not key, key))  # undated ones last
    return (having[key] for key in keys)


def _ordered(model, order: Order):
    with override(order.names):  # a queryset asks for the key of the visitor's language
        if order.by == "name":
            return model.objects.order_by(sort_key(), "pk")
        return model.objects.oldest_first() if order.by == "oldest" else model.objects.newest_first()
