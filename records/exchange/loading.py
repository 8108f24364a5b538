"""Loading a document: read, checked, compared with the record, and written as one act."""

from dataclasses import dataclass, field
from pathlib import Path

from records.models import State
from records.models.history import Act
from records.search.index import recording

from .applying import Writer
from .checking import count_elements, form_problems
from .comparing import Change, Plan, compare
from .kinds import Entries, Entry
from .problems import NotLoadable, Problem
from .reading import Reader
from .stored import stored_entries
from .text import from_bytes, unsound


class _NoProgress:
    """Shows nothing; takes the place of a progress bar."""

    def __init__(self, *, total: int, desc: str):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def update(self, count: int = 1):
        pass


@dataclass
class Report:
    """What loading did, record by record."""

    added: list[Entry] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    alone: list[Entry] = field(default_factory=list)
    removed: list[Entry] = field(default_factory=list)
    # In the record, public, and not in the file; removed only when asked for.
    missing: list[Entry] = field(default_factory=list)
    # Asked to go, but another record needs it.
    needed: list[tuple[Entry, Entry]] = field(default_factory=list)
    # In the file, but not public here; loading does not change the state of a record.
    unpublished: list[Entry] = field(default_factory=list)

    @property
    def is_unchanged(self) -> bool:
        """Whether loading changed nothing."""
        return not (self.added or self.changed or self.removed)


def load_file(path, **options) -> Report:
    """Load the document in a file; see `load`."""
    return load(from_bytes(Path(path).read_bytes()), **options)


def load(document: dict, *, replace=False, draft=False, announce=lambda plan: None, progress=_NoProgress) -> Report:
    """Bring the record up to date with a document, in one act, and say what was done.

    With `replace`, what the document no longer has is removed; with `draft`, new records are drafts. `announce` is
    called with the plan before anything is written. `progress(total=…, desc=…)` gives a progress bar.
    Raises NotLoadable with every problem of the document; then nothing is written.
    """
    wanted = read(document, progress=progress)
    if draft:
        _keep_as_drafts(wanted)
    with recording(what=Act.What.LOADED):
        plan = compare(stored_entries(), wanted, replace=replace)
        announce(plan)
        steps = len(plan.added) + len(plan.changed) + len(plan.removed)
        with progress(total=steps, desc="Writing") as bar:
            Writer(plan, bar.update).write()
    return _report(plan, wanted)


def read(document: dict, *, progress=_NoProgress) -> Entries:
    """The records of a document; raises NotLoadable with every problem, of form and of meaning, in its order."""
    with progress(total=count_elements(document), desc="Checking") as bar:
        problems = [*unsound(document), *form_problems(document, bar.update)]
    if isinstance(document, dict):
        reader = Reader(document, is_lenient=bool(problems)).read_all()
        reported = {problem.path for problem in problems}
        problems += [problem for problem in reader.problems if problem.path not in reported]
    if problems:
        raise NotLoadable(sorted(problems, key=lambda problem: _position(document, problem)), document)
    return reader.entries


def _position(document, problem: Problem) -> list[int]:
    """Where a problem stands, as positions from the top; a key that is missing comes last in its object."""
    positions, value = [], document
    for part in problem.path:
        keys = list(value) if isinstance(value, dict) else []
        positions.append(part if isinstance(part, int) else keys.index(part) if part in keys else len(keys))
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            value = None
    return positions


def _keep_as_drafts(wanted: Entries):
    for entry in wanted.values():
        if entry.kind.is_publishable:
            entry.life = {"state": State.DRAFT}
        if "is_listed" in entry.values:
            entry.values["is_listed"] = False
            entry.left_out.add("is_listed")


def _report(plan: Plan, wanted: Entries) -> Report:
    unpublished = [
        plan.before[key]
        for key, entry in wanted.items()
        if key in plan.before and entry.life.get("state") == State.PUBLISHED != plan.before[key].life["state"]
    ]
    return Report(plan.added, plan.changed, plan.alone, plan.removed, plan.missing, plan.needed, unpublished)
