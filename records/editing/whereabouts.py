"""Nothing once cited dies: where a record is that is no longer at its address, or why it is gone."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext as _

from records.models.editorial import (
    KIND_NAMES,
    PART_NAMES,
    Change,
    PastAddress,
    PublicVersion,
    Redirect,
    page_address,
    version_address,
)
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
    def kind_name(self) -> str:
        """What kind of record it was."""
        return str((KIND_NAMES | PART_NAMES)[self.kind])

    @property
    def name(self) -> Text:
        """What it was called."""
        return self.change.name

    @property
    def called(self) -> Text | str:
        """The same, an agreement with its reference."""
        return self.change.called

    @property
    def act(self) -> str:
        """What happened to it."""
        return self.change.act

    @property
    def owner(self) -> Change | None:
        """What it stood in and has left, as that was called; nothing of what has a life of its own."""
        return None

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
            str(self.called),
            str(self.reason or _("No reason of its own is given.")),
            settings.SITE_URL + page_address(self.kind, self.key),
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


@dataclass(frozen=True)
class PartTombstone(Tombstone):
    """The same of a delegation or a statement that has left its edition; the change is the edition's."""

    part: dict

    @cached_property
    def name(self) -> Text | str:
        """Who came or who spoke, as they are called now."""
        return name_of_part(self.part) or self.key

    @property
    def called(self) -> str:
        """The same with the edition."""
        return f"{self.name} ({self.change.name})"

    @property
    def act(self) -> str:
        """An edition is corrected, but what left it is removed."""
        return Change.Act.REMOVED

    @property
    def owner(self) -> Change:
        """The edition, which is there."""
        return self.change

    @property
    def cause(self) -> None:
        """It went with nothing else."""

    @property
    def replacement(self) -> str:
        """Nothing replaces a part."""
        return ""


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
    if led := key_now(kind, key):
        raise Moved(page_address(kind, led))
    if gone := tombstone(kind, key):
        raise Gone(gone)


def look_for_versions(kind: str, key: str, *number: int):
    """Raise Moved when the versions that were at this address, or the one of this number, are elsewhere now."""
    if number:
        if past := PastAddress.objects.of(kind, key, *number).first():
            raise Moved(past.version.get_absolute_url())
    elif led := key_now(kind, key):
        raise Moved(version_address(kind, led))


def version_that_stood_at(kind: str, key: str, number: int) -> PublicVersion | None:
    """The version that is at this address, or was before it went along with its record; nothing where none ever was."""
    if found := PublicVersion.objects.of(kind, key).filter(number=number).first():
        return found
    past = PastAddress.objects.of(kind, key, number).select_related("version").first()
    return past and past.version


def tombstone(kind: str, key: str) -> Tombstone | None:
    """What is said of a record that is no longer at its address; nothing of one that is there."""
    # What came of a report is told in the log, and changes nothing of this.
    last = Change.objects.of(kind, key).exclude(act=Change.Act.REPORTED).newest_first().first()
    return Tombstone(kind, key, last) if last and last.is_gone else None


def look_for_delegation(edition: str, sender: str):
    """The same for a delegation, whose life is its edition's; `sender` is the key of a country or an organisation."""
    _look_for_part("delegation", edition, sender)


def look_for_statement(edition: str, slug: str):
    """The same for a statement."""
    _look_for_part("statement", edition, slug)


def _look_for_part(kind: str, edition: str, key: str):
    look_where_moved(kind, edition, key)
    look_for("edition", edition)
    if version := last_version_with(kind, edition, key):
        left = Change.objects.filter(before=version).exclude(act=Change.Act.REPORTED).newest_first().first()
        change = left or Change.objects.get(after=version)
        raise Gone(PartTombstone(kind, f"{edition}/{key}", change, part_of(version, kind, key)))
    past = PastAddress.objects.filter(kind="edition", key=edition).select_related("version").order_by("-number")
    if led := next((one.version for one in past if part_of(one.version, kind, key)), None):
        raise Moved(address(kind, led.key, key))  # another edition has the number by now


def look_where_moved(kind: str, edition: str, key: str):
    """Raise Moved where a delegation or a statement is elsewhere because its edition is, or who sent it."""
    if led := key_now(kind, f"{edition}/{key}"):
        raise Moved(page_address(kind, led))


def key_now(kind: str, key: str) -> str:
    """By what a record is known now that once had this key; empty where the key was never given up."""
    if kind not in PART_NAMES:
        return Redirect.objects.filter(kind=kind, key=key).values_list("new_key", flat=True).first() or ""
    edition, _slash, part = key.partition("/")
    if led := key_now("edition", edition):
        return f"{led}/{part}"
    led = key_now("organization", part) if kind == "delegation" else ""
    return f"{edition}/{led}" if led else ""


# The list of an edition in which a part stands, and whether an object there is known by a key.
PARTS = {
    "delegation": ("delegations", lambda one, key: key in (one.get("country", "").lower(), one.get("organization"))),
    "statement": ("statements", lambda one, key: one["id"] == key),
}


def part_of(version: PublicVersion, kind: str, key: str) -> dict | None:
    """A delegation or a statement as it stood in a version of its edition; nothing where it did not."""
    name, is_it = PARTS[kind]
    return next((one for one in version.content.get(name, ()) if is_it(one, key)), None)


def name_of_part(part: dict) -> Text | str:
    """Who came or who spoke, as they are called now."""
    for kind in ("person", "country", "organization"):
        if code := part.get(kind):
            key = code.lower()
            last = Change.objects.of(kind, key).newest_first().first()
            return last.name if last else key
    return ""


def last_version_with(kind: str, edition: str, key: str) -> PublicVersion | None:
    """The newest version of an edition in which this delegation or statement stood."""
    versions = PublicVersion.objects.of("edition", edition)
    return next((version for version in versions if part_of(version, kind, key)), None)
