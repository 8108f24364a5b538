"""Asking for records: a question of choices and words in; record numbers, a total and counts for each choice out."""

import math
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import override
from pyroaring import BitMap

from records.models.languages import sort_key, sorting_column
from records.models.postings import IndexedRecord

from .documents import KIND_OF, KINDS
from .snapshot import Snapshot, current
from .words import Words, read_words

PAGE_SIZE = 25
MUCH = 100  # more of one bucket than the database should sort for a page
TABLE = IndexedRecord._meta.db_table
NUMBERS = "{numbers}"  # stands in a query where record numbers belong


class Order(NamedTuple):
    """In which order records are told, and by the letters of which language their names sort."""

    by: str
    names: str


@dataclass(frozen=True)
class Question:
    """What is asked of one list: choices by name (values of one name mean any of them), words, an order and a page.

    Choices named in `all_of` must all hold; what has any of the `excluded` ones is left out. `names` is the language by
    whose letters names sort; the visitor's when it is empty.
    """

    choices: dict[str, tuple] = field(default_factory=dict)
    words: str = ""
    sort: str = "newest"
    page: int = 1
    all_of: frozenset[str] = frozenset()
    excluded: dict[str, tuple] = field(default_factory=dict)
    names: str = ""

    @property
    def order(self) -> Order:
        """The order, with the language of names said."""
        return Order(self.sort, self.names or sorting_column())


@dataclass(frozen=True)
class Answer:
    """How many records match, the keys of those on the page, in order, and what each choice would leave."""

    total: int
    keys: list[int]
    page: int
    counts: dict[str, dict[str, int]]
    words: Words
    size: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        """How many pages the answer has; an empty answer has one."""
        return max(1, math.ceil(self.total / self.size))

    def rows(self, records: QuerySet) -> list:
        """The records of the page, in the order of the answer."""
        found = records.in_bulk(self.keys)
        return [found[key] for key in self.keys if key in found]


def answer(model, question: Question, facets=(), size: int = PAGE_SIZE) -> Answer:
    """The public records of `model` that match the question, in the order it asks for.

    `facets` names the choices to count: each is counted under all the other choices.
    """
    now = current()
    words = read_words(question.words, now)
    base, chosen, found = _matching(now, question, words, now.having("is", KIND_OF[model]))
    if question.choices or question.excluded or words:
        counts = {name: _counts(now, question, name, base, chosen, found) for name in facets}
    else:
        counts = {name: _whole(now, model, name) for name in facets}
    keys = _page(now, model, _tiers(found, words, question), question.order, (question.page - 1) * size, size)
    return Answer(len(found), keys, question.page, counts, words, size)


def everything(model, question: Question, size: int = 1000) -> tuple[int, Iterator[list[int]]]:
    """How many public records match, and the keys of all of them in order, up to `size` at a time.

    Between two portions no query is open, so whoever takes them may be as slow as they like.
    """
    now = current()
    words = read_words(question.words, now)
    _base, _chosen, found = _matching(now, question, words, now.having("is", KIND_OF[model]))
    return len(found), _everything_of(now, model, found, words, question, size)


def _matching(now: Snapshot, question: Question, words: Words, every: BitMap) -> tuple[BitMap, dict, BitMap]:
    """What has the words, what has each choice, and what has all of it."""
    every = every - _excluded(now, question)
    base = every & words.found if words else every
    chosen = {name: _chosen(now, question, name) for name in question.choices}
    return base, chosen, BitMap.intersection(base, *chosen.values()) if chosen else base


@dataclass(frozen=True)
class Found:
    """What a question finds among all kinds of records: for each kind how many, and the first of them."""

    total: int
    groups: dict[str, tuple[int, list]]
    counts: dict[str, dict[str, int]]
    words: Words
    page: int = 1
    pages: int = 1


