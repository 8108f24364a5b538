"""The record written as a document: what is public, and on request everything."""

from collections import defaultdict

from records.models.reference import NAME_LANGUAGES, country_names

from .items import Shape
from .kinds import FORUM, MOMENTS, Entries, Entry
from .shapes import AGREEMENT, DISPUTE, META, TOP
from .stored import one_moment, stored_entries

STEPS = {"editions": "edition", "related_events": "related_event", "agreements": "agreement"}


class NothingToDump(Exception):
    """The record has no forum yet, so there is no document to write."""


def dump(*, everything: bool = False) -> dict:
    """What is public, as a document; with `everything`, drafts and states under the key `editorial`.

    Lists stand in their natural order (numbers, topics under their broader ones, ids); where a list has none, in the
    order in which its records arrived.
    """
    with one_moment():
        entries = stored_entries()
    if FORUM not in entries:
        raise NothingToDump("There is nothing to dump: the forum itself has not been entered yet.")
    document = _public_part(DocumentWriter(entries, is_public=True))
    if everything:
        document["editorial"] = _editorial_part(DocumentWriter(entries, is_public=False))
    return document


class DocumentWriter:
    """Writes objects from entries; with `is_public`, nothing that is not."""

    def __init__(self, entries: Entries, *, is_public: bool):
        self.entries, self.is_public = entries, is_public
        self._parts = defaultdict(list)
        for entry in entries.values():
            self._parts[entry.owner(), entry.kind.name].append(entry)

    def write(self, shape: Shape, entry: Entry) -> dict:
        """The object that stands for a record, with all that belongs to it."""
        thing = {}
        for item in shape.items:
            item.write(entry, thing, self)
        return thing

    def shows(self, key: tuple) -> bool:
        """Whether a record may be named."""
        return not self.is_public or self.entries[key].is_public

    def parts(self, owner: Entry, kind: str) -> list[Entry]:
        """What belongs to a record and may be shown, in the order in which it arrived."""
        return [part for part in self.all_parts(owner, kind) if part.is_public or not self.is_public]

    def all_parts(self, owner: Entry, kind: str) -> list[Entry]:
        """What belongs to a record, drafts included."""
        return self._parts[owner.key, kind]

    def documents_used(self, edition: Entry) -> set[tuple]:
        """The documents of an edition in which agreements stand, public or not."""
        return {agreement.values["document"] for agreement in self.all_parts(edition, "agreement")}

    def top(self, kind: str) -> list[Entry]:
        """The records of one of the lists at the top: those that are public, or those that are not."""
        return _in_order(kind, [e for e in self._parts[None, kind] if e.is_public == self.is_public])


def _in_order(kind: str, found: list[Entry]) -> list[Entry]:
    if kind == "edition":
        return sorted(found, key=lambda entry: (entry.values["number"], entry.values["slug"]))
    found = sorted(found, key=lambda entry: entry.key)
    return _topics_in_order(found) if kind == "topic" else found


def _topics_in_order(topics: list[Entry]) -> list[Entry]:
    narrower = defaultdict(list)
    for topic in topics:
        narrower[topic.values["broader"]].append(topic)
    order, waiting = [], narrower[None][::-1]
    while waiting:
        order.append(waiting.pop())
        waiting += narrower[order[-1].key][::-1]
    return order


def _public_part(writer: DocumentWriter) -> dict:
    document = {"meta": writer.write(META, writer.entries[FORUM])}
    for key, shape in TOP.items():
        document[key] = [writer.write(shape, entry) for entry in writer.top(shape.kind.name)]
        if key == "sources":
            document |= _countries(writer.top("country"))
    return document


def _countries(countries: list[Entry]) -> dict:
    names = {country.values["code"]: own_names(country.values) for country in countries}
    special = {code: own for code, own in names.items() if own}
    return {"countries": list(names)} | ({"country_names": special} if special else {})


def own_names(values: dict) -> dict:
    """The names of a country that are not those of the Unicode CLDR."""
    known = country_names().get(values["code"], {})
    names = {key: values[f"name_{key}"] for key in NAME_LANGUAGES}
    return {key: name for key, name in names.items() if name and name != known.get(key)}


def _editorial_part(writer: DocumentWriter) -> dict:
    hidden = {key: [writer.write(shape, e) for e in writer.top(shape.kind.name)] for key, shape in TOP.items()}
    part = {"states": _states(writer.entries), "listed": _listed(writer.entries), **hidden}
    public_editions = [e for e in writer.entries.values() if e.kind.name == "edition" and e.is_public]
    for key, kind, shape in (("agreements", "agreement", AGREEMENT), ("disputes", "dispute", DISPUTE)):
        part[key] = {
            edition.values["slug"]: [writer.write(shape, entry) for entry in drafts]
            for edition in _in_order("edition", public_editions)
            if (drafts := [part for part in writer.all_parts(edition, kind) if not part.is_public])
        }
    part["parts"] = _parts_of_drafts(writer.entries)
    return {key: value for key, value in part.items() if value}


def _listed(entries: Entries) -> dict:
    """What is public by being listed, whether anything names it or not."""
    listed = {
        key: [e for e in entries.values() if e.kind is shape.kind] for key, shape in TOP.items() if shape.kind.is_named
    }
    ids = {key: sorted(e.key[1] for e in found if e.values.get("is_listed")) for key, found in listed.items()}
    return {key: found for key, found in ids.items() if found}


def _states(entries: Entries) -> dict:
    states = defaultdict(dict)
    for key, kind in STEPS.items():
        for entry in sorted((e for e in entries.values() if e.kind.name == kind), key=_natural_order):
            life = {
                name: value.isoformat() if name in MOMENTS and value else value for name, value in entry.life.items()
            }
            states[key][entry.key[1]] = {name: value for name, value in life.items() if value not in (None, "")}
    return dict(states)


def _natural_order(entry: Entry) -> tuple:
    if entry.kind.name == "agreement":
        return tuple(map(int, entry.key[1].split(".")))
    return (entry.values.get("number", 0), entry.key[1])


def _parts_of_drafts(entries: Entries) -> dict:
    """Public agreements that are part of one that is not, which their own place must not give away."""
    agreements = sorted((e for e in entries.values() if e.kind.name == "agreement" and e.is_public), key=_natural_order)
    wholes = ((e.key[1], e.values["part_of"]) for e in agreements if e.values["part_of"])
    return {reference: whole[1] for reference, whole in wholes if not entries[whole].is_public}
