"""A record gets back what it said in an earlier state, and what was deleted comes back; neither ever publishes."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from records.exchange.kinds import KINDS
from records.models import Attachment
from records.models.history import Act, KeptState
from records.models.languages import within_quotes
from records.models.publication import Publishable, State
from records.search.index import recording

from .contents import KIND_OF, columns_of, contents, parts_of, with_later_files
from .history import comes_from_state, model_of
from .names import Called, links_of, put
from .steps import take_back_unseen


class NotRestorable(Exception):
    """A state that cannot come back as things are; says why, in sentences for staff."""

    def __init__(self, *sentences: str):
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class _Named(NotRestorable):
    """What would be deleted is named by what stays."""


def restore(state: KeptState, by=None, keep=frozenset()):
    """Let a record say again what it said in a state, with all that belongs to it; its life in public stays as it is.

    `keep` names columns that stay as they are. Raises NotRestorable; then nothing is changed.
    """
    with recording(by=by, what=Act.What.RESTORED) as door, transaction.atomic():
        comes_from_state(door, state)
        _Writing(model_of(state), state.record, state.content, keep=keep).write()
        take_back_unseen(door, by)


def recover(state: KeptState, by=None):
    """Bring back a deleted record, with all that belonged to it and whatever was deleted together with it.

    `state` is the one that says that it was deleted. What was public or in review comes back as a draft.
    Raises NotRestorable; then nothing is changed.
    """
    together = [state, *deleted_with(state)]
    with recording(by=by, what=Act.What.RECOVERED) as door, transaction.atomic():
        for gone in sorted(together, key=lambda one: _order(one.kind)):
            before = gone.before()
            comes_from_state(door, before)
            _Writing(model_of(gone), gone.record, before.content).write()


def deleted_with(state: KeptState):
    """The states of what was deleted together with an edition, in the same act."""
    if state.kind != "edition":
        return []
    return KeptState.objects.filter(act=state.act_id, edition=state.record, deed=state.deed).exclude(pk=state.pk)


def _order(kind: str) -> int:
    """What is named stands before what names it."""
    return list(KINDS).index(kind)


def undo(act: Act, by=None):
    """Undo everything that one act did; refused when any of it has changed since."""
    states = sorted(act.states.order_by("-pk"), key=lambda state: _order(state.kind))
    if later := [state for state in states if _has_changed_since(state)]:
        raise NotRestorable(
            *(_("“%(name)s” has been changed since.") % {"name": within_quotes(state.name)} for state in later)
        )
    with recording(by=by, what=Act.What.UNDONE) as door, transaction.atomic():
        added = [state for state in reversed(states) if state.deed == KeptState.Deed.ADDED]
        named = [state for state in added if not _is_deleted(state)]
        for state in states:
            before = state.before()
            if state.deed != KeptState.Deed.ADDED and before:
                comes_from_state(door, before)
                _Writing(model_of(state), state.record, before.content).write()
        # What was changed named these, and says again what it said before.
        for state in named:
            _delete(model_of(state), state.record)


def _is_deleted(state: KeptState) -> bool:
    try:
        _delete(model_of(state), state.record)
    except _Named:
        return False
    return True


def _has_changed_since(state: KeptState) -> bool:
    """Whether a record says something else now; what was changed and undone says the same."""
    last = KeptState.objects.of(state.kind, state.record).first()
    return last != state and last.content != state.content


def _delete(model, number: int):
    record = model.objects.filter(pk=number).first()
    if record is None:
        return
    if isinstance(record, Publishable) and record.published_at:
        raise NotRestorable(
            _("“%(name)s” has been published; it can only be withdrawn.") % {"name": within_quotes(record)}
        )
    try:
        record.delete()
    except ProtectedError:
        raise _Named(
            _("“%(name)s” is named by other records, so it stays.") % {"name": within_quotes(record)}
        ) from None


class _Writing:
    """Writes one content over a record, or makes the record anew."""

    def __init__(self, model, number: int, content: dict, keep=frozenset()):
        self.model, self.number, self.content, self.keep = model, number, content, keep
        self.waiting: list = []
        self.written: list = []

    def write(self):
        """Remove, change and add; then everything must be as the rules of the record ask."""
        if missing := Called(self.model, self.content).missing():
            sentence = _("“%(name)s” is named in it and has been deleted. Recover that first.")
            raise NotRestorable(*(sentence % {"name": within_quotes(name)} for name in missing))
        now = contents(self.model, [self.number]).get(self.number)
        wanted = with_later_files(self.content, now)
        self._remove_parts(self.model, now, wanted)
        self._write(self.model, now, wanted)
        for row in self.waiting:
            self._save(row, is_last_try=True)
        for row in self.written:
            self._check(row)

    def _remove_parts(self, model, now: dict | None, wanted: dict):
        for name, (part, _column) in parts_of(model).items():
            stay = {node["number"]: node for node in wanted["parts"].get(name, [])}
            for node in now["parts"].get(name, []) if now else ():
                if node["number"] in stay:
                    self._remove_parts(part, node, stay[node["number"]])
                else:
                    _delete(part, node["number"])

    def _write(self, model, now: dict | None, wanted: dict, owner: dict | None = None):
        """Write a node and its parts; `owner` is the column and number that say whose part it is."""
        row = self._row(model, now, wanted, owner or {})
        for name, (part, column) in parts_of(model).items():
            before = {node["number"]: node for node in now["parts"].get(name, [])} if now else {}
            for node in wanted["parts"].get(name, []):
                self._write(part, before.get(node["number"]), node, {column.attname: row.pk})

    def _row(self, model, now: dict | None, wanted: dict, owner: dict):
        is_new = now is None
        row = self._new(model, wanted, owner) if is_new else model._base_manager.get(pk=wanted["number"])
        is_whole = is_new or model is Attachment  # a file goes with what it was found to be
        columns = [c for c in columns_of(model) if is_whole or (c.editable and c.name not in self._kept(model))]
        before = now["values"] if now else {}
        changed = [c for c in columns if before.get(c.name) != wanted["values"].get(c.name)]
        for column in changed:
            put(row, column, wanted["values"].get(column.name))
        if is_new or changed:
            self._save(row)
        for relation in links_of(model):
            if relation.name not in self._kept(model):
                self._link(row, relation, now, wanted)
        return row

    def _kept(self, model):
        return self.keep if model is self.model else ()

    def _new(self, model, wanted: dict, owner: dict):
        """A row of its old number, unless somebody else has that now."""
        is_free = not model._base_manager.filter(pk=wanted["number"]).exists()
        row = model(pk=wanted["number"] if is_free else None, **owner)
        if isinstance(row, Publishable):
            life = wanted["life"]
            row.state = State.WITHDRAWN if life.get("state") == State.WITHDRAWN else State.DRAFT
            put(row, model._meta.get_field("published_at"), life.get("published_at"))
        return row

    def _link(self, row, relation, now: dict | None, wanted: dict):
        numbers = wanted["links"].get(relation.name, [])
        if numbers != (now["links"].get(relation.name, []) if now else []):
            getattr(row, relation.name).set(numbers)

    def _save(self, row, *, is_last_try: bool = False):
        try:
            with transaction.atomic():
                row.save()
            self.written.append(row)
        except IntegrityError:
            if is_last_try or type(row) is self.model:
                self._check(row)
                raise NotRestorable(_("Two rows would have to change places; restore one of them by hand.")) from None
            # Another row may still have to make room.
            self.waiting.append(row)

    def _check(self, row):
        if isinstance(row, Attachment) and not row.file.storage.exists(row.file.name):
            raise NotRestorable(_("The file “%(name)s” is not stored any more.") % {"name": row})
        derived = {column.name for column in KIND_OF[type(row)].fields if not column.editable}
        try:
            row.full_clean(exclude=derived)
        except ValidationError as error:
            raise NotRestorable(*_sentences(row, error)) from None


def _sentences(row, error: ValidationError) -> list[str]:
    columns = {column.name: capfirst(column.verbose_name) for column in KIND_OF[type(row)].fields}
    if not hasattr(error, "error_dict"):
        return error.messages
    return [
        f"{columns[name]}: {message}" if name in columns else str(message)
        for name, messages in error.message_dict.items()
        for message in messages
    ]
