"""What loading did, in words for the person who did it."""

from .comparing import Change, Plan, by_kind
from .kinds import KINDS, Entry, Kind
from .loading import Report


def removals(plan: Plan) -> list[str]:
    """Everything that is about to be removed, one record a line."""
    if not plan.removed:
        return []
    return ["To be removed:", *(f"  {label(entry)}" for entry in plan.removed)]


def summary(report: Report, *, in_full: bool = False) -> list[str]:
    """How many records of each kind were added, changed and so on; in full also which, and what of them changed."""
    lines = []
    if report.is_unchanged:
        lines.append("Nothing changed: the record says what the file says.")
    lines += _counted("Added", report.added)
    lines += _counted("Changed", [change.stored for change in report.changed])
    if in_full:
        lines += [f"  {line}" for change in report.changed for line in _in_full(change)]
    lines += _counted("Removed", report.removed)
    lines += _counted("Left alone", report.alone)
    lines += _listed("In the record but not in the file, and kept (--replace removes them):", report.missing)
    if report.needed:
        lines.append("Not removed, because something that stays needs it:")
        lines += [f"  {label(entry)}: needed by {label(needing)}" for entry, needing in report.needed]
    if report.unpublished:
        lines.append("In the file but not public, and left so (loading does not publish what the record holds back):")
        lines += [f"  {label(entry)}: {entry.life['state'].replace('_', ' ')}" for entry in report.unpublished]
    return lines


def _counted(heading: str, entries: list[Entry]) -> list[str]:
    counts = [f"{len(found)} {_word(kind, len(found))}" for kind, found in by_kind(entries).items()]
    return [f"{heading}: {', '.join(counts)}."] if counts else []


def _listed(heading: str, entries: list[Entry]) -> list[str]:
    return [heading, *(f"  {label(entry)}" for entry in entries)] if entries else []


def _word(kind: Kind, count: int) -> str:
    options = kind.model._meta
    return str(options.verbose_name if count == 1 else options.verbose_name_plural)


def label(entry: Entry) -> str:
    """A record by its kind and natural key: “party KZ of agreement 9.2”."""
    return _key_in_words(entry.key, entry.kind)


def _key_in_words(key: tuple, kind: Kind) -> str:
    owner, own = None, []
    for part in key[1:]:
        if isinstance(part, tuple) and owner is None and kind.model.OWNERS:
            owner = part
        elif isinstance(part, tuple):
            own.append(str(part[-1]))
        elif part not in (None, ""):
            own.append(str(part))
    words = " ".join([_word(kind, 1), *own])
    return f"{words} of {_key_in_words(owner, KINDS[owner[0]])}" if owner else words


def _in_full(change: Change):
    yield label(change.stored)
    for name, (old, new) in change.columns.items():
        yield f"  {name}: {_shown(old)} → {_shown(new)}"
    for name, (old, new) in change.links.items():
        gone, come = sorted(k[1] for k in set(old) - set(new)), sorted(k[1] for k in set(new) - set(old))
        yield f"  {name}: {', '.join([*(f'− {key}' for key in gone), *(f'+ {key}' for key in come)])}"


def _shown(value) -> str:
    if value is None or value in ("", []):
        return "(nothing)"
    return str(value[-1]) if isinstance(value, tuple) else str(value)
