"""The front page of the admin: what needs work, whose turn it is, and what has changed lately."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from records.editing.roles import may_publish, may_translate, may_write
from records.editing.translations import TRANSLATED_INTO, missing_in, stale_in
from records.models import (
    Agreement,
    Change,
    Delegation,
    Edition,
    Gap,
    Proposal,
    RelatedEvent,
    Report,
    Session,
    State,
    Statement,
)

from .deleting import page_of
from .filters import TRANSLATION_WORK, not_looked_at, without_source

PUBLISHED_ONE_BY_ONE = (Edition, Agreement, RelatedEvent)
WITH_SOURCES = (Edition, Agreement, Delegation, Session, Statement)
TRANSLATED = (Edition, Agreement, Delegation, Session, Statement)
LATELY = 10


@dataclass(frozen=True)
class Task:
    """Some records that need the same work: how many, and where they are listed."""

    label: str
    count: int
    address: str


def work(request) -> dict:
    """For the front page: tasks by heading, without those of which there are none, and the last changes."""
    user = request.user
    sections = [
        (_("Wait for a reviewer"), _in_state(user, State.IN_REVIEW) if may_publish(user) else []),
        (_("Proposals"), _proposals(user)),
        (_("Readers’ reports"), _reports(user)),
        (_("Returned to be mended"), _returned(user)),
        (_("To be published at a later time"), _scheduled(user)),
        (_("Translations"), _translations(user)),
        (_("Without a source"), _unsourced(user)),
        (_("Not looked for in a year"), _gaps(user)),
    ]
    kept = [(title, [task for task in tasks if task.count]) for title, tasks in sections]
    return {
        "sections": [(title, tasks) for title, tasks in kept if tasks],
        "changes": list(Change.objects.newest_first()[:LATELY]),
    }


def _list(model, **question) -> str:
    name = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return f"{name}?{urlencode(question)}"


def _may_look(user, model) -> bool:
    return user.has_perm(f"records.view_{model._meta.model_name}") or may_write(user, model)


def _tasks(user, models, counted, **question) -> list[Task]:
    return [
        Task(capfirst(model._meta.verbose_name_plural), counted(model), _list(model, **question))
        for model in models
        if _may_look(user, model)
    ]


def _in_state(user, state) -> list[Task]:
    return _tasks(user, PUBLISHED_ONE_BY_ONE, lambda m: m.objects.filter(state=state).count(), state__exact=state)


def _returned(user) -> list[Task]:
    writing = [model for model in PUBLISHED_ONE_BY_ONE if may_write(user, model)]
    return _tasks(user, writing, lambda m: m.objects.exclude(returned_because="").count(), turn="returned")


def _scheduled(user) -> list[Task]:
    return _tasks(user, PUBLISHED_ONE_BY_ONE, lambda m: m.objects.waiting().count(), turn="waiting")


def _translations(user) -> list[Task]:
    columns = [c for c in TRANSLATED_INTO if c in may_translate(user)]
    found = []
    for column in columns:
        for name, condition in (("missing", missing_in), ("stale", stale_in)):
            chosen = f"{name}_{column}"
            for model in TRANSLATED:
                count = model.objects.filter(condition(model, column)).count()
                found.append(Task(f"{capfirst(model._meta.verbose_name_plural)}: {TRANSLATION_WORK[chosen]}", count,
                                  _list(model, translations=chosen)))  # fmt: skip
    return found


def _unsourced(user) -> list[Task]:
    return _tasks(user, WITH_SOURCES, lambda m: m.objects.filter(without_source(m)).count(), sources="none")


def _gaps(user) -> list[Task]:
    return _tasks(user, [Gap], lambda m: m.objects.filter(not_looked_at()).count(), looked_at="long_ago")


def _proposals(user) -> list[Task]:
    """For a reviewer those that wait; for everybody their own that came back or no longer fit."""
    mine = Proposal.objects.filter(proposer=user)
    returned, stale = (mine.filter(state=state) for state in (Proposal.State.RETURNED, Proposal.State.STALE))
    waiting = Proposal.objects.filter(state=Proposal.State.OPEN).count() if may_publish(user) else 0
    return [
        Task(_("wait for a reviewer"), waiting, _list(Proposal, which="open")),
        Task(_("mine, returned"), returned.count(), _list(Proposal, which="returned", whose="mine")),
        Task(_("mine, stale"), stale.count(), _list(Proposal, which="stale", whose="mine")),
    ]


def _reports(user) -> list[Task]:
    """All that wait, and straight to the first of them, because a reader waits too."""
    tasks = _tasks(user, [Report], lambda m: m.objects.waiting().count(), state__exact=Report.State.WAITING)
    first = Report.objects.waiting().order_by("pk")[:LATELY] if tasks else ()
    return [*tasks, *(Task(str(report), 1, page_of(report)) for report in first)]
