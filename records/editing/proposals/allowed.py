"""What somebody may write on a page, as its form says: asked when a proposal is kept, and again when it is accepted."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from .differences import ADD, REMOVE, Difference


@dataclass(frozen=True)
class Allowed:
    """The boxes of stored and of new rows, and whose rows may go, by kind."""

    changes: dict[str, frozenset] = field(default_factory=dict)
    adds: dict[str, frozenset] = field(default_factory=dict)
    removes: frozenset = frozenset()

    def of(self, difference: Difference) -> Difference | None:
        """As much of a difference as may be written; nothing when none of it may."""
        if difference.act == REMOVE:
            return difference if difference.kind in self.removes else None
        boxes = (self.adds if difference.act == ADD else self.changes).get(difference.kind)
        if boxes is None:
            return None
        values = {name: pair for name, pair in difference.values.items() if name in boxes}
        links = {name: pair for name, pair in difference.links.items() if name in boxes}
        return replace(difference, values=values, links=links)


def within(found: list[Difference], allowed: Allowed, kind: str, key: tuple) -> list[Difference]:
    """As much of these differences as may be written on the page of one record."""
    return [part for one, part in _parts(found, allowed, kind, key) if part and not part.is_empty()]


def beyond(found: list[Difference], allowed: Allowed, kind: str, key: tuple) -> list[tuple[Difference, str]]:
    """What may not be written there: each difference with the box, or with nothing when none of it may."""
    return [(one, box) for one, part in _parts(found, allowed, kind, key) for box in _lost(one, part)]


def _lost(one: Difference, part: Difference | None) -> list[str]:
    if part is None:
        return [""]
    return [name for name in (*one.values, *one.links) if name not in part.values and name not in part.links]


def _parts(found: list[Difference], allowed: Allowed, kind: str, key: tuple) -> Iterator[tuple]:
    """Each difference with as much of it as may be written; what belongs to a row that goes, goes with it."""
    going = {one.key for one in found if one.act == REMOVE and _is_on_page(one, kind, key) and allowed.of(one)}
    _add_what_belongs(going, found)
    for one in found:
        if one.act == REMOVE and one.key in going:
            yield one, one
        else:
            yield one, allowed.of(one) if _is_on_page(one, kind, key) else None


def _add_what_belongs(going: set[tuple], found: list[Difference]):
    more = {one.key for one in found if one.act == REMOVE and one.owner in going} - going
    if more:
        going |= more
        _add_what_belongs(going, found)


def _is_on_page(one: Difference, kind: str, key: tuple) -> bool:
    """Whether it is the record of the page, or a row directly below it."""
    return (one.kind, one.key) == (kind, key) or (one.owner == key and one.kind != kind)
