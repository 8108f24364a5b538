"""The keys of an object of the document, one class for each way of meaning something.

An item works in both directions: `read` fills the columns of an entry from an object, `write` fills an object from
the columns. What becomes a record of its own is read by `read_parts`, once the key of its owner is known.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError

from records.models.dates import PATTERN, PartialDate
from records.models.languages import COLUMNS

from .kinds import KINDS, Kind


@dataclass(frozen=True)
class Shape:
    """One kind of object in the document: the record it becomes, the column of its owner, and its keys in order."""

    kind: Kind
    items: tuple
    owner: str = ""


class Item:
    """One key, or some that belong together."""

    def read(self, thing: dict, entry, reader):
        """Fill the columns of `entry` from `thing`."""

    def read_parts(self, thing: dict, entry, reader):
        """Read the records that belong to this one."""

    def write(self, entry, thing: dict, writer):
        """Fill `thing` from the columns of `entry` and from the records that belong to it."""


@dataclass(frozen=True)
class Value(Item):
    """A text, a code or a number; an optional key that is absent leaves what the record has."""

    key: str
    column: str = ""
    optional: bool = False

    def read(self, thing, entry, reader):
        column = self.column or self.key
        if self.key in thing:
            entry.values[column] = thing[self.key]
        elif self.optional:
            entry.left_out.add(column)

    def write(self, entry, thing, writer):
        value = entry.values[self.column or self.key]
        if value is not None and value != "" and value != []:
            thing[self.key] = value


def texts(key: str, column: str = "") -> tuple[Value, ...]:
    """A text or a list of words in each of the three languages."""
    return tuple(Value(f"{key}_{language}", f"{column or key}_{language}") for language in COLUMNS)


def partial_date(thing: dict, key: str, entry, reader) -> PartialDate:
    """The date under a key; a problem where the calendar has no such day."""
    text = thing.get(key, "")
    try:
        return PartialDate.parse(text) if text else PartialDate()
    except ValidationError:
        if PATTERN.fullmatch(text):
            reader.problem((*entry.path, key), f"the calendar has no “{text}”.")
        return PartialDate()


@dataclass(frozen=True)
class Date(Item):
    """A partial date."""

    key: str
    column: str

    def read(self, thing, entry, reader):
        date = partial_date(thing, self.key, entry, reader)
        entry.values[f"{self.column}_on"], entry.values[f"{self.column}_precision"] = date

    def write(self, entry, thing, writer):
        if date := stored_date(entry, self.column):
            thing[self.key] = date.iso()


def stored_date(entry, column: str) -> PartialDate:
    """The date that two columns of an entry hold."""
    return PartialDate(entry.values[f"{column}_on"], entry.values[f"{column}_precision"])


@dataclass(frozen=True)
class Point(Item):
    """The id of one other record."""

    key: str
    kind: str
    column: str = ""
    optional: bool = False

    def read(self, thing, entry, reader):
        column = self.column or self.key
        if self.key in thing:
            entry.values[column] = reader.meant(self.kind, thing[self.key], (*entry.path, self.key))
        elif self.optional:
            entry.left_out.add(column)

    def write(self, entry, thing, writer):
        target = entry.values[self.column or self.key]
        if target and writer.shows(target):
            thing[self.key] = target[1]


@dataclass(frozen=True)
class Links(Item):
    """The ids of several other records, in no order."""

    key: str
    kind: str
    always: bool = False

    def read(self, thing, entry, reader):
        ids = enumerate(thing.get(self.key, ()))
        entry.links[self.key] = [reader.meant(self.kind, id_, (*entry.path, self.key, i)) for i, id_ in ids]

    def write(self, entry, thing, writer):
        if self.always or entry.links[self.key]:
            thing[self.key] = sorted(target[1] for target in entry.links[self.key])


@dataclass(frozen=True)
class Parts(Item):
    """A list of objects that belong to this one."""

    key: str
    shape: Shape
    always: bool = False
    optional: bool = False

    def read_parts(self, thing, entry, reader):
        if self.optional and self.key not in thing:
            entry.silent.add(self.shape.kind.name)
        reader.read_list(self.shape, thing.get(self.key, ()), (*entry.path, self.key), entry.key)

    def parts(self, entry, writer):
        """The records to write, in the order in which they arrived."""
        return writer.parts(entry, self.shape.kind.name)

    def write(self, entry, thing, writer):
        parts = self.parts(entry, writer)
        if parts or self.always:
            thing[self.key] = [writer.write(self.shape, part) for part in parts]


@dataclass(frozen=True)
class Sources(Item):
    """The sources of a record, and the optional `citations`: places in them, and which field they support."""

    key: str = "sources"
    field: str = ""
    always: bool = False
    optional: bool = False

    def read_parts(self, thing, entry, reader):
        if "citations" not in thing:
            entry.silent.add("citations of a field")
        if self.optional and self.key not in thing:
            entry.silent.add("citation")
        places, others = {}, []
        for index, citation in enumerate(thing.get("citations", ())):
            where = (*entry.path, "citations", index)
            if citation.get("field", "") != self.field:
                others.append((where, citation))
            elif citation["source"] not in thing.get(self.key, ()):
                reader.problem(where, f"what supports the whole record stands in `{self.key}` too.")
            elif citation["source"] in places:
                reader.problem(where, "this source is cited here already.")
            else:
                places[citation["source"]] = citation
        for index, source in enumerate(thing.get(self.key, ())):
            self._cite(source, self.field, places.get(source), entry, reader, (*entry.path, self.key, index))
        for where, citation in others:
            self._cite(citation["source"], citation.get("field", ""), citation, entry, reader, where)

    def _cite(self, source, about, citation, entry, reader, path):
        values = {
            entry.kind.name: entry.key,
            "source": reader.meant("source", source, path),
            "field": about,
            "locator": (citation or {}).get("locator", ""),
        }
        left_out = {"locator"} if citation is None and "citations of a field" in entry.silent else set()
        reader.add(KINDS["citation"], values, path, left_out=left_out)

    def write(self, entry, thing, writer):
        cited = writer.parts(entry, "citation")
        sources = [c.values["source"][1] for c in cited if c.values["field"] == self.field]
        if sources or self.always:
            thing[self.key] = sources
        special = [c for c in cited if c.values["field"] != self.field or c.values["locator"]]
        if special:
            thing["citations"] = [self._written(c.values) for c in special]

    @staticmethod
    def _written(values) -> dict:
        citation = {"source": values["source"][1], "field": values["field"], "locator": values["locator"]}
        return {key: value for key, value in citation.items() if value}
