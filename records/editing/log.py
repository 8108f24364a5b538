"""Asking the log of changes: for a page of it, or for everything after a cursor."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from records.models.editorial import Change
from records.search.query import PAGE_SIZE, Answer, Question
from records.search.words import read_words

CURSOR = re.compile(r"([0-9]{1,18})(?:\.([0-9a-f]{8}))?")
# How many changes are given at once; an act of more than these is given whole, so that nobody has half of it.
MOST = 500
# The choices that are counted, and where each stands in a cell.
PLACES = {"of": 0, "act": 1, "month": 2}
CONCERNS = ("country", "topic", "edition")


def answer(question: Question, size: int = PAGE_SIZE) -> Answer:
    """The changes that match a question; kinds, acts and months are counted under all other choices."""
    asked, chosen = _narrowed(Change.objects.all(), question), _chosen(question)
    cells = _cells(asked)
    total = sum(count for cell, count in cells.items() if _matches(cell, chosen))
    start = (question.page - 1) * size
    keys = list(_ordered(asked, chosen, question.sort).values_list("pk", flat=True)[start : start + size])
    return Answer(total, keys, question.page, {name: _counts(cells, chosen, name) for name in chosen}, read_words(""))


def everything(question: Question) -> QuerySet:
    """All changes that match a question, in its order."""
    return _ordered(_narrowed(Change.objects.all(), question), _chosen(question), question.sort)


def _chosen(question: Question) -> dict[str, set]:
    return {name: set(question.choices.get(name, ())) for name in PLACES}


def _narrowed(changes, question: Question):
    for name in CONCERNS:
        if values := question.choices.get(name):
            changes = changes.concerning(name, values)
    return changes.of(*question.choices["record"]) if "record" in question.choices else changes


def _cells(changes) -> dict[tuple, int]:
    """How many changes there are of each kind, act and month."""
    rows = changes.order_by().values_list("kind", "act", "month").annotate(count=Count("pk"))
    return {tuple(cell): count for *cell, count in rows}


def _matches(cell: tuple, chosen: dict[str, set], but: str = "") -> bool:
    return all(
        name == but or not values or cell[PLACES[name]] in values or (name == "month" and cell[2][:4] in values)
        for name, values in chosen.items()
    )


def _counts(cells: dict[tuple, int], chosen: dict[str, set], name: str) -> dict[str, int]:
    counted = Counter()
    for cell, count in cells.items():
        if _matches(cell, chosen, but=name):
            counted[cell[PLACES[name]]] += count
            if name == "month":
                counted[cell[2][:4]] += count
    return dict(counted)


def _ordered(changes, chosen: dict[str, set], sort: str):
    if chosen["of"]:
        changes = changes.filter(kind__in=chosen["of"])
    if chosen["act"]:
        changes = changes.filter(act__in=chosen["act"])
    if chosen["month"]:
        changes = changes.in_months(chosen["month"])
    return changes.oldest_first() if sort == "oldest" else changes.newest_first()


# Everything after a cursor


class Senseless(Exception):
    """A cursor that the log never gave out."""


class AnotherHistory(Exception):
    """A cursor of a history that was undone, as when a backup was put back: what came after it is not known."""


@dataclass(frozen=True)
class Since:
    """What came after a cursor, in order; the cursor to ask with next time, and whether there is more already."""

    changes: QuerySet
    next: str
    has_more: bool

    def __iter__(self) -> Iterator[Change]:
        return self.changes.select_related("before", "after").iterator(chunk_size=100)


def since(text: str, most: int = MOST) -> Since:
    """Everything after a cursor, up to `most` changes and the end of the act that the last of them belongs to.

    Raises Senseless or AnotherHistory. Whoever writes holds the lock of the data version until the end, so what is read
    up to a cursor is complete: no change can come later that belongs before it.
    """
    cursor = _checked(text)
    coming = list(Change.objects.since(cursor).values_list("cursor", flat=True)[: most + 1])
    if not coming:
        return Since(Change.objects.none(), cursor_text(cursor), has_more=False)
    last = coming[:most][-1]
    has_more = len(coming) > most and Change.objects.filter(cursor__gt=last).exists()
    return Since(Change.objects.since(cursor).filter(cursor__lte=last), cursor_text(last), has_more)


def newest_cursor() -> str:
    """The cursor after which nothing has happened yet."""
    last = Change.objects.newest_first().values_list("cursor", flat=True).first()
    return cursor_text(last or 0)


def cursor_text(cursor: int) -> str:
    """A cursor as it is given out: the data version, and a mark by which its history is known."""
    return f"{cursor}.{_mark(cursor)}" if cursor else "0"


def _mark(cursor: int) -> str:
    """Every history has its own moments; a restored backup goes on with others."""
    happened_at = Change.objects.filter(cursor=cursor).values_list("happened_at", flat=True).first()
    return hashlib.sha256(f"{cursor} {happened_at and happened_at.isoformat()}".encode()).hexdigest()[:8]


def _checked(text: str) -> int:
    found = CURSOR.fullmatch(text)
    if not found:
        raise Senseless
    cursor, mark = int(found[1]), found[2]
    if mark and cursor and mark != _mark(cursor):
        raise AnotherHistory
    if not mark and cursor > int(newest_cursor().partition(".")[0]):
        raise Senseless
    return cursor
