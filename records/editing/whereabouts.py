"""Nothing once cited dies: where a record is that is no longer at its address, or why it is gone."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext as _

from records.models.editorial import Change, PastAddress, PublicVersion, Redirect, page_address, version_address
from records.models.languages import Text, address
from records.search.lives import LIFE_OF
from records.templatetags.printing import day


class Moved(Exception):
    """The record is at another address."""

    def __init__(self, new_address: str):
        super().__init__(new_address)
        self.address = new_address


@dataclass(frozen=True)
class Tombstone:
    """What is said at the address of a record that is gone: what it was, when it went, why, and what replaces it."""

    kind: str
    key: str
    change: Change

    @property
    def replacement(self) -> str:
        """The address of what replaces it; empty when nothing does."""
        return page_address(self.kind, self.change.into) if self.change.into else ""

    @cached_property
    def cause(self) -> Change | None:
        """What it went with: the withdrawal of its edition, or of the one record that named it; nothing of its own."""
        return causes([self.change]).get(self.change.pk)

    @property
    def reason(self) -> Text | str:
        """Why: its own reason, or that of what it went with."""
        return self.change.reason or (self.cause.reason if self.cause else "")

    def sentences(self) -> list[str]:
        """For who asked for a file and reads no page: when it went, what it was, why, and where that is told."""
        return [
            _("No longer in the record since %(when)s.") % {"when": day(self.change.happened_at)},
            str(self.change.called),
            str(self.reason or _("No reason of its own is given.")),
            settings.SITE_URL + self.change.page,
        ]

    @property
    def versions(self) -> str:
        """Where its versions are still read; empty of kinds that have no such pages."""
        return version_address(self.kind, self.key) if self.kind in ("edition", "agreement") else ""

    @property
    def replacement_name(self) -> Text | str:
        """What replaces it by its name; empty when nothing does."""
        into = self.change.into
        last = Change.objects.of(self.kind, into).newest_first().first() if into else None
        return last.called if last else into


def causes(changes: list[Change]) -> dict[int, Change]:
    """With what each of these changes came, by its number: a withdrawal in the same act that took others with it."""
    led = [one for one in changes if one.is_gone and one.act in (Change.Act.WITHDRAWN, Change.Act.REMOVED)]
    withdrawn = defaultdict(list)
    acts = Change.objects.filter(cursor__in={one.cursor for one in led}, act=Change.Act.WITHDRAWN) if led else ()
    for one in acts:
        withdrawn[one.cursor].append(one)
    found = {one.pk: _cause(one, withdrawn[one.cursor]) for one in led}
    return {pk: cause for pk, cause in found.items() if cause}


def _cause(change: Change, withdrawn: list[Change]) -> Change | None:
    editions = [one for one in withdrawn if one.kind == "edition"]
    if change.kind == "agreement":
        return next((one for one in editions if one.key == change.key.rpartition(".")[0]), None)
    if change.act != Change.Act.REMOVED:
        return None
    alone = editions or withdrawn
    return alone[0] if len(alone) == 1 else None


class Gone(Exception):
    """The record was public once; carries its tombstone."""

    def __init__(self, tombstone: Tombstone):
        super().__init__(tombstone)
        self.tombstone = tombstone


def found_or_404(queryset, **key):
    """The one public record with this key.

    Raises Moved or Gone where it once was, and Http404 with a sentence where there never was one.
    """
    record = queryset.filter(**key).first()
    if record is None:
        if queryset.model in LIFE_OF and key:
            look_for(LIFE_OF[queryset.model], next(iter(key.values())).lower())
        raise Http404(_("The record has nothing at this address."))
    return record


def look_for(kind: str, key: str):
    """Raise Moved or Gone when an address that answers nothing once answered something; else do nothing."""
    led = Redirect.objects.filter(kind=kind, key=key).first()
    if led:
        raise Moved(page_address(kind, led.new_key))
    if gone := tombstone(kind, key):
        raise Gone(gone)


def look_for_versions(kind: str, key: str, *number: int):
    """Raise Moved when the versions that were at this address, or the one of this number, are elsewhere now."""
    if number:
        if past := PastAddress.objects.of(kind, key, *number).first():
            raise Moved(past.version.get_absolute_url())
    elif led := Redirect.objects.filter(kind=kind, key=key).first():
        raise Moved(version_address(kind, led.new_key))


def tombstone(kind: str, key: str) -> Tombstone | None:
    """What is said of a record that is no longer at its address; nothing of one that is there."""
    # What came of a report is told in the log, and changes nothing of this.
    last = Change.objects.of(kind, key).exclude(act=Change.Act.REPORTED).newest_first().first()
    return Tombstone(kind, key, last) if last and last.is_gone else None


def look_for_delegation(edition: str, sender: str):
    """The same for a delegation, whose life is its edition's; `sender` is the key of a country or an organisation."""
    look_where_moved("delegation", edition, sender)
    look_for("edition", edition)
    _look_inside(edition, "delegations", lambda one: sender in _senders(one))


def look_for_statement(edition: str, slug: str):
    """The same for a statement."""
    look_where_moved("statement", edition, slug)
    look_for("edition", edition)
    _look_inside(edition, "statements", lambda one: one["id"] == slug)


def look_where_moved(kind: str, edition: str, key: str):
    """Raise Moved where a delegation or a statement is elsewhere because its edition is, or who sent it."""
    if led := Redirect.objects.filter(kind="edition", key=edition).first():
        raise Moved(address(kind, led.new_key, key))
    sender = Redirect.objects.filter(kind="organization", key=key) if kind == "delegation" else Redirect.objects.none()
    if led := sender.first():
        raise Moved(address(kind, edition, led.new_key))


def _look_inside(edition: str, name: str, is_it: Callable[[dict], bool]):
    """Raise Gone when an edition once had this in one of its lists, with the act by which it left."""
    for version in PublicVersion.objects.of("edition", edition):
        if any(is_it(one) for one in version.content.get(name, ())):
            left = Change.objects.filter(before=version).newest_first().first()
            raise Gone(Tombstone("edition", edition, left or Change.objects.get(after=version)))


def _senders(delegation: dict) -> tuple:
    return delegation.get("country", "").lower(), delegation.get("organization")
