"""The steps of a record: to review and back, before the public at once or later, and out of it with a reason."""

from dataclasses import astuple
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from records.models import Agreement, Edition, Note
from records.models.history import KeptState
from records.models.publication import PASSAGES, WHY_PUBLISHED, Publishable, State, Step
from records.search.index import Because, Door, recording
from records.search.lives import LIFE_OF

from .checks import Problem, problems_of
from .contents import roots_of
from .history import history_of
from .roles import may_publish, may_write


class StepRefused(Exception):
    """A step that cannot be taken now; says why in words for staff."""


def may_take(user, step: Step, model) -> bool:
    """Whether somebody's rights allow a step with records of a kind."""
    return may_publish(user) if PASSAGES[step].is_for_publishers else may_write(user, model)


def submit(record: Publishable):
    """Ask for review."""
    with recording():
        _move(record, Step.SUBMIT, returned_because="")


def send_back(record: Publishable, text: str, by=None):
    """Return to whoever wrote it, with the reason in a note; what was to be published later is not."""
    _need(text, _("Say why it is returned."))
    with recording():
        _move(record, Step.RETURN, returned_because=text.strip(), publish_at=None)
        Note.objects.create(
            kind=record._meta.model_name, record=record.pk, text=text.strip(), is_return=True, author=by
        )


def publish(record: Publishable, because: Because | None = None, *, with_agreements: bool = False) -> int:
    """Put a record before the public, an edition with all its agreements that wait if so wished; gives how many.

    Raises StepRefused when anything that blocks stands in its way; then nothing is published.
    """
    with recording(because):
        return sum(type(one).objects.filter(pk=one.pk).publish() for one in _checked(record, with_agreements))


def publish_later(
    record: Publishable, moment: datetime, because: Because | None = None, *, with_agreements: bool = False
):
    """Let the first request after a moment publish a record, and say then why; no other step is needed."""
    if moment <= timezone.now():
        raise StepRefused(_("This moment has passed; publish it now, or choose a later one."))
    reasons = dict(zip(WHY_PUBLISHED, astuple(because or Because()), strict=True))
    with recording(because):
        for one in _checked(record, with_agreements):
            type(one).objects.filter(pk=one.pk).update(publish_at=moment, **reasons)


def take_back_unseen(door: Door, by) -> list[Publishable]:
    """What is to be published later, and was changed by somebody who may not publish, waits for a reviewer again."""
    if by is None or may_publish(by):
        return []
    found = []
    for model, numbers in list(door.touched.items()):
        for root, more in roots_of(model, numbers).items():
            if issubclass(root, Publishable):
                found += root.objects.filter(pk__in=more, publish_at__isnull=False)
    for record in found:
        type(record).objects.filter(pk=record.pk).update(publish_at=None)
        text = _(
            "It was changed after its publication had been set for %(moment)s, so that was taken back: look again."
        )
        moment = f"{record.publish_at:%Y-%m-%d %H:%M}"
        kind = record._meta.model_name
        Note.objects.create(kind=kind, record=record.pk, text=text % {"moment": moment}, author=by)
    return found


def last_seen(record: Publishable) -> int:
    """The number of the last act that changed a record or, of an edition, anything that belongs to it; 0 before any."""
    kept = KeptState.objects.around(record.pk) if isinstance(record, Edition) else history_of(record)
    return kept.values_list("pk", flat=True).first() or 0


def withdraw(record: Publishable, because: Because, replaced_by: Publishable | None = None):
    """Take a record out of the public, with the reason that its address gives from then on."""
    _need(because.reason_en or because.reason_ru or because.reason_zh, _("Say why it is withdrawn: readers will ask."))
    with recording(because) as door:
        life = LIFE_OF[type(record)], record.pk
        door.reasons[life] = because
        if replaced_by is not None:
            door.moved[life] = _key_of(replaced_by)
        _move(record, Step.WITHDRAW)


def reopen(record: Publishable):
    """Make a withdrawn record a draft again; its address goes on giving the reason until it is published."""
    with recording():
        _move(record, Step.REOPEN)


def _checked(record: Publishable, with_agreements: bool) -> list[Publishable]:
    _ready(record, Step.PUBLISH)
    together = published_together(record) if with_agreements else [record]
    blocking = [problem for problem in problems_of(*together) if problem.is_blocking]
    if blocking:
        raise StepRefused(" ".join(f"{problem.record}: {problem.sentence}" for problem in blocking))
    return together


def problems_before(step: Step, record: Publishable) -> list[Problem]:
    """What is to be said before a step: of what will be published with a record, before review only what blocks it."""
    if step == Step.PUBLISH:
        return problems_of(*published_together(record))
    return [
        problem
        for problem in problems_of(*published_together(record))
        if problem.is_blocking or not (isinstance(problem.record, Agreement) and problem.record != record)
    ]


def published_together(record: Publishable) -> list[Publishable]:
    """A record and, of an edition, all its agreements that will be public with it."""
    if not isinstance(record, Edition):
        return [record]
    agreements = Agreement.objects.filter(edition=record).exclude(state=State.WITHDRAWN)
    return [record, *agreements.select_related("edition", "part_of").oldest_first()]


def _move(record: Publishable, step: Step, **values):
    _ready(record, step)
    type(record).objects.filter(pk=record.pk).update(state=PASSAGES[step].after, **values)
    record.state = PASSAGES[step].after


def _ready(record: Publishable, step: Step):
    """Look at the record again, under lock, because somebody else may just have taken a step with it."""
    now = type(record).objects.select_for_update().filter(pk=record.pk).values_list("state", flat=True).first()
    if now is None:
        raise StepRefused(_("“%(name)s” has been deleted meanwhile.") % {"name": record})
    if now not in PASSAGES[step].before:
        found = {"name": record, "state": State(now).label}
        raise StepRefused(_("“%(name)s” is now: %(state)s. This step cannot be taken any more.") % found)


def _key_of(record: Publishable) -> str:
    return record.reference if isinstance(record, Agreement) else record.slug


def _need(text: str, sentence: str):
    if not text.strip():
        raise StepRefused(sentence)
