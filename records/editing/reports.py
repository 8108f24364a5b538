"""Errors that readers report: taken without a name, answered in public."""

import hashlib
import hmac
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext as _

from records.models import Change, PublicVersion, Report
from records.models.editorial import PART_NAMES
from records.models.languages import COLUMNS, Text, best_text
from records.search.index import recording

from .versions import names_in
from .whereabouts import key_now, last_version_with, name_of_part, part_of, tombstone

MOST_FROM_ONE, MOST_FROM_ALL = 5, 200  # in an hour
OPEN_FOR = 24 * 60 * 60  # seconds for which a page that was opened can be sent


class TooMany(Exception):
    """So many reports within an hour that the next is not taken."""


class SentBefore(Exception):
    """Another report came from the same opened page: a program that opens one page and sends many."""


def take(kind: str, key: str, sender_address: str, opened: str = "", **given) -> Report:
    """Keep a report; the same words sent twice are one. `opened` names the page it comes from, which is good for one.

    Raises TooMany when they come as a flood, and SentBefore when the page was used for another.
    """
    sender = digest_of(sender_address)
    lately = Report.objects.filter(reported_at__gt=timezone.now() - timedelta(hours=1))
    if same := lately.filter(kind=kind, key=key, text=given["text"]).first():
        return same
    if lately.filter(sender=sender).count() >= MOST_FROM_ONE or lately.count() >= MOST_FROM_ALL:
        raise TooMany
    if opened and not cache.add(f"report-{hashlib.sha256(opened.encode()).hexdigest()}", True, OPEN_FOR):
        raise SentBefore
    return Report.objects.create(kind=kind, key=key, sender=sender, **given)


def digest_of(address: str) -> str:
    """Who sends, as something that tells two senders of one day apart and says nothing of either."""
    message = f"{timezone.localdate()} {address}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()


def last_version(kind: str, key: str) -> PublicVersion | None:
    """What a record says in public, or last said before it was withdrawn; nothing of what has moved or never was.

    Of a delegation or a statement it is the version of its edition.
    """
    if kind in PART_NAMES:
        return None if key_now(kind, key) else last_version_with(kind, *key.split("/", 1))
    current = PublicVersion.objects.current().filter(kind=kind, key=key).first()
    if current is None and not key_now(kind, key) and tombstone(kind, key):
        return PublicVersion.objects.of(kind, key).first()
    return current


def called(version: PublicVersion, kind: str, key: str) -> Text | str:
    """What a record is called on its page: an agreement by its reference too, what stands in an edition with that."""
    names = names_in(version.content)
    name = best_text({column: names[f"name_{column}"] for column in COLUMNS})
    if kind == "agreement":
        return Text(f"{key} {name}", name.column, name.is_fallback)
    if kind not in PART_NAMES:
        return name or key
    who = name_of_part(part_of(version, kind, key.partition("/")[2]))
    if kind == "delegation":
        return _("%(sender)s at the %(edition)s") % {"sender": who, "edition": name}
    return _("Statement: %(person)s, %(edition)s") % {"person": who, "edition": name}


def answer(report: Report):
    """Record in public what came of a report, as its state and its answer say now; noise leaves no trace."""
    with recording() as door:
        report.key = key_now(report.kind, report.key) or report.key  # it may have moved; what came of it is told there
        report.answered_at = None if report.state == Report.State.WAITING else timezone.now()
        report.save()
        version = last_version(report.kind, report.key)
        if report.state in (Report.State.WAITING, Report.State.NOISE) or version is None:
            return
        Change.objects.create(
            cursor=door.grow(), happened_at=report.answered_at, month=f"{report.answered_at:%Y-%m}",
            kind=version.kind, key=version.key,
            act=Change.Act.REPORTED, before=version, after=version if version.is_current else None,
            **{f"reason_{column}": getattr(report, f"answer_{column}") for column in COLUMNS},
            **names_in(version.content),
        )  # fmt: skip