def search(question: Question, facets=(), size: int = 5) -> Found:
    """The first `size` public records of each kind that match, with the counts of each choice over all kinds.

    Where one kind alone is asked for, a page of all that match.
    """
    now = current()
    words = read_words(question.words, now)
    base, chosen, found = _matching(now, question, words, _every_kind(now))
    counts = {name: _counts(now, question, name, base, chosen, found) for name in facets}
    is_of_one_kind = len(question.choices.get("is", ())) == 1
    size, groups = PAGE_SIZE if is_of_one_kind else size, {}
    start = (question.page - 1) * size if is_of_one_kind else 0
    for kind, model in KINDS.items():
        if inside := found & now.having("is", kind):
            tiers, order = _tiers(inside, words, question), _order_of(model, question)
            groups[kind] = len(inside), _page(now, model, tiers, order, start, size)
    pages = max(1, math.ceil(len(found) / size)) if is_of_one_kind else 1
    return Found(len(found), groups, counts, words, question.page, pages)


def everything_found(question: Question, size: int = 100) -> tuple[Words, dict[str, tuple[int, Iterator[list[int]]]]]:
    """The words as they were read; and for each kind how many match, and the keys of all, up to `size` at a time."""
    now = current()
    words = read_words(question.words, now)
    _base, _chosen, found = _matching(now, question, words, _every_kind(now))
    return words, {
        kind: (len(inside), _everything_of(now, model, inside, words, question, size))
        for kind, model in KINDS.items()
        if (inside := found & now.having("is", kind))
    }


def _everything_of(now: Snapshot, model, inside: BitMap, words: Words, question: Question, size: int):
    tiers, order = _tiers(inside, words, question), _order_of(model, question)
    return (keys for tier in tiers for keys in _portions(now, model, tier, order, size))


def _every_kind(now: Snapshot) -> BitMap:
    return BitMap.union(BitMap(), *now.choices.get("is", {}).values())


def _tiers(found: BitMap, words: Words, question: Question) -> list[BitMap]:
    """What the question names comes first, then what has the words in its title, then what has them in its texts.

    Not where the oldest is asked for.
    """
    if not words or question.sort == "oldest":
        return [found]
    said = words.said | words.in_title
    titled, itself = words.in_title - words.itself, words.itself
    return [found & itself, found & titled, (found & said) - titled - itself, found - said - itself]


def _order_of(model, question: Question) -> Order:
    """Kinds without dates sort by name, whatever is asked."""
    return question.order if hasattr(model.objects, "newest_first") else question.order._replace(by="name")


def tally(model, name: str) -> dict[str, int]:
    """How many public records of `model` each value of a choice would leave, if it alone were chosen."""
    return _whole(current(), model, name)


def _whole(now: Snapshot, model, name: str) -> dict[str, int]:
    """What each value has of the whole list; counted once for each version of the data."""
    key = "whole", model, name
    counted = now.derived.get(key)
    return counted or now.derived.setdefault(key, _per_value(now, name, now.having("is", KIND_OF[model])))


def _excluded(now: Snapshot, question: Question) -> BitMap:
    return BitMap.union(BitMap(), *(now.having(name, v) for name, values in question.excluded.items() for v in values))


def _chosen(now: Snapshot, question: Question, name: str) -> BitMap:
    having = [now.having(name, value) for value in question.choices[name]]
    return BitMap.intersection(*having) if name in question.all_of else BitMap.union(*having)


def _counts(now: Snapshot, question: Question, name: str, base: BitMap, chosen: dict, found: BitMap) -> dict[str, int]:
    """What each value would leave; where all chosen values must hold, one more of them narrows what is there."""
    if name not in chosen or name in question.all_of:
        return _per_value(now, name, found)
    others = [bitmap for other, bitmap in chosen.items() if other != name]
    return _per_value(now, name, BitMap.intersection(base, *others) if others else base)


def _per_value(now: Snapshot, name: str, base: BitMap) -> dict[str, int]:
    counted = ((value, base.intersection_cardinality(having)) for value, having in now.choices.get(name, {}).items())
    return {value: count for value, count in counted if count}


# The page of an answer: buckets of the index in order until there are enough, then the database's order inside them.


def _page(now: Snapshot, model, tiers: list[BitMap], order: Order, start: int, size: int) -> list[int]:
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


def _portions(now: Snapshot, model, tier: BitMap, order: Order, size: int) -> Iterator[list[int]]:
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
