"""What is told to those who follow a question: the changes of the records that answer it, the last first.

The moment of an entry is that of its publication, so that a meeting of 2014 that is entered today arrives today.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import islice

from django.db.models import Q
from pyroaring import BitMap

from records.models import Delegation, Statement
from records.models.editorial import Change
from records.search.query import Question

from .differences import by_identity

# Up to so many records are asked for by their numbers; of more, the newest changes are looked through.
FEW = 500
PORTION = 200
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
        both = merge(_of_children(kind, found), _gone_children(kind, question), key=_newest)
        return list(islice(both, start, start + size))
    gone = _gone(kind, question)
    changes = Change.objects.filter(kind=kind).newest_first()
    if len(found) <= FEW:
        told = Q(after__record__in=list(found)) | Q(pk__in=gone)
        chosen = changes.filter(told).values_list("pk", flat=True)[start : start + size]
    else:
        rows = changes.values_list("pk", "after__record").iterator(chunk_size=PORTION)
        chosen = islice((pk for pk, record in rows if record in found or pk in gone), start, start + size)
    return of_changes(Change.objects.for_telling().filter(pk__in=list(chosen)))


def _newest(news: News) -> tuple[int, int]:
    return -news.change.cursor, -news.change.pk


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


def _gone_children(kind: str, question: Question) -> Iterator[News]:
    """What has left an edition, or has gone with it."""
    name = CHILDREN[kind][0]
    changes = _concerned(Change.objects.filter(kind="edition", before__isnull=False), question)
    changes = changes.exclude(act=Change.Act.MOVED).newest_first()
    rows = changes.values_list("pk", "after", "differences").iterator(chunk_size=PORTION)
    leaving = (pk for pk, after, differences in rows if after is None or _without(differences, name))
    for pk in leaving:
        change = Change.objects.for_telling().get(pk=pk)
        had = by_identity(change.before.content.get(name, []), name)
        left = list(had) if change.after is None else [one for one in _without(change.differences, name) if one in had]
        for identity in left:
            if kind != "delegation" or _sent_by(had[identity], question):
                yield News(change, name, identity, is_gone=True)


def _without(differences: list, name: str) -> list[str]:
    return [path[1] for path, _before, after in differences if path[0] == name and len(path) == 2 and after is None]


def _sent_by(delegation: dict, question: Question) -> bool:
    countries = question.choices.get("country", ())
    return not countries or delegation.get("country", "").lower() in countries


def of_changes(changes: Iterable[Change]) -> list[News]:
    """News as the log has them."""
    return [News(change) for change in changes]


def _of_children(kind: str, found: BitMap) -> Iterator[News]:
    name, model, known_by = CHILDREN[kind]
    owners = model.objects.filter(pk__in=list(found)).values("edition") if len(found) <= FEW else None
    changes = Change.objects.for_telling().filter(kind="edition", after__isnull=False)
    if owners is not None:
        changes = changes.filter(after__record__in=owners)
    numbers = {}
    for change in changes.iterator(chunk_size=20):
        edition = change.after.record
        if edition not in numbers:
            rows = model.objects.filter(edition=edition).values_list("pk", *known_by)
            numbers[edition] = {" · ".join(filter(None, names)): pk for pk, *names in rows}
        for identity in _touched(change, name):
            number = numbers[edition].get(identity)  # nothing when it has left the edition since
            if number is not None and number in found:
                yield News(change, name, identity)


def _touched(change: Change, name: str) -> list[str]:
    """Which objects of a list came with a change or were changed by it."""
    now = by_identity(change.after.content.get(name, []), name)
    if change.before is None:
        return list(now)
    paths = (path for path, _before, _after in change.differences if path[0] == name)
    return [identity for identity in dict.fromkeys(path[1] for path in paths) if identity in now]
