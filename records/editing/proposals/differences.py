"""The differences between what a page said and what it would say: values, rows that come and go, lists of records."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from records.exchange.kinds import KINDS

from .shelf import Row, Shelf, boxes_of

CHANGE, ADD, REMOVE = "change", "add", "remove"


@dataclass(frozen=True)
class Difference:
    """What becomes of one record: `values` are {box: (old, new)}, `links` are {list: (keys that go, that come)}."""

    act: str
    kind: str
    key: tuple
    number: int | None
    owner: tuple | None
    values: dict[str, tuple] = field(default_factory=dict)
    links: dict[str, tuple] = field(default_factory=dict)

    def named(self) -> Iterator[tuple]:
        """The keys of all records that it would newly name."""
        points = KINDS[self.kind].points
        yield from (new for box, (_old, new) in self.values.items() if box in points and new)
        yield from (key for _gone, come in self.links.values() for key in come)

    def is_empty(self) -> bool:
        """Whether it changes nothing."""
        return self.act == CHANGE and not self.values and not self.links


def differences(before: Shelf, after: Shelf) -> list[Difference]:
    """What was written between two looks at a page. Rows keep their numbers, so a new key is not another row."""
    earlier = {
        row.key: before.by_number[place].key for place, row in after.by_number.items() if place in before.by_number
    }
    found = []
    for row in after.rows:
        stored = before.by_number.get((row.kind, row.number))
        row = replace_keys(row, earlier)
        found.append(_changed(stored, row) if stored else _added(row))
    found += [removed(row) for row in before.rows if (row.kind, row.number) not in after.by_number]
    return [difference for difference in found if not difference.is_empty()]


def replace_keys(row: Row, keys: dict[tuple, tuple]) -> Row:
    """A row in which these keys are written otherwise, wherever they stand."""
    return replace(
        row,
        key=_written(row.key, keys),
        owner=_written(row.owner, keys),
        values={name: _written(value, keys) for name, value in row.values.items()},
        links={name: tuple(_written(key, keys) for key in linked) for name, linked in row.links.items()},
    )


def _written(value, keys: dict[tuple, tuple]):
    if not isinstance(value, tuple):
        return value
    return keys[value] if value in keys else tuple(_written(part, keys) for part in value)


def _changed(before: Row, after: Row) -> Difference:
    values = {
        name: (old, after.values[name]) for name, old in before.values.items() if not is_same(old, after.values[name])
    }
    links = {
        name: _gone_and_come(linked, after.links[name])
        for name, linked in before.links.items()
        if set(linked) != set(after.links[name])
    }
    return Difference(CHANGE, before.kind, before.key, before.number, before.owner, values, links)


def is_same(one, other) -> bool:
    """Whether two values say the same; the order of words in a list means nothing."""
    if isinstance(one, list) and isinstance(other, list):
        return sorted(one) == sorted(other)
    return one == other


def _gone_and_come(before: tuple, after: tuple) -> tuple:
    return tuple(k for k in before if k not in after), tuple(k for k in after if k not in before)


def _added(row: Row) -> Difference:
    empty = blank(row.kind)
    values = {name: (empty[name], value) for name, value in row.values.items() if value != empty[name]}
    links = {name: ((), linked) for name, linked in row.links.items() if linked}
    return Difference(ADD, row.kind, row.key, None, row.owner, values, links)


def removed(row: Row) -> Difference:
    """All that goes with a row, so that nothing goes unseen."""
    empty = blank(row.kind)
    values = {name: (value, empty[name]) for name, value in row.values.items() if value != empty[name]}
    links = {name: (linked, ()) for name, linked in row.links.items() if linked}
    return Difference(REMOVE, row.kind, row.key, row.number, row.owner, values, links)


def blank(kind: str) -> dict:
    """What the boxes of a record say of which nothing is known."""
    boxes = boxes_of(KINDS[kind])
    return {name: "" if len(columns) == 2 else columns[0].get_default() for name, columns in boxes.items()}


# As JSON


def as_json(found: list[Difference]) -> list[dict]:
    """Differences as the database keeps them."""
    return json.loads(json.dumps([vars(difference) for difference in found]))


def from_json(kept: list[dict]) -> list[Difference]:
    """Differences as they were kept."""
    return [_from_json(one) for one in kept]


def _from_json(kept: dict) -> Difference:
    points = KINDS[kept["kind"]].points
    values = {name: tuple(map(frozen, pair) if name in points else pair) for name, pair in kept["values"].items()}
    links = {name: frozen(pair) for name, pair in kept["links"].items()}
    keys = {name: frozen(kept[name]) for name in ("key", "owner")}
    return Difference(**kept | keys | {"values": values, "links": links})


def frozen(value):
    """A key that came from JSON, where it is a list."""
    return tuple(map(frozen, value)) if isinstance(value, list) else value


def digest(kind: str, key: tuple, found: list[Difference]) -> str:
    """What tells these differences of a record from all others, in 64 characters."""
    text = json.dumps([kind, key, as_json(found)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
