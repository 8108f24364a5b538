"""The one door for writing: what is derived from records is brought up to date in the transaction that changes them."""

import uuid
from collections import defaultdict
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from records.models import Agreement, Country, Edition, Forum, Organization, Person, RelatedEvent, Source, Topic
from records.models.postings import DataVersion, IndexedRecord, PastVersion, Posting
from records.models.publication import Publishable, public

from .affected import affected_by
from .beside import Beside, shown_of
from .documents import FORM, KIND_OF, KINDS, documents
from .lives import LIFE_OF, agreements_of, lives_of
from .rebuilding import rebuild
from .snapshot import is_writing
from .writing import write

ALWAYS_PUBLIC = (Country, Forum, Topic)
NAMED = (Person, Organization, Source)
PUBLISHED_ONE_BY_ONE = (Edition, Agreement, RelatedEvent)

_door: ContextVar["Door | None"] = ContextVar("door", default=None)
# What rooms above this one do about a write (records/apps.py). Before stored records change, are deleted or get a
# child, each of the first is called with the door, the model, the keys and the model of the child; before the door
# closes, each of the second with the door.
before_writing: list = []
at_closing: list = []


class OutsideTheDoor(RuntimeError):
    """A record was written outside `recording()`, so what is derived from it would be stale."""


@contextmanager
def recording(because: "Because | None" = None, *, by=None, what: str = ""):
    """Open a transaction for writing records; before it commits, the index and what else is derived are written.

    Gives the door. `because` says in public words why; `by` is the account that writes and `what` one of `Act.What`,
    for the history that staff read. Inside another `recording()` it only joins it, and may say all three. An error
    rolls everything back. Writers take turns: the row of the data version is locked first, so two of them never wait
    for each other's records (docs/decisions/0006).
    """
    if door := _door.get():
        door.because = because or door.because
        door.by, door.what = by or door.by, what or door.what
        yield door
        return
    with transaction.atomic():
        DataVersion.objects.select_for_update().get_or_create(pk=1, defaults={"form": FORM})
        door = Door(because or Because(), by, what)
        tokens = _door.set(door), is_writing.set(True)
        try:
            yield door
            door.close()
        finally:
            _door.reset(tokens[0])
            is_writing.reset(tokens[1])


def current_door() -> "Door | None":
    """The door that is open around this call."""
    return _door.get()


@dataclass(frozen=True)
class Because:
    """Why a record changes, in public words; empty where nobody said."""

    reason_en: str = ""
    reason_ru: str = ""
    reason_zh: str = ""


