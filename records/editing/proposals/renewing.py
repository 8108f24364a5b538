"""A stale proposal, said anew: the same new values against what is stored today."""

from dataclasses import replace

from records.exchange.kinds import KINDS

from .differences import ADD, CHANGE, REMOVE, Difference, is_same, removed
from .shelf import Row, Shelf, number_of


def renewed(found: list[Difference], today: Shelf) -> list[Difference]:
    """The differences that are left against today: without what stands there already, or speaks of what is gone."""
    going = {}
    left = []
    for one in found:
        row = today.find(one.kind, one.number, one.key)
        if one.act == REMOVE:
            going |= {part.key: removed(part) for part in [row, *today.belonging_to(row)]} if row else {}
        elif row:
            left.append(_against(one, row))
        elif one.act == ADD:
            left.append(one)
    known = {*today.by_key, *(one.key for one in left if one.act == ADD)}
    left = [_without_lost(one, known) for one in left]
    return [one for one in left if not one.is_empty()] + list(going.values())


def _against(one: Difference, row: Row) -> Difference:
    """A change of what is there; what would have been added and stands there by now is changed."""
    now = row.values
    values = {box: (now[box], new) for box, (_old, new) in one.values.items() if not is_same(now[box], new)}
    links = {}
    for name, (gone, come) in one.links.items():
        pair = tuple(k for k in gone if k in row.links[name]), tuple(k for k in come if k not in row.links[name])
        if any(pair):
            links[name] = pair
    return replace(one, act=CHANGE, key=row.key, number=row.number, values=values, links=links)


def _without_lost(one: Difference, known: set[tuple]) -> Difference:
    """Without what names a record that is gone."""
    lost = {key for key in one.named() if key not in known and number_of(key) is None}
    if not lost:
        return one
    points = KINDS[one.kind].points
    values = {box: pair for box, pair in one.values.items() if not (box in points and pair[1] in lost)}
    links = {name: (gone, tuple(k for k in come if k not in lost)) for name, (gone, come) in one.links.items()}
    return replace(one, values=values, links={name: pair for name, pair in links.items() if any(pair)})
