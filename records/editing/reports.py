"""Errors that readers report: taken without a name, answered in public."""

import hashlib
import hmac
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from records.models import Change, PublicVersion, Report
from records.models.languages import COLUMNS
from records.search.index import recording

MOST_FROM_ONE, MOST_FROM_ALL = 5, 200  # in an hour


class TooMany(Exception):
    """So many reports within an hour that the next is not taken."""


def take(kind: str, key: str, sender_address: str, **given) -> Report:
    """Keep a report; the same words sent twice are one. Raises TooMany when they come as a flood."""
    sender = digest_of(sender_address)
    lately = Report.objects.filter(reported_at__gt=timezone.now() - timedelta(hours=1))
    if same := lately.filter(kind=kind, key=key, text=given["text"]).first():
        return same
    if lately.filter(sender=sender).count() >= MOST_FROM_ONE or lately.count() >= MOST_FROM_ALL:
        raise TooMany
    return Report.objects.create(kind=kind, key=key, sender=sender, **given)


def digest_of(address: str) -> str:
    """Who sends, as something that tells two senders of one day apart and says nothing of either."""
    message = f"{timezone.localdate()} {address}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()


def answer(report: Report):
    """Record in public what came of a report, as its state and its answer say now; noise leaves no trace."""
    with recording() as door:
        report.answered_at = None if report.state == Report.State.WAITING else timezone.now()
        report.save()
        version = PublicVersion.objects.current().filter(kind=report.kind, key=report.key).first()
        if report.state in (Report.State.WAITING, Report.State.NOISE) or version is None:
            return
        names = [name for name in ("title", "name") if f"{name}_en" in version.content]
        Change.objects.create(
            cursor=door.grow(), happened_at=report.answered_at, month=f"{report.answered_at:%Y-%m}",
            kind=report.kind, key=report.key,
            act=Change.Act.REPORTED, before=version, after=version,
            **{f"reason_{column}": getattr(report, f"answer_{column}") for column in COLUMNS},
            **{f"name_{c}": version.content.get(f"{n}_{c}", "")[:500] for n in names for c in COLUMNS},
        )  # fmt: skip
