"""What is told to those who follow a question: the changes of the records that answer it, the last first.

The moment of an entry is that of its publication, so that a meeting of 2014 that is entered today arrives today.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import chain, islice
from typing import NamedTuple

from django.db.models import Q
from pyroaring import BitMap

from records.models import Delegation, Session, Statement
from records.models.editorial import Change
from records.search.documents import KINDS
from records.search.query import Question, everything_found

from .concerns import LEFT
from .differences import by_identity

# Up to so many records are asked for by their numbers; of more, the newest changes are looked through.
FEW = 500
PORTION = 200
# So many delegations or statements are asked for one by one.
FEW_NAMES = 20
# Records that live with their edition: the list they stand in, and what they are known by there.
CHILDREN = {
    "delegation": ("delegations", Delegation, ("country__code", "organization__slug")),
    "statement": ("statements", Statement, ("slug",)),
}
# The acts by which something leaves the record, and the choices by which it was found that the log keeps.
LEAVING = (Change.Act.WITHDRAWN, Change.Act.MERGED, Change.Act.REMOVED)
CONCERNS = ("country", "topic", "edition")
KEPT = ("kind", "format")  # choices that stand in what a record said


@dataclass(frozen=True)
class News:
    """A change to tell of: of a record, or of one object that stands in a list of an edition."""

    change: Change
    list: str = ""
    identity: str = ""
    is_gone: bool = False

    @property
    def object(self) -> dict:
        """The object in the list of its edition, as it is or as it last was."""
        version = self.change.before if self.is_gone else self.change.after
        return by_identity(version.content[self.list], self.list)[self.identity]


def of_records(kind: str, keys: Iterable[int], question: Question, start: int, size: int) -> list[News]:
    """News of the records of a kind that have these numbers, and of what has left the answer, from `start` on."""
    found = BitMap(keys)
    if kind in CHILDREN:
        both = merge(_of_children(kind, found), _gone_children(kind, question))
        return _told(islice(both, start, start + size), CHILDREN[kind][0])
    gone = _gone(kind, question)
    changes = Change.objects.filter(kind=kind).newest_first()
    if len(found) <= FEW:
        told = Q(after__record__in=list(found)) | Q(pk__in=gone)
        chosen = changes.filter(told).values_list("pk", flat=True)[start : start + size]
    else:
        rows = changes.values_list("pk", "after__record").iterator(chunk_size=PORTION)
        chosen = islice((pk for pk, record in rows if record in found or pk in gone), start, start + size)
    return of_changes(Change.objects.for_telling().filter(pk__in=list(chosen)))


def of_everything(question: Question, start: int, size: int) -> list[News]:
    """News of all kinds of records that answer a search, from `start` on; of a session its edition tells.

    What has left is told of kinds that are still found, and of every kind where a country, topic or edition is chosen,
    because the log keeps by these what was found.
    """
    found = {kind: BitMap(chain.from_iterable(keys)) for kind, (_total, keys) in everything_found(question)[1].items()}
    sessions = Session.objects.filter(pk__in=list(found.pop("session", ())))
    if editions := BitMap(sessions.order_by().values_list("edition", flat=True)):
        found["edition"] = found.get("edition", BitMap()) | editions
    kinds = [kind for kind in KINDS if kind != "session" and (kind in found or _may_have_left(kind, question))]
    news = (of_records(kind, found.get(kind, ()), question, 0, start + size) for kind in kinds)
    return list(islice(merge(*news, key=_newest), start, start + size))


def _may_have_left(kind: str, question: Question) -> bool:
    is_kept = any(question.choices.get(name) for name in CONCERNS)
    return is_kept and kind in question.choices.get("is", (kind,))


def _newest(news: News) -> tuple[int, int]:
    return -news.change.cursor, -news.change.pk


def of_part(kind: str, edition: str, identity: str, start: int, size: int) -> list[News]:
    """News of one delegation or statement of an edition, from `start` on, whether it is still there or not."""
    name = CHILDREN[kind][0]
    changes = Change.objects.of("edition", edition)
    came, left = (changes.concerning(one, [identity]) for one in (name, LEFT + name))
    chosen = (came | left).newest_first().values_list("cursor", "pk", "concerns")[start : start + size]
    return _told((_Lead(-cursor, -pk, identity, _is_in(concerns, LEFT + name, identity))
                  for cursor, pk, concerns in chosen), name)  # fmt: skip


def _is_in(concerns: str, name: str, identity: str) -> bool:
    return f"\n{name}={identity}\n" in concerns


class _Lead(NamedTuple):
    """What leads to news of an object in a list of an edition, the newest first."""

    negative_cursor: int
    negative_key: int
    identity: str
    is_gone: bool


def _told(leads: Iterable[_Lead], name: str) -> list[News]:
    """Only what is told is read whole, because an edition may have changed a thousand times."""
    leads = list(leads)
    changes = Change.objects.for_telling().in_bulk([-lead.negative_key for lead in leads])
    return [News(changes[-lead.negative_key], name, lead.identity, lead.is_gone) for lead in leads]


def _concerned(changes, question: Question):
    """Those whose record was ever found by what is chosen, as far as the log keeps it."""
    for name in CONCERNS:
        values = question.choices.get(name, ())
        for some in [[value] for value in values] if name in question.all_of else [values] if values else []:
            changes = changes.concerning(name, some)
    return changes


def _gone(kind: str, question: Question) -> set[int]:
    """The changes by which records left that were found by a question."""
    leaving = _concerned(Change.objects.filter(kind=kind, after__isnull=True, act__in=LEAVING), question)
    asked = {name: question.choices[name] for name in KEPT if question.choices.get(name)}
    if not asked:
        return set(leaving.values_list("pk", flat=True))
    rows = leaving.values_list("pk", "before__content").iterator(chunk_size=PORTION)
    return {pk for pk, said in rows if all(said.get(name) in values for name, values in asked.items())}


def _gone_children(kind: str, question: Question) -> Iterator[_Lead]:
    """What has left an edition, or has gone with it."""
    name = LEFT + CHILDREN[kind][0]
    changes = _concerned(Change.objects.filter(kind="edition", concerns__contains=f"\n{name}="), question)
    for pk, cursor, concerns in _rows(changes, "concerns"):
        for identity in _named(concerns, name):
            if kind != "delegation" or _sent_by(identity, question):
                yield _Lead(-cursor, -pk, identity, is_gone=True)


def _rows(changes, *columns: str) -> Iterator[tuple]:
    return changes.newest_first().values_list("pk", "cursor", *columns).iterator(chunk_size=PORTION)


def _named(concerns: str, name: str) -> list[str]:
    """What stands in the lines of a name, in their order."""
    return [line.partition("=")[2] for line in concerns.split("\n") if line.startswith(f"{name}=")]


def _sent_by(sender: str, question: Question) -> bool:
    countries = question.choices.get("country", ())
    return not countries or sender.lower() in countries


def of_changes(changes: Iterable[Change]) -> list[News]:
    """News as the log has them."""
    return [News(change) for change in changes]


def _of_children(kind: str, found: BitMap) -> Iterator[_Lead]:
    """What came to an edition and was changed in it, of what is still there and is found."""
    name, model, _known_by = CHILDREN[kind]
    changes, numbers = Change.objects.filter(kind="edition", concerns__contains=f"\n{name}="), _Numbers(kind)
    if len(found) <= FEW:
        identities = numbers.of(model.objects.filter(pk__in=list(found)))
        if len(identities) <= FEW_NAMES:
            changes = changes.concerning(name, identities) if identities else changes.none()
        changes = changes.filter(after__record__in=numbers.by_edition)
    for pk, cursor, edition, concerns in _rows(changes, "after__record", "concerns"):
        for identity in _named(concerns, name):
            number = numbers.in_edition(edition).get(identity)  # nothing when it has left the edition since
            if number is not None and number in found:
                yield _Lead(-cursor, -pk, identity, is_gone=False)


class _Numbers:
    """The numbers of delegations or statements by their edition and by what they are known by there."""

    def __init__(self, kind: str):
        _name, self.model, self.known_by = CHILDREN[kind]
        self.by_edition = {}

    def of(self, records) -> set[str]:
        """Remember some; gives what they are known by."""
        for edition, pk, *names in records.values_list("edition", "pk", *self.known_by):
            self.by_edition.setdefault(edition, {})[" · ".join(filter(None, names))] = pk
        return {identity for known in self.by_edition.values() for identity in known}

    def in_edition(self, edition: int) -> dict[str, int]:
        """Those of one edition; asked for when they are not remembered."""
        if edition not in self.by_edition:
            self.by_edition[edition] = {}
            self.of(self.model.objects.filter(edition=edition))
        return self.by_edition[edition]
