"""A document read into entries, with everything in it that makes no sense though its form is right."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from records.models import State
from records.models.dates import PartialDate, check_span
from records.models.reference import NAME_LANGUAGES, country_names

from .items import Shape
from .kinds import KINDS, MOMENTS, Entries, Entry, Kind
from .problems import Problem, suggestion
from .shapes import AGREEMENT, DISPUTE, META, TOP

# Where the records are listed that a document names by their ids, and what people call them.
LISTS = {"source": "sources", "organization": "organizations", "person": "people", "topic": "topics"}
WORDS = {"organization": "organisation"}
WRONG_FORM = (AttributeError, IndexError, KeyError, TypeError, ValueError)


class Reader:
    """Reads a document once; afterwards it has `entries`, and `problems` where they make no sense.

    With `is_lenient`, objects of a wrong form (which others have reported) are passed over instead of raising.
    """

    def __init__(self, document: dict, *, is_lenient: bool = False):
        self.entries, self.problems = Entries(), []
        self.document, self.is_lenient = document, is_lenient
        self.state, self.now = State.PUBLISHED, timezone.now()
        self._meant, self._listed = [], set()

    def read_all(self):
        """Read every list of the document; gives the reader itself."""
        self._try(self._read_countries)
        self._try(lambda: self.read(META, self.document["meta"], ("meta",), None))
        self._try(self._read_top, self.document, ())
        self.state = State.DRAFT
        self._try(self._read_editorial)
        self._list_what_nothing_names()
        self._try(self._check_references)
        self._try(self._check_loops, "topic", "broader")
        self._try(self._check_loops, "agreement", "part_of")
        return self

    def problem(self, path: tuple, message: str):
        """Note a problem."""
        self.problems.append(Problem(tuple(path), message))

    def read_list(self, shape: Shape, things: list, path: tuple, owner: tuple | None, *, left_out=(), **values):
        """Read each object of a list; `values` and `left_out` hold for all of them."""
        for index, thing in enumerate(things):
            self._try(self.read, shape, thing, (*path, index), owner, left_out, **values)

    def read(self, shape: Shape, thing: dict, path: tuple, owner: tuple | None, left_out=(), **values):
        """Read one object, then what belongs to it."""
        entry = Entry(shape.kind, shape.kind.blank() | values, path=path, left_out=set(left_out))
        entry.links = {name: [] for name in shape.kind.links}
        if shape.owner:
            entry.values[shape.owner] = owner
        for item in shape.items:
            item.read(thing, entry, self)
        if self._take(entry):
            for item in shape.items:
                item.read_parts(thing, entry, self)

    def add(self, kind: Kind, values: dict, path: tuple, left_out=frozenset()):
        """Take in a record that has no object of its own in the document."""
        self._take(Entry(kind, kind.blank() | values, path=path, left_out=set(left_out)))

    def _take(self, entry: Entry) -> bool:
        if entry.kind.is_publishable:
            entry.life = {"state": self.state, "published_at": self.now if self.state == State.PUBLISHED else None}
        earlier = self.entries.add(entry)
        if earlier:
            where = Problem(earlier.path, "").place()
            hint = ""
            if entry.kind.name == "edition" and not entry.values["number"]:
                hint = " Give each edition without a number an id."
            self.problem(entry.path, f"the same {entry.kind.model._meta.verbose_name} stands at {where} already.{hint}")
        return earlier is None

    def meant(self, kind: str, id_: str, path: tuple) -> tuple:
        """The key of the record that an id names; whether there is one is checked at the end."""
        if isinstance(id_, str):
            self._meant.append((path, (kind, id_)))
        return kind, id_

    def document_named(self, edition: tuple, names: dict, path: tuple) -> tuple:
        """The key of a document of an edition; names that contradict each other are a problem."""
        kind = KINDS["document"]
        entry = Entry(kind, kind.blank() | names | {"edition": edition}, path=path)
        earlier = self.entries.add(entry)
        if earlier and earlier.values != entry.values:
            where = Problem(earlier.path, "").place()
            self.problem(path, f"one document, but its names differ from those at {where}: write all of them alike.")
        return entry.key

    def span(self, start: PartialDate, end: PartialDate, path: tuple):
        """Refuse an end before its start."""
        try:
            check_span(start, end)
        except ValidationError as error:
            self.problem(path, error.message)

    def _try(self, read, *arguments, **options):
        try:
            read(*arguments, **options)
        except WRONG_FORM:
            if not self.is_lenient:
                raise

    def _read_countries(self):
        special = self.document.get("country_names", {})
        for index, code in enumerate(self.document["countries"]):
            names = country_names().get(code)
            if names is None:
                self.problem(("countries", index), f"ISO 3166-1 has no country with the code “{code}”.")
            columns = {f"name_{key}": {**(names or {}), **special.get(code, {})}.get(key, "") for key in NAME_LANGUAGES}
            left_out = () if "country_names" in self.document else columns
            self.add(KINDS["country"], {"code": code, **columns}, ("countries", index), left_out)
        for code in special.keys() - set(self.document["countries"]):
            self.problem(("country_names", code), "this country is not in the list `countries`.")

    def _read_top(self, document: dict, path: tuple):
        for key, shape in TOP.items():
            self._try(self.read_list, shape, document.get(key, ()), (*path, key), None)

    def _read_editorial(self):
        editorial = self.document.get("editorial", {})
        self._read_top(editorial, ("editorial",))
        for key, shape in {"agreements": AGREEMENT, "disputes": DISPUTE}.items():
            for edition, things in editorial.get(key, {}).items():
                path = ("editorial", key, edition)
                if ("edition", edition) in self.entries:
                    self.read_list(shape, things, path, ("edition", edition))
                else:
                    self.problem(path, "the file has no edition with this number or id.")
        self._read_parts(editorial.get("parts", {}))
        self._read_steps(editorial.get("states", {}))
        listed = editorial.get("listed", {})
        self._listed = {(kind, id_) for kind, key in LISTS.items() for id_ in listed.get(key, ())}

    def _read_parts(self, parts: dict):
        for reference, whole in parts.items():
            if part := self._stepping(("agreement", reference), ("editorial", "parts", reference)):
                part.values["part_of"] = self.meant("agreement", whole, ("editorial", "parts", reference))

    def _read_steps(self, states: dict):
        for key, kind in {"editions": "edition", "related_events": "related_event", "agreements": "agreement"}.items():
            for id_, step in states.get(key, {}).items():
                if entry := self._stepping((kind, id_), ("editorial", "states", key, id_)):
                    entry.life = {k: datetime.fromisoformat(v) if k in MOMENTS else v for k, v in step.items()}

    def _list_what_nothing_names(self):
        """What stands in the public lists is public, even where nothing public names it."""
        public = [entry for entry in self.entries.values() if entry.path[0] != "editorial"]
        named = {key for entry in public for key in entry.named()}
        for entry in public:
            if "is_listed" in entry.values:
                entry.values["is_listed"] = entry.key not in named or entry.key in self._listed
                if entry.key not in self._listed:
                    entry.silent.add("is_listed")
        for entry in self.entries.values():
            if entry.values.get("is_listed") is False:
                entry.left_out.add("is_listed")

    def _stepping(self, key: tuple, path: tuple) -> Entry | None:
        if key not in self.entries:
            self.problem(path, "the file has no such record.")
        return self.entries.get(key)

    def _check_references(self):
        known = self._declared()
        for path, (kind, id_) in self._meant:
            if id_ not in known[kind]:
                word = WORDS.get(kind, kind)
                close = suggestion(id_, known[kind])
                self.problem(path, f"the file has no {word} “{id_}”.{close}")

    def _declared(self) -> dict[str, set]:
        """All ids of the document, those of objects of a wrong form included, so that no problem breeds others."""
        known = {kind: set() for kind in ("country", "agreement", *LISTS)}
        for top in (self.document, self.document.get("editorial", {})):
            for kind, key in LISTS.items():
                known[kind].update(_ids(top.get(key), "id"))
            for edition in _objects(top.get("editions")):
                known["agreement"].update(_ids(edition.get("agreements"), "ref"))
        drafts = self.document.get("editorial", {}).get("agreements", {})
        for agreements in drafts.values() if isinstance(drafts, dict) else ():
            known["agreement"].update(_ids(agreements, "ref"))
        known["country"].update(code for code in self.document.get("countries", ()) if isinstance(code, str))
        return known

    def _check_loops(self, kind: str, column: str):
        checked = set()
        for entry in [entry for entry in self.entries.values() if entry.kind.name == kind]:
            chain = []
            while entry and entry.key not in checked:
                checked.add(entry.key)
                chain.append(entry.key)
                entry = self.entries.get(entry.values[column])
            if entry and entry.key in chain:
                loop = [step[1] for step in chain[chain.index(entry.key) :]]
                self.problem((*entry.path, column), f"a loop: {' → '.join([*loop, loop[0]])}.")


def _objects(things) -> list[dict]:
    return [thing for thing in things if isinstance(thing, dict)] if isinstance(things, list) else []


def _ids(things, key: str) -> set[str]:
    return {thing[key] for thing in _objects(things) if isinstance(thing.get(key), str)}
