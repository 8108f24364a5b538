"""An entry of the change log in words: which fields, before and after, and by which sources."""

from dataclasses import dataclass, field

from records.editing.differences import IDENTITY, by_identity
from records.editing.whereabouts import causes
from records.models.editorial import Change, page_address

from .labels import LISTS, SINGLE, label, language_of, place_of
from .names import Names, Said, references
from .objects import NOT_TOLD, in_words, is_plain_text, name_of, said


@dataclass(frozen=True)
class Told:
    """One field that differs: where it stands, in words, and what it said before and says after.

    `texts` holds both where it is one text, to be compared word by word.
    """

    where: str
    removed: list[Said]
    added: list[Said]
    texts: tuple[str, str] | None = None
    tag: str = ""  # the language of the texts, for `lang`


@dataclass
class Step:
    """One step on the way to a field: the key, in what kind of object it stands, and the object it leads to."""

    of: str
    key: str
    things: list = field(default_factory=list)
    is_identity: bool = False


@dataclass(frozen=True)
class Entry:
    """An entry of the log with its differences in words, the sources that came with them, and where the record went."""

    change: Change
    differences: list[Told]
    sources: list[Said]
    into: Said | None
    cause: Change | None = None


def tell(changes: list[Change]) -> list[Entry]:
    """Entries in words; all names are read in one query."""
    ways = {change.pk: [_way(change, path) for path, _before, _after in change.differences] for change in changes}
    names, came_with = Names(_wanted(changes, ways)), causes(changes)
    return [
        Entry(
            change,
            _all_told(ways[change.pk], change.differences, names),
            [names.said("source", source) for source in _sources_that_came(change)],
            _into(change, names),
            came_with.get(change.pk),
        )
        for change in changes
    ]


def _into(change: Change, names: Names) -> Said | None:
    """What has taken the place of the record; one that only moved keeps its name, so its new address is said."""
    if change.act == Change.Act.MOVED:
        return Said(change.into, page_address(change.kind, change.into))
    return names.said_of(change.kind, change.into) if change.into else None


def tell_differences(kind: str, before: dict, after: dict, found: list[list]) -> list[Told]:
    """The differences between two contents of one record in words."""
    ways = [_steps(kind, [after, before], path) for path, _before, _after in found]
    names = Names(_references(found) | set().union(*(_on_the_way(way) for way in ways)))
    return _all_told(ways, found, names)


def _all_told(ways: list[list[Step]], found: list[list], names: Names) -> list[Told]:
    """Differences in words, but for those that another one says already."""
    told = sorted(zip(ways, found, strict=True), key=lambda one: [place_of(step.of, step.key) for step in one[0]][:1])
    return [_told(way, before, after, names) for way, (path, before, after) in told if path[-1] not in NOT_TOLD]


def sources_of(change: Change) -> list[str]:
    """The sources by which something was added or corrected: those that stand in it now and did not before."""
    if change.after is None:
        return []
    if change.before is None:
        return change.after.content.get("sources", [])
    was, now = (
        [one for path, *values in change.differences for one in sorted(references(path[-1], values[place]))]
        for place in (0, 1)
    )
    return [identifier for kind, identifier in dict.fromkeys(now) if kind == "source" and (kind, identifier) not in was]


def _sources_that_came(change: Change) -> list[str]:
    """What is new is read with all its sources at its own address."""
    return sources_of(change) if change.before_id else []


def _way(change: Change, path: list[str]) -> list[Step]:
    return _steps(change.kind, [version.content for version in (change.after, change.before) if version], path)


def _steps(kind: str, contents: list[dict], path: list[str]) -> list[Step]:
    """The steps of a path, with the objects that they lead to, the later one first."""
    steps, of, things, of_list = [], kind, contents, ""
    for part in path:
        if of_list:
            things = [found[part] for thing in things if part in (found := by_identity(thing, of_list))]
            steps.append(Step(of, part, things, is_identity=True))
            of_list = ""
            continue
        step = Step(of, part)
        things = [thing[part] for thing in things if isinstance(thing, dict) and thing.get(part) is not None]
        of = LISTS.get(part) or SINGLE.get(part) or of
        of_list = part if part in IDENTITY else ""
        steps.append(step)
    return steps


def _wanted(changes: list[Change], ways: dict[int, list]) -> set[tuple[str, str]]:
    found = [_references([*change.differences, (["sources"], None, _sources_that_came(change))]) for change in changes]
    gone_into = {(change.kind, change.into) for change in changes if change.into}
    return gone_into.union(*found, *(_on_the_way(way) for of_change in ways.values() for way in of_change))


def _references(found: list[list]) -> set[tuple[str, str]]:
    return set().union(*(references(path[-1], values) for path, *values in found))


def _on_the_way(way: list[Step]) -> set[tuple[str, str]]:
    """Whom the objects on the way are called by."""
    things = [step.things[0] for step in way if step.is_identity and step.things]
    named = ((key, value) for thing in things for key, value in thing.items() if isinstance(value, str))
    return set().union(*(references(key, value) for key, value in named))


def _told(way: list[Step], before, after, names: Names) -> Told:
    last = way[-1]
    if last.is_identity:
        removed, added = ([in_words(last.of, thing, names)] if thing else [] for thing in (before, after))
        return Told(_where(way[:-1], names), removed, added)
    where = _where(way, names)
    if isinstance(before or "", str) and isinstance(after or "", str) and is_plain_text(last.of, last.key):
        tag = language_of(last.of, last.key)
        return Told(where, [], [], (before or "", after or ""), tag)
    was, now = ([] if value is None else said(last.of, last.key, value, names) for value in (before, after))
    return Told(where, [one for one in was if one not in now], [one for one in now if one not in was])


def _where(way: list[Step], names: Names) -> str:
    return " › ".join(filter(None, (_called(step, names) for step in way)))


def _called(step: Step, names: Names) -> str:
    if not step.is_identity:
        return label(step.of, step.key)
    return str(name_of(step.of, step.things[0], names)[0].text) if step.things else step.key
