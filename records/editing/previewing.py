"""A record as it would be read, before it is public: published, or changed, for the length of one page, then undone.

So a preview cannot differ from what publishing makes of it, and nothing of it is ever stored.
"""

import secrets
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from records.models import Act, Agreement, Attachment, Change, Edition, Preview, Proposal
from records.models.publication import Publishable, State
from records.search.index import recording
from records.search.lives import LIFE_OF, LIVES
from records.search.snapshot import is_writing, moment

from . import proposals
from .contents import FILES
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


def make_link_to_proposal(proposal: Proposal, by) -> Preview:
    """A link to what the record would say whose life a proposal touches, for seven days or until it is decided."""
    return Preview.objects.create(
        kind=proposal.life_kind, record=proposal.life, proposal=proposal, made_by=by,
        token=secrets.token_urlsafe(32), expires_at=timezone.now() + LASTS,
    )  # fmt: skip


def links_of(record: Publishable):
    """The links to a record that still lead somewhere."""
    valid = Preview.objects.filter(kind=LIFE_OF[type(record)], record=record.pk, revoked_at=None)
    return valid.filter(expires_at__gt=timezone.now()).select_related("made_by", "proposal")


def found_by(token: str) -> Preview:
    """The link with this token; raises NoPreview when it leads nowhere any more."""
    valid = Preview.objects.filter(token=token, revoked_at=None, expires_at__gt=timezone.now())
    link = valid.select_related("state", "proposal").first()
    if link is None or not LIVES[link.kind].objects.filter(pk=link.record).exists():
        raise NoPreview
    if link.proposal and link.proposal.state != Proposal.State.OPEN:
        raise NoPreview
    return link


def record_of(link: Preview):
    """The record that a link is about, as it is now."""
    return LIVES[link.kind].objects.get(pk=link.record)


def file_behind(link: Preview, token: str) -> Attachment | None:
    """The document or picture with a token that the page behind a link shows: of the record, or of the state shown."""
    record = record_of(link)
    if not isinstance(record, PREVIEWED):
        return None
    if found := record.attachments.filter(token=token).first():
        return found
    content = link.state and link.state.content
    kept = (
        [Attachment(pk=node["number"], **node["values"]) for node in content["parts"].get(FILES, [])] if content else []
    )
    return next((attachment for attachment in kept if attachment.token == token), None)


def revoke(link: Preview):
    """Let a link lead nowhere from now on."""
    link.revoked_at = timezone.now()
    link.save()


@dataclass(frozen=True)
class Seen:
    """The record as it would be, and the entries that the log of changes would get, that of the record first."""

    record: Publishable
    changes: list[Change]


@contextmanager
def as_if_published(link: Preview):
    """Inside, everybody could read what a link leads to, an edition with its agreements; then nothing has happened.

    Nothing that is read inside may be remembered. Raises NoPreview.
    """
    record = record_of(link)
    with suppress(_Seen), transaction.atomic():
        with recording(what=Act.What.RESTORED if link.state else "") as door:
            _change(record, link)
        if not (found := type(record).objects.filter(pk=record.pk).first()):
            raise NoPreview
        token = is_writing.set(True)
        try:
            with moment():  # of its own: what was looked at before this must not take in what is seen here
                yield Seen(found, _told(link, door.version))
        finally:
            is_writing.reset(token)
        raise _Seen


def _told(link: Preview, cursor: int | None) -> list[Change]:
    told = Change.objects.for_telling().filter(cursor=cursor) if cursor else ()
    return sorted(told, key=lambda one: (one.kind, (one.after or one.before).record) != (link.kind, link.record))


def _change(record, link: Preview):
    """Let the record say what is to be shown, and everybody read it."""
    if link.proposal:
        try:
            return proposals.try_on(link.proposal)
        except proposals.Refused:
            raise NoPreview from None
    state = link.state
    if state is not None and state.content is not None and state != history_of(record).first():
        restore(state)
    _publish(record)


def _publish(record: Publishable):
    hidden = {"state__in": [State.DRAFT, State.IN_REVIEW, State.WITHDRAWN]}
    edition = record if isinstance(record, Edition) else record.edition
    Edition.objects.filter(pk=edition.pk, **hidden).update(state=State.PUBLISHED)
    agreements = Agreement.objects.filter(edition=edition).exclude(state=State.WITHDRAWN)
    chosen = agreements if record == edition else Agreement.objects.filter(pk=record.pk)
    chosen.filter(**hidden).update(state=State.PUBLISHED)
