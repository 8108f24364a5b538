"""What loading a document would do to the record: add, change, remove, or leave although the document lacks it.

The rules are those of docs/data.md. Nothing is written here.
"""

from dataclasses import dataclass, field

from .kinds import FORUM, KINDS, Entries, Entry, Kind

ORDER = list(KINDS)


@dataclass
class Plan:
    """What is to be done; every list is in the order of the kinds."""

    before: Entries
    after: Entries
    added: list[Entry] = field(default_factory=list)
    changed: list["Change"] = field(default_factory=list)
    alone: list[Entry] = field(default_factory=list)
    removed: list[Entry] = field(default_factory=list)
    # In the record but not in the file; with the reason where it was asked to go and cannot.
    missing: list[Entry] = field(default_factory=list)
    needed: list[tuple[Entry, Entry]] = field(default_factory=list)


@dataclass
class Change:
    """A record of the database that is to be brought up to date."""

    stored: Entry
    wanted: Entry
    # Column → the value it has and the value it gets.
    columns: dict[str, tuple]
    links: dict[str, tuple]


def compare(before: Entries, wanted: Entries, *, replace: bool) -> Plan:
    """The difference between the record and a document, by natural keys."""
    plan = Plan(before, Entries(before))
    had_agreements = {entry.values["edition"] for entry in before.values() if entry.kind.name == "agreement"}
    for key, entry in wanted.items():
        if key not in had_agreements:
            # Where none were known, the list alone says that somebody has looked.
            entry.left_out.discard("agreements_looked_for")
        _compare_one(plan, before.get(key), entry)
    candidates = _may_go(before, wanted)
    _choose_removals(plan, candidates, wanted, replace)
    _leave_unlisted(plan)
    return plan


def _compare_one(plan: Plan, stored: Entry | None, wanted: Entry):
    plan.after[wanted.key] = wanted
    if stored is None:
        plan.added.append(wanted)
        return
    for name in wanted.left_out:
        wanted.values[name] = stored.values[name]
    columns = {
        name: (stored.values[name], value)
        for name, value in wanted.values.items()
        if value != stored.values[name] and not _same_words(value, stored.values[name])
    }
    links = {
        name: (stored.links[name], keys) for name, keys in wanted.links.items() if set(keys) != set(stored.links[name])
    }
    if columns or links:
        plan.changed.append(Change(stored, wanted, columns, links))
    else:
        plan.alone.append(stored)


def _same_words(one, other) -> bool:
    """The order of words means nothing; the one that arrived first stays."""
    return isinstance(one, list) and isinstance(other, list) and sorted(one) == sorted(other)


def _may_go(before: Entries, wanted: Entries) -> dict[tuple, Entry]:
    """Records of the database that the document could name and does not."""
    return {key: entry for key, entry in before.items() if key not in wanted and _is_public(entry, before)}


def _is_public(entry: Entry, before: Entries) -> bool:
    """Drafts, what is withdrawn, and all that belongs to them, are no business of a document."""
    while entry:
        if not entry.is_public:
            return False
        entry = before.get(entry.owner())
    return True


def _choose_removals(plan: Plan, candidates: dict, wanted: Entries, replace: bool):
    before, going = plan.before, dict(candidates)
    plan.missing = [] if replace else [e for e in going.values() if e.kind.is_cited]
    if not replace:
        going = {key: entry for key, entry in going.items() if not entry.kind.is_cited}
    had_agreements = {entry.values["document"] for entry in before.values() if entry.kind.name == "agreement"}
    while staying := _staying(plan, going, wanted, had_agreements):
        for key, reason in staying.items():
            entry = going.pop(key)
            if reason and entry.kind.is_cited:
                plan.needed.append((entry, reason))
    plan.needed.sort(key=lambda pair: ORDER.index(pair[0].kind.name))
    plan.removed = list(going.values())
    for key in going:
        del plan.after[key]


def _leave_unlisted(plan: Plan):
    """What a list of the document has and nothing in it names is still named by what stays of the record."""
    public = [entry for entry in plan.after.values() if entry.is_public and entry.path[:1] != ("editorial",)]
    named = {key for entry in public for key in entry.named()}
    for change in plan.changed:
        wanted = change.wanted
        if "is_listed" in change.columns and "is_listed" in wanted.silent and wanted.key in named:
            wanted.values["is_listed"] = change.stored.values["is_listed"]
            del change.columns["is_listed"]
    plan.alone += [change.stored for change in plan.changed if not (change.columns or change.links)]
    plan.changed = [change for change in plan.changed if change.columns or change.links]


def _staying(plan: Plan, going: dict, wanted: Entries, had_agreements: set) -> dict:
    """Those of `going` that must stay after all, each with the record that needs it."""
    needed_by = {}
    for entry in plan.after.values():
        if entry.key not in going:
            needed_by.update((key, entry) for key in entry.named() if key in going)
    staying = dict(needed_by)
    for key, entry in going.items():
        owner = entry.owner()
        if key in staying or not owner or owner in going:
            continue
        if owner not in wanted or _is_unsaid(entry, wanted[owner], had_agreements):
            staying[key] = None
    return staying


def _is_unsaid(entry: Entry, owner: Entry, had_agreements: set) -> bool:
    """Whether the document leaves out the optional key under which this record would stand."""
    if entry.kind.name == "document":
        return "document" in owner.silent and entry.key not in had_agreements
    if entry.kind.name == "citation":
        whole = "organizers" if owner.key == FORUM else ""
        about_a_field = entry.values["field"] != whole
        return "citation" in owner.silent or (about_a_field and "citations of a field" in owner.silent)
    return entry.kind.name in owner.silent


def by_kind(entries) -> dict[Kind, list[Entry]]:
    """Entries by their kinds, in the order of the kinds; kinds without any are left out."""
    shelves = {kind: [] for kind in KINDS.values()}
    for entry in entries:
        shelves[entry.kind].append(entry)
    return {kind: found for kind, found in shelves.items() if found}
