"""Nothing once cited dies: where a record is that is no longer at its address, or why it is gone."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from records.models.editorial import Change, PublicVersion, Redirect, page_address, version_address
from records.models.languages import Text, address
from records.search.lives import LIFE_OF


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

    @property
    def replacement_name(self) -> Text | str:
        """What replaces it by its name; empty when nothing does."""
        into = self.change.into
        last = Change.objects.of(self.kind, into).newest_first().first() if into else None
        return last.called if last else into


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
    """Raise Moved when the versions that were at this address are at another one now; else do nothing."""
    if led := Redirect.objects.filter(kind=kind, key=key).first():
        shift = _shift(kind, key)
        raise Moved(version_address(kind, led.new_key, *(one + shift for one in number)))


def _shift(kind: str, key: str) -> int:
    """How much further the versions of a record are numbered since it moved to an address that had some already."""
    moved = Change.objects.of(kind, key).filter(act=Change.Act.MOVED).newest_first().select_related("before").first()
    return moved.before.number - Change.objects.of(kind, key).filter(after__isnull=False).count() if moved else 0


def tombstone(kind: str, key: str) -> Tombstone | None:
    """What is said of a record that is no longer at its address; nothing of one that is there."""
    last = Change.objects.of(kind, key).newest_first().first()
    return Tombstone(kind, key, last) if last and last.is_gone else None


def look_for_delegation(edition: str, sender: str):
    """The same for a delegation, whose life is its edition's; `sender` is the key of a country or an organisation."""
    look_for("edition", edition)
    if led := Redirect.objects.filter(kind="organization", key=sender).first():
        raise Moved(address("delegation", edition, led.new_key))
    _look_inside(edition, "delegations", lambda one: sender in _senders(one))


def look_for_statement(edition: str, slug: str):
    """The same for a statement."""
    look_for("edition", edition)
    _look_inside(edition, "statements", lambda one: one["id"] == slug)


def _look_inside(edition: str, name: str, is_it: Callable[[dict], bool]):
    """Raise Gone when an edition once had this in one of its lists, with the act by which it left."""
    for version in PublicVersion.objects.of("edition", edition):
        if any(is_it(one) for one in version.content.get(name, ())):
            left = Change.objects.filter(before=version).newest_first().first()
            raise Gone(Tombstone("edition", edition, left or Change.objects.get(after=version)))


def _senders(delegation: dict) -> tuple:
    return delegation.get("country", "").lower(), delegation.get("organization")