class Door:
    """What was touched while the door was open: {model: keys}, before and after each write."""

    def __init__(self, because: Because, by=None, what: str = ""):
        self.because, self.by, self.what = because, by, what
        # What one record alone changes for, and where a record has gone: {(kind, number): …}.
        self.reasons: dict[tuple[str, int], Because] = {}
        self.moved: dict[tuple[str, int], str] = {}
        # Whose public face may have changed: {kind: numbers}.
        self.lives = defaultdict(set)
        self.version: int | None = None
        self.touched = defaultdict(set)
        # Those among them that did not exist before.
        self.made = defaultdict(set)
        # What rooms above this one keep in mind while the door is open, by their names.
        self.remembered = {}
        self.affected = defaultdict(set)
        # What other records showed of agreements before these changed.
        self.shown: dict[int, tuple] = {}
        self.has_changed_lives = False
        self.was_public = False

    def note(self, model, keys):
        """Records that are being written, or have just been; called before they change.

        What they lead to is looked up before their first change and when the door closes: between, nobody reads them.
        """
        keys = {key for key in keys if key}
        if not keys:
            return
        self.expect(model, keys)
        if untouched := keys - self.touched[model]:
            self.touched[model] |= untouched
            self.was_public = self.was_public or is_any_public({model: untouched})
            _add(self.affected, affected_by({model: untouched}))
            _add(self.lives, lives_of({model: untouched}))
            if model is Agreement:
                self.shown |= shown_of(untouched)

    def note_new(self, model, keys):
        """Records that have just been made; what they lead to is looked up when the door closes."""
        self.touched[model] |= set(keys)
        self.made[model] |= set(keys)

    def expect(self, model, keys, child=None):
        """Tell whoever wants to know that these records are about to change, or a child of theirs of this model."""
        for look in before_writing:
            look(self, model, keys, child)

    def close(self):
        """Bring up to date what is derived, and let the version grow when a public answer has changed."""
        if not self.touched:
            return
        if any(issubclass(model, Publishable) for model in self.touched):
            DataVersion.objects.update(next_due_at=_next_due_at())
        _add(self.affected, affected_by(self.touched))
        _add(self.lives, lives_of(self.touched))
        if agreements := self.touched.get(Agreement):
            beside = Beside(self.shown, agreements)
            _add(self.affected, beside.affected())
            _add(self.lives, beside.lives())
        if self.has_changed_lives:
            self.lives["agreement"] |= agreements_of(self.lives["edition"])
        for model in NAMED:
            if self._may_change_names(model):
                gone_or_come = model.objects.refresh_is_public()
                self.affected[KIND_OF[model]] |= gone_or_come
                self.lives[KIND_OF[model]] |= gone_or_come
        if self.was_public or is_any_public(self.touched):
            self.grow()
        write({kind: (keys, documents(kind, keys)) for kind, keys in self.affected.items() if keys}, self.grow)
        for act in at_closing:
            act(self)

    def grow(self) -> int:
        """The version of the public data that this door makes; the same however often it is asked for."""
        if self.version is None:
            self.version = _grow()
        return self.version

    def forget(self):
        """Forget what was touched, because the whole index is about to be written anew."""
        self.touched.clear()
        self.affected.clear()
        self.lives.clear()

    def _may_change_names(self, model) -> bool:
        names_it = {relation.related_model for relation in model._meta.related_objects}
        names_it |= {r.through for r in model._meta.related_objects if getattr(r, "through", None)}
        return self.has_changed_lives or bool(({model} | names_it) & self.touched.keys())


def _add(to: dict, more: dict):
    for name, keys in more.items():
        to[name] |= keys


def is_any_public(touched: dict) -> bool:
    """Whether any of the records, given as {model: keys}, can be read by everybody, as stored now."""
    return any(model.objects.filter(public(model), pk__in=keys).exists() for model, keys in touched.items())


def _next_due_at():
    """The earliest moment at which something waiting is to be published."""
    moments = [model.objects.waiting().aggregate(first=Min("publish_at"))["first"] for model in PUBLISHED_ONE_BY_ONE]
    return min(filter(None, moments), default=None)


def publish_due() -> int:
    """Publish everything whose moment has come, as the button does; gives how many records."""
    with recording() as door:
        now = timezone.now()
        due = [model.objects.waiting().filter(publish_at__lte=now) for model in PUBLISHED_ONE_BY_ONE]
        for record in (record for records in due for record in records):
            door.reasons[LIFE_OF[type(record)], record.pk] = Because(*record.planned_reasons())
        return sum(records.publish() for records in due)


def _grow() -> int:
    """The next version of the public data; its stamp tells it from the same number of an undone history."""
    version = DataVersion.objects.get(pk=1)
    version.number += 1
    version.stamp = uuid.uuid4()
    version.save()
    PastVersion.objects.create(number=version.number, stamp=version.stamp)
    return version.number


def is_up_to_date() -> bool:
    """Whether there is an index, and made by the rules of this build."""
    return IndexedRecord.objects.exists() and DataVersion.objects.filter(form=FORM).exists()


def reindex(tick=lambda number: None) -> int:
    """Write the whole index anew; gives the number of records. It opens the door itself."""
    with transaction.atomic():
        DataVersion.objects.select_for_update().get_or_create(pk=1)
        for model in NAMED:
            model.objects.refresh_is_public()
        for model in (IndexedRecord, Posting, PastVersion):  # no cache knows these record numbers: all begin anew
            model.objects.all().delete()
        DataVersion.objects.update(form=FORM)
        rebuild({kind: documents(kind) for kind in KINDS}, _grow(), tick)
        return IndexedRecord.objects.count()
