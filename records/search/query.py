"""Asking for records: a question of choices and words in; record numbers, a total and counts for each choice out."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import QuerySet
from pyroaring import BitMap

from records.models.languages import sorting_column

from .documents import KIND_OF, KINDS
from .paging import Order, page_of, portions
from .snapshot import Snapshot, current
from .words import Words, read_words

PAGE_SIZE = 25


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
    keys = page_of(now, model, _tiers(found, words, question), question.order, (question.page - 1) * size, size)
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
            groups[kind] = len(inside), page_of(now, model, tiers, order, start, size)
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
    return (keys for tier in tiers for keys in portions(now, model, tier, order, size))


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
