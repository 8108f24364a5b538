"""What a change concerns: by which choices its record is found now and was found before, as the search index has it.

So the log can be asked by country and topic, and what is withdrawn is still told to those who follow its topic.
"""

from records.models.editorial import Change
from records.models.postings import IndexedRecord

NAMES = ("country", "topic", "edition", "person", "organization")
BATCH = 500


def note_concerns(changes: list[Change]):
    """Fill `concerns` of new entries, whose records have just been indexed."""
    now, before = _found_by(changes), _concerned([change.before_id for change in changes if change.before_id])
    for change in changes:
        about = change.after or change.before
        terms = now.get((about.kind, about.record), set()) | before.get(change.before_id, set())
        change.concerns = "".join(f"\n{term}" for term in sorted(terms)) + "\n" if terms else ""


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
            found[version] = set(terms.split())
    return found


def batches(items: list) -> list[list]:
    """Portions that a database takes in one query."""
    return [items[start : start + BATCH] for start in range(0, len(items), BATCH)]
