"""What a change concerns: by which choices its record is found now and was found before, as the search index has it.

So the log can be asked by country and topic, and what is withdrawn is still told to those who follow its topic.
"""

from collections.abc import Iterator

from records.models.editorial import Change
from records.models.postings import IndexedRecord

from .differences import by_identity

NAMES = ("country", "topic", "edition", "person", "organization")
FOUND_BY = tuple(f"{name}=" for name in NAMES)
# The lists of an edition whose objects have readers of their own; what leaves them is told apart by a word in front.
PARTS, LEFT = ("delegations", "statements"), "without_"
BATCH = 500


def note_concerns(changes: list[Change]):
    """Fill `concerns` of new entries, whose records have just been indexed."""
    now, before = _found_by(changes), _concerned([change.before_id for change in changes if change.before_id])
    for change in changes:
        about = change.after or change.before
        terms = now.get((about.kind, about.record), set()) | before.get(change.before_id, set())
        lines = [*sorted(terms), *_parts(change)]
        change.concerns = "".join(f"\n{line}" for line in lines) + "\n" if lines else ""


def _parts(change: Change) -> Iterator[str]:
    """Which delegations and statements of an edition came with a change, were changed by it or left, in their order."""
    if change.kind != "edition" or change.act == Change.Act.MOVED:
        return
    for name in PARTS:
        now, had = (
            by_identity(one.content.get(name, []), name) if one else {} for one in (change.after, change.before)
        )
        touched = dict.fromkeys(path[1] for path, _before, _after in change.differences if path[0] == name)
        touched = touched if change.before and change.after else {**now, **had}
        yield from (f"{name}={identity}" if identity in now else f"{LEFT}{name}={identity}" for identity in touched)


def _found_by(changes: list[Change]) -> dict[tuple[str, int], set[str]]:
    found = {}
    for kind in {change.kind for change in changes}:
        numbers = [change.after.record for change in changes if change.kind == kind and change.after]
        for batch in batches(numbers):
            for number, terms in IndexedRecord.objects.filter(kind=kind, record__in=batch).values_list(
                "record", "terms"
            ):
                found[kind, number] = _choices(terms)
    return found


def _choices(terms: str) -> set[str]:
    named = tuple(f"={name}=" for name in NAMES)
    return {term[1:] for term in terms.split("\n") if term.startswith(named)}


def _concerned(versions: list[int]) -> dict[int, set[str]]:
    """What the entries said that brought these versions."""
    found = {}
    for batch in batches(versions):
        for version, terms in Change.objects.filter(after__in=batch).values_list("after", "concerns"):
            found[version] = {term for term in terms.split("\n") if term.startswith(FOUND_BY)}
    return found


def batches(items: list) -> list[list]:
    """Portions that a database takes in one query."""
    return [items[start : start + BATCH] for start in range(0, len(items), BATCH)]
