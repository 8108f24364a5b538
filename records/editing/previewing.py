"""A record as it would be read, before it is public: published for the length of one page, then undone.

So a preview cannot differ from what publishing makes of it, and nothing of it is ever stored.
"""

import secrets
from contextlib import contextmanager, suppress
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from records.models import Act, Agreement, Edition, Preview
from records.models.publication import Publishable, State
from records.search.index import recording
from records.search.lives import LIFE_OF, LIVES
from records.search.snapshot import is_writing

from .history import history_of
from .restoring import restore

LASTS = timedelta(days=7)
PREVIEWED = (Edition, Agreement)


class NoPreview(Exception):
    """There is nothing to be shown: the link was never made, is revoked or has expired, or the record is gone."""


class _Seen(Exception):
    """Ends a preview; everything is undone."""


def make_link(record: Publishable, by) -> Preview:
    """A link to what the record says now, for seven days."""
    return Preview.objects.create(
        kind=LIFE_OF[type(record)], record=record.pk, state=history_of(record).first(), made_by=by,
        token=secrets.token_urlsafe(32), expires_at=timezone.now() + LASTS,
    )  # fmt: skip


def links_of(record: Publishable):
    """The links to a record that still lead somewhere."""
    valid = Preview.objects.filter(kind=LIFE_OF[type(record)], record=record.pk, revoked_at=None)
    return valid.filter(expires_at__gt=timezone.now()).select_related("made_by")


def found_by(token: str) -> Preview:
    """The link with this token; raises NoPreview when it leads nowhere any more."""
    link = Preview.objects.filter(token=token, revoked_at=None, expires_at__gt=timezone.now()).first()
    if link is None or not LIVES[link.kind].objects.filter(pk=link.record).exists():
        raise NoPreview
    return link


def revoke(link: Preview):
    """Let a link lead nowhere from now on."""
    link.revoked_at = timezone.now()
    link.save()


@contextmanager
def as_if_published(record: Publishable, state=None):
    """Inside, everybody could read the record, an edition with its agreements; afterwards nothing has happened.

    With `state` it says what it said then. Nothing that is read inside may be remembered.
    """
    with suppress(_Seen), transaction.atomic():
        with recording(what=Act.What.RESTORED if state else ""):
            if state is not None and state.content is not None and state != history_of(record).first():
                restore(state)
            _publish(record)
        token = is_writing.set(True)
        try:
            yield type(record).objects.get(pk=record.pk)
        finally:
            is_writing.reset(token)
        raise _Seen


def _publish(record: Publishable):
    hidden = {"state__in": [State.DRAFT, State.IN_REVIEW, State.WITHDRAWN]}
    edition = record if isinstance(record, Edition) else record.edition
    Edition.objects.filter(pk=edition.pk, **hidden).update(state=State.PUBLISHED)
    agreements = Agreement.objects.filter(edition=edition).exclude(state=State.WITHDRAWN)
    chosen = agreements if record == edition else Agreement.objects.filter(pk=record.pk)
    chosen.filter(**hidden).update(state=State.PUBLISHED)
