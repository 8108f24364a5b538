"""The history of each record: what it said after every act, kept as the last thing before the door closes.

So nothing can change without it, whoever writes: a form, a step, a spreadsheet, a loaded file, the clock. A record that
was loaded has no history until it is changed for the first time; then what it said before is kept as well. What nobody
in particular makes, as a file does that is loaded, begins no history: a million loaded records would be kept twice.
"""

from collections import defaultdict
from dataclasses import asdict

from records.exchange.kinds import NAMES
from records.models.history import Act, KeptState
from records.models.languages import COLUMNS
from records.search.index import Door

from .contents import BATCH, HISTORIES, WITH_HISTORY, changed_names, contents, roots_of


class _Memory:
    """What history keeps in mind while a door is open."""

    def __init__(self, door: Door):
        self.door = door
        # Records that existed before and may change, by model; what those said that have no history yet.
        self.met, self.seen = defaultdict(set), defaultdict(set)
        self.found: dict[tuple, dict] = {}
        self.form = ""
        self.restored: dict[tuple, KeptState] = {}

    def meet(self, model, numbers: set[int]):
        """Remember records before they change for the first time."""
        numbers = numbers - self.met[model] - self.door.made[model]
        self.met[model] |= numbers
        if without := numbers - _numbers_with_history(model, numbers):
            self.found |= {(model, number): content for number, content in contents(model, without).items()}


def _memory(door: Door) -> _Memory:
    return door.remembered.setdefault("history", _Memory(door))


def look(door: Door, model, numbers, child=None):
    """Before records change, or a child of theirs: what they belong to is met. A child may have its own history."""
    if child in WITH_HISTORY:
        return
    memory = _memory(door)
    fresh = set(numbers) - memory.seen[model] - door.made[model]
    memory.seen[model] |= fresh
    if fresh:
        for root, more in roots_of(model, fresh).items():
            memory.meet(root, more)


def _numbers_with_history(model, numbers) -> set[int]:
    kept = KeptState.objects.filter(kind=NAMES[model], record__in=numbers)
    return set(kept.order_by().values_list("record", flat=True).distinct())


def comes_from_form(door: Door, form: str):
    """The act that this door makes came with a form, known by `form`."""
    _memory(door).form = form


def comes_from_state(door: Door, state: KeptState):
    """The record gets back what it said in an earlier state."""
    _memory(door).restored[state.kind, state.record] = state


def keep(door: Door):
    """Keep what every record says now that has changed, been made or deleted while the door was open."""
    _Keeping(_memory(door)).keep()


class _Keeping:
    """One closing of the door."""

    def __init__(self, memory: _Memory):
        self.memory, self.door = memory, memory.door
        self.found: list[KeptState] = []
        self.states: list[KeptState] = []

    def keep(self):
        """Compare everything that may have changed with what it said last, and write the acts."""
        for model in WITH_HISTORY:
            numbers = sorted(self.memory.met[model] | self._made(model))
            for start in range(0, len(numbers), BATCH):
                self._compare(model, numbers[start : start + BATCH])
        if self.found:
            self._write(Act.objects.create(what=Act.What.FOUND), self.found)
        if self.states:
            self._write(self._act(), self.states)

    def _made(self, model) -> set[int]:
        """New records that begin a history, or go on with one."""
        if self.door.by:
            return self.door.made[model]
        return {number for kind, number in self.memory.restored if kind == NAMES[model]}

    def _act(self) -> Act:
        by = self.door.by
        name = by and (by.get_full_name() or by.get_username())
        return Act.objects.create(author=by, author_name=name or "", what=self.door.what, form=self.memory.form)

    def _write(self, act: Act, states: list[KeptState]):
        for state in states:
            state.act = act
        for state in states if act.what != Act.What.FOUND else ():
            because = self.door.reasons.get((state.kind, state.record), self.door.because)
            for name, text in asdict(because).items():
                setattr(state, name, text)
        KeptState.objects.bulk_create(states, batch_size=BATCH)

    def _compare(self, model, numbers: list[int]):
        kind = NAMES[model]
        now = contents(model, numbers)
        last = {state.record: state for state in KeptState.objects.newest_of(kind, numbers)}
        for number in numbers:
            before = last[number].content if number in last else self.memory.found.get((model, number))
            after = now.get(number)
            if (before and after and not changed_names(before, after)) or before == after:
                continue
            if number not in last and before is not None:
                self.found.append(_state(kind, number, KeptState.Deed.FOUND, before, content=before))
            self.states.append(self._changed(kind, number, before, after))

    def _changed(self, kind: str, number: int, before: dict | None, after: dict | None) -> KeptState:
        source = self.memory.restored.get((kind, number))
        if after is None:
            return _state(kind, number, KeptState.Deed.DELETED, before)
        if before is None:
            return _state(kind, number, KeptState.Deed.ADDED, after, content=after, restored_from=source)
        changed = changed_names(before, after)
        return _state(
            kind, number, KeptState.Deed.CHANGED, after, content=after, changed=changed, restored_from=source
        )  # fmt: skip


def _state(kind: str, number: int, deed: str, named: dict, **more) -> KeptState:
    """A state that is called what `named` is called."""
    names = {f"name_{column}": named["called"][column] for column in COLUMNS}
    edition = number if kind == "edition" else named["values"].get("edition")
    return KeptState(kind=kind, record=number, deed=deed, edition=edition, **names, **more)


def history_of(record):
    """The states of a record with a history, the newest first."""
    return KeptState.objects.of(NAMES[type(record)], record.pk)


def root_of(record):
    """The record in whose history this one stands: itself, or what it belongs to."""
    while type(record) not in WITH_HISTORY:
        record = record.owner()
    return record


def model_of(state: KeptState):
    """The model of the record that a state is of."""
    return HISTORIES[state.kind]
