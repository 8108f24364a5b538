"""What a page writes: one record with the small records that belong to it, as plain values and natural keys.

A *box* is what a clerk fills in: a column, or both columns of a partial date under their common name. Its value is
what JSON can keep; a record is named by its natural key, the one of the exchange document (records/exchange/kinds.py).
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cache

from records.exchange.kinds import KINDS, NAMES, Entry, Kind
from records.exchange.stored import entries_around
from records.models import Document, Forum
from records.models.dates import PartialDate

# What stands in the natural key of a record with an address, where it is not the slug.
IN_KEY = {"country": "code", "agreement": "reference"}


@dataclass(frozen=True)
class Row:
    """A record as stored: its boxes, and its lists of other records."""

    kind: str
    number: int
    key: tuple
    owner: tuple | None
    values: dict
    links: dict[str, tuple]


@dataclass
class Shelf:
    """The rows of a page, the page's own record first; nothing when it does not exist."""

    root: Row | None = None
    rows: list[Row] = field(default_factory=list)

    def __post_init__(self):
        self.by_number = {(row.kind, row.number): row for row in self.rows}
        self.by_key = {row.key: row for row in self.rows}

    def find(self, kind: str, number: int | None, key: tuple) -> Row | None:
        """A row by its number, or by its key after the record has been loaded anew."""
        return self.by_number.get((kind, number)) or self.by_key.get(key)

    def belonging_to(self, row: Row) -> list[Row]:
        """What goes when a row goes, directly or by another."""
        direct = [other for other in self.rows if other.owner == row.key]
        return direct + [inner for other in direct for inner in self.belonging_to(other)]


def shelf_of(record) -> Shelf:
    """What the database holds now of a record and of what belongs to it."""
    return read_shelf(NAMES[type(record)], record.pk)


def read_shelf(kind: str, number: int | None) -> Shelf:
    """The same by kind and number; the agreements of an edition have lives of their own and are not among its rows."""
    entries = entries_around({kind: {number}}) if number else {}
    root = next((entry for entry in entries.values() if (entry.kind.name, entry.number) == (kind, number)), None)
    if root is None:
        return Shelf()
    found = {root.key: root}
    for entry in entries.values():  # an owner stands before what belongs to it
        if entry.owner() in found and not entry.kind.is_publishable:
            found[entry.key] = entry
    rows = [_row(entry, is_part=entry is not root) for entry in found.values()]
    return Shelf(rows[0], rows)


def _row(entry: Entry, is_part: bool) -> Row:
    """A part says whose it is by `owner`: that never changes."""
    owner, hidden = entry.owner(), entry.kind.model.OWNERS if is_part else ()
    return Row(
        kind=entry.kind.name,
        number=entry.number,
        key=plain_key(entry.key),
        owner=plain_key(owner) if owner else None,
        values={name: _value(entry, cs) for name, cs in boxes_of(entry.kind).items() if name not in hidden},
        links={name: tuple(plain_key(key) for key in keys) for name, keys in entry.links.items()},
    )


def _value(entry: Entry, columns: list):
    values = [entry.values[column.name] for column in columns]
    if len(columns) == 2:
        return PartialDate(*values).iso()
    return plain_key(values[0]) if isinstance(values[0], tuple) else values[0]


@cache
def _boxes(name: str) -> dict[str, list]:
    boxes = {}
    for column in KINDS[name].fields:
        if column.editable:
            boxes.setdefault(getattr(column, "partial_date", column.name), []).append(column)
    return boxes


def boxes_of(kind: Kind) -> dict[str, list]:
    """The boxes of a kind, each with its columns; what saving works out by itself has none."""
    return _boxes(kind.name)


def plain_key(key: tuple) -> tuple:
    """A natural key of what JSON can keep."""
    return tuple(
        plain_key(part) if isinstance(part, tuple) else part.isoformat() if isinstance(part, date) else part
        for part in key
    )


def number_of(key: tuple) -> int | None:
    """The number of a record that others name, by its natural key; nothing when there is none."""
    kind = KINDS[key[0]]
    if not (kind.is_cited or kind.model in (Forum, Document)):
        return None
    if kind.model is Forum:
        found = Forum.objects.all()
    elif kind.model is Document:
        found = Document.objects.filter(edition=number_of(key[1]), name_en=key[2])
    else:
        found = kind.model.objects.filter(**{IN_KEY.get(kind.name, "slug"): key[1]})
    return found.order_by().values_list("pk", flat=True).first()
