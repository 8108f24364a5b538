"""What is told to those who follow a question: the changes of the records that answer it, the last first.

The moment of an entry is that of its publication, so that a meeting of 2014 that is entered today arrives today.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from pyroaring import BitMap

from records.models import Delegation, Statement
from records.models.editorial import Change

from .differences import by_identity

# Up to so many records are asked for by their numbers; of more, the newest changes are looked through.
FEW = 500
PORTION = 200
# Records that live with their edition: the list they stand in, and what they are known by there.
CHILDREN = {
    "delegation": ("delegations", Delegation, ("country__code", "organization__slug")),
    "statement": ("statements", Statement, ("slug",)),
}


@dataclass(frozen=True)
class News:
    """A change to tell of: of a record, or of one object that stands in a list of an edition."""

    change: Change
    list: str = ""
    identity: str = ""


def of_records(kind: str, keys: Iterable[int], start: int, size: int) -> list[News]:
    """News of the records of a kind that have these numbers, from `start` on."""
    found = BitMap(keys)
    if kind in CHILDREN:
        return list(islice(_of_children(kind, found), start, start + size))
    changes = Change.objects.filter(kind=kind, after__isnull=False).newest_first()
    if len(found) <= FEW:
        chosen = changes.filter(after__record__in=list(found)).values_list("pk", flat=True)[start : start + size]
    else:
        rows = changes.values_list("pk", "after__record").iterator(chunk_size=PORTION)
        chosen = islice((pk for pk, record in rows if record in found), start, start + size)
    return of_changes(Change.objects.for_telling().filter(pk__in=list(chosen)))


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
