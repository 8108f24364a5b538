"""Whether a proposal still speaks of what is stored today: each old value is compared, and what it names looked for."""

from collections.abc import Iterator
from dataclasses import dataclass

from .differences import ADD, REMOVE, Difference, blank, is_same
from .shelf import Row, Shelf, number_of


@dataclass(frozen=True)
class Obstacle:
    """Something that is not as the proposal says it was: in a box, or (without one) about the whole row."""

    EXISTS, GONE, CHANGED, NAMED = "exists", "gone", "changed", "named"

    what: str
    difference: Difference
    box: str = ""
    # What the box says today, or the key of a record that is no longer there.
    today: object = None


def obstacles(found: list[Difference], today: Shelf) -> list[Obstacle]:
    """Everything that keeps these differences from being written to what is stored today; nothing when all is well."""
    return [obstacle for difference in found for obstacle in _of_one(difference, found, today)]


def _of_one(difference: Difference, found: list[Difference], today: Shelf) -> Iterator[Obstacle]:
    row = today.find(difference.kind, difference.number, difference.key)
    if difference.act == ADD:
        if row:
            yield Obstacle(Obstacle.EXISTS, difference)
    elif row is None:
        yield Obstacle(Obstacle.GONE, difference)
    elif difference.act == REMOVE:
        yield from _before_removing(difference, row, found, today)
    else:
        yield from _changed_since(difference, row)
    added = {other.key for other in found if other.act == ADD}
    for key in difference.named():
        if key not in added and key not in today.by_key and number_of(key) is None:
            yield Obstacle(Obstacle.NAMED, difference, today=key)


def _changed_since(difference: Difference, row: Row) -> Iterator[Obstacle]:
    for box, (old, _new) in difference.values.items():
        if not is_same(row.values.get(box), old):
            yield Obstacle(Obstacle.CHANGED, difference, box, row.values.get(box))
    for name, (gone, come) in difference.links.items():
        linked = set(row.links.get(name, ()))
        if not linked.issuperset(gone) or linked.intersection(come):
            yield Obstacle(Obstacle.CHANGED, difference, name, row.links.get(name, ()))


def _before_removing(difference: Difference, row: Row, found: list[Difference], today: Shelf) -> Iterator[Obstacle]:
    """All of what goes must have been seen: its values, its lists, and what belongs to it."""
    going = {(other.kind, other.number) for other in found if other.act == REMOVE}
    unseen = [part for part in today.belonging_to(row) if (part.kind, part.number) not in going]
    said = blank(row.kind) | {box: old for box, (old, _new) in difference.values.items()}
    lists = {name: set(gone) for name, (gone, _come) in difference.links.items()}
    is_as_seen = all(is_same(value, said[box]) for box, value in row.values.items())
    if unseen or not is_as_seen or lists != {name: set(keys) for name, keys in row.links.items() if keys}:
        yield Obstacle(Obstacle.CHANGED, difference)
