"""What differs between two objects of the document: [path, before, after] for each value, in the order of the keys.

A path is a list of keys; an object in a list is named by what tells it from its neighbours (`kz`, `9.2`, `opening`).
A list of plain values is compared as a set, because the order of lists carries no meaning (records/data/README.md).
"""

# What tells the objects of a list apart: the keys joined, those that are there.
IDENTITY = {
    "delegations": ("country", "organization"),
    "members": ("person", "title_en"),
    "sessions": ("id",),
    "statements": ("id",),
    "disputes": ("field", "ref", "person"),
    "values": ("value_en",),
    "gaps": ("field", "note_en"),
    "places": ("city_en", "country"),
    "participants": ("status", "count"),
    "also_attended": ("name_en",),
    "parties": ("country", "organization", "name_en"),
    "follow_ups": ("status", "date", "note_en"),
    "alternatives": ("value", "currency", "usd_as_reported"),
    "citations": ("source", "field"),
    "documents": ("name_en",),
    "no_source_found_for": ("edition",),
}


def differences(before: dict, after: dict, path: tuple = ()) -> list[list]:
    """Every value that is in one object and not, or not the same, in the other."""
    found = []
    for key in [*before, *(key for key in after if key not in before)]:
        found += _of_values(before.get(key), after.get(key), (*path, key), key)
    return found


def _of_values(before, after, path: tuple, key: str) -> list[list]:
    if before == after:
        return []
    if isinstance(before, dict) and isinstance(after, dict):
        return differences(before, after, path)
    if key in IDENTITY and all(value is None or isinstance(value, list) for value in (before, after)):
        return differences(by_identity(before or [], key), by_identity(after or [], key), path)
    if isinstance(before, list) and isinstance(after, list) and _as_set(before) == _as_set(after):
        return []
    return [[list(path), before, after]]


def _as_set(values: list) -> list:
    return sorted(values, key=repr)


def by_identity(objects: list, name: str) -> dict:
    """The objects of a list by what tells each from its neighbours."""
    named = {}
    for thing in objects:
        key = " · ".join(str(thing[part]) for part in IDENTITY[name] if part in thing)
        while key in named:  # two that nothing tells apart
            key += " ′"
        named[key] = thing
    return named


def is_only_more(found: list[list]) -> bool:
    """Whether nothing that was said before is said otherwise or no more."""
    return all(before is None or _is_part(before, after) for _path, before, after in found)


def _is_part(before, after) -> bool:
    return isinstance(before, list) and isinstance(after, list) and all(value in after for value in before)
