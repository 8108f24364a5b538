"""The kinds of record a document carries, and the one form in which a document and the database are compared.

Both are read into *entries*: a record with its columns, where every other record is named by its natural key
instead of a number of the database. A key begins with the name of its kind: `("agreement", "9.2")`,
`("party", ("agreement", "9.2"), ("country", "KZ"), None, "")`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import DateTimeField

from records import models
from records.models.languages import FoldedText, SortKey
from records.models.publication import Named, Publishable

# The editorial life of a record is not what it says: loading never touches it, and only moving a site takes it along.
LIFE = [column.name for column in Publishable._meta.local_fields]
MOMENTS = [column.name for column in Publishable._meta.local_fields if isinstance(column, DateTimeField)]
# And what is public by being named, the record works out by itself.
KEPT_ELSEWHERE = {*LIFE, "is_public"}


@dataclass(frozen=True)
class Kind:
    """One kind of record, and what tells two records of it apart."""

    name: str
    model: type
    natural: Callable[[dict], tuple]
    # Records with an address of their own are cited; they go only when somebody asks for it.
    is_cited: bool = False
    # Where the database does not keep two records apart, the second of the same key is counted.
    may_repeat: bool = False

    def key(self, values: dict) -> tuple:
        """The natural key of a record with these columns."""
        return (self.name, *self.natural(values))

    @cached_property
    def fields(self) -> list:
        """The columns that say something of their own, in the order of the model."""
        return [
            column
            for column in self.model._meta.concrete_fields
            if not column.primary_key and column.name not in KEPT_ELSEWHERE
            if not isinstance(column, (SortKey, FoldedText))
        ]

    @cached_property
    def points(self) -> dict[str, str]:
        """The columns that name another record, with the name of its kind."""
        return {column.name: NAMES[column.related_model] for column in self.fields if column.is_relation}

    @cached_property
    def links(self) -> dict[str, str]:
        """The lists of other records, with the name of their kind."""
        return {relation.name: NAMES[relation.related_model] for relation in self.model._meta.many_to_many}

    @cached_property
    def points_to_itself(self) -> list[str]:
        """The columns that name a record of the same kind."""
        return [column for column, kind in self.points.items() if kind == self.name]

    @cached_property
    def points_to_others(self) -> dict[str, str]:
        """The columns that name a record of another kind, with the name of its kind."""
        return {column: kind for column, kind in self.points.items() if kind != self.name}

    @cached_property
    def is_publishable(self) -> bool:
        """Whether its records have a state."""
        return issubclass(self.model, Publishable)

    @cached_property
    def is_named(self) -> bool:
        """Whether its records are public by being named."""
        return issubclass(self.model, Named)

    def blank(self) -> dict:
        """The columns of a record about which nothing is known."""
        return {column.name: column.get_default() for column in self.fields}


@dataclass(slots=True, eq=False)
class Entry:
    """One record, from a document or from the database."""

    kind: Kind
    values: dict
    links: dict = field(default_factory=dict)
    key: tuple = ()
    # From a document: where it stands, the columns it says nothing about, and the optional lists it leaves out.
    path: tuple = ()
    left_out: set = field(default_factory=set)
    silent: set = field(default_factory=set)
    # From the database: its number, and whether everybody may see it.
    number: int | None = None
    is_public: bool = True
    # Of what is published one by one: its state, and the other columns of its editorial life.
    life: dict = field(default_factory=dict)

    def owner(self) -> tuple | None:
        """The key of the record this one belongs to."""
        return next((key for name in self.kind.model.OWNERS if (key := self.values[name])), None)

    def named(self):
        """The keys of all records that this one names, its owner included."""
        yield from (key for column in self.kind.points if (key := self.values[column]))
        for keys in self.links.values():
            yield from keys


class Entries(dict):
    """Entries by their keys, in the order of their arrival."""

    def add(self, entry: Entry) -> Entry | None:
        """Take an entry in; gives the earlier one, and leaves all as it was, when its key is taken."""
        entry.key = entry.kind.key(entry.values)
        if entry.key in self and entry.kind.may_repeat:
            count = 2
            while (*entry.key, count) in self:
                count += 1
            entry.key = (*entry.key, count)
        if entry.key in self:
            return self[entry.key]
        self[entry.key] = entry
        return None


def _columns(*names: str) -> Callable[[dict], tuple]:
    return lambda values: tuple(values[name] for name in names)


def _place(values: dict) -> tuple:
    return values["edition"] or values["related_event"], values["city_en"], values["country"]


def _member(values: dict) -> tuple:
    return values["delegation"], values["person"], "" if values["person"] else values["title_en"]


def _amount(values: dict) -> tuple:
    sums = (values["value"], values["currency"], values["dollars_as_reported"])
    return values["agreement"], *(sums if values["is_alternative"] else ())


def _follow_up(values: dict) -> tuple:
    return values["agreement"], values["status"], values["happened_on"] or values["note_en"]


def _gap(values: dict) -> tuple:
    if values["forum"]:
        return values["forum"], values["edition_number"]
    return values["edition"], values["field"], values["note_en"]


def _citation(values: dict) -> tuple:
    owner = next(values[name] for name in models.Citation.OWNERS if values[name])
    return owner, values["source"], values["field"]


# In the order in which they can be written: what is named stands before what names it.
KINDS = {
    kind.name: kind
    for kind in (
        Kind("country", models.Country, _columns("code"), is_cited=True),
        Kind("source", models.Source, _columns("slug"), is_cited=True),
        Kind("organization", models.Organization, _columns("slug"), is_cited=True),
        Kind("person", models.Person, _columns("slug"), is_cited=True),
        Kind("topic", models.Topic, _columns("slug"), is_cited=True),
        Kind("forum", models.Forum, _columns()),
        Kind("edition", models.Edition, _columns("slug"), is_cited=True),
        Kind("related_event", models.RelatedEvent, _columns("slug"), is_cited=True),
        Kind("place", models.Place, _place),
        Kind("organizer", models.Organizer, _columns("edition", "organization", "role")),
        Kind("head_count", models.HeadCount, _columns("edition", "reported_as", "count")),
        Kind("attending_group", models.AttendingGroup, _columns("edition", "name_en")),
        Kind("next_host", models.NextHost, _columns("edition")),
        Kind("session", models.Session, _columns("edition", "slug")),
        Kind("delegation", models.Delegation, _columns("edition", "country", "organization")),
        Kind("member", models.Member, _member),
        Kind("statement", models.Statement, _columns("edition", "slug")),
        Kind("document", models.Document, _columns("edition", "name_en")),
        Kind("agreement", models.Agreement, _columns("reference"), is_cited=True),
        Kind("party", models.Party, _columns("agreement", "country", "organization", "description_en")),
        Kind("amount", models.Amount, _amount, may_repeat=True),
        Kind("follow_up", models.FollowUp, _follow_up, may_repeat=True),
        Kind("dispute", models.Dispute, _columns("edition", "field", "agreement", "person")),
        Kind("reading", models.Reading, _columns("dispute", "value_en")),
        Kind("gap", models.Gap, _gap),
        Kind("citation", models.Citation, _citation),
    )
}
NAMES = {kind.model: kind.name for kind in KINDS.values()}
FORUM = ("forum",)
