"""What an address chooses that the record no longer has: where it is now, or what became of it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from records.models.editorial import Change, PublicVersion, Redirect, page_address
from records.models.languages import within_quotes
from records.search.documents import UNDATED
from records.search.snapshot import current
from records.templatetags.printing import day

from .whereabouts import Tombstone, tombstone

KINDS = ("country", "topic", "edition")
DATED = {"edition": "start_date", "source": "published"}
YEARS = {"year": ["edition"], "source_year": ["source"], "any_year": ["source", "edition"]}


@dataclass(frozen=True)
class Past:
    """A value that once had answers and has none any more: what it is called, why, and where that is told."""

    code: str
    label: str
    sentence: str
    address: str
    reason: str = ""
    gone: Tombstone | None = None


def led_to(kind: str, code: str) -> str:
    """The value that has taken the place of this one; the same where none has."""
    if kind not in KINDS:
        return code
    return Redirect.objects.filter(kind=kind, key=code).values_list("new_key", flat=True).first() or code


def past(kind: str, code: str) -> Past | None:
    """What became of a value that the record once had; nothing where it never had it."""
    if kind in YEARS:
        return _past_year(kind, code)
    gone = tombstone(kind, code) if kind in KINDS else None
    return _of_tombstone(code, gone) if gone else None


def _of_tombstone(code: str, gone: Tombstone) -> Past:
    change = gone.change
    said = {"name": within_quotes(change.name), "date": day(change.happened_at)}
    if change.act == Change.Act.WITHDRAWN:
        sentence = _("“%(name)s” was withdrawn on %(date)s.") % said
    else:
        sentence = _("“%(name)s” has not been in the record since %(date)s.") % said
    return Past(code, str(change.name), sentence, page_address(gone.kind, code), str(change.reason), gone)


def _past_year(kind: str, code: str) -> Past | None:
    if code not in (known := _years(kind)):
        return None
    of, key = known[code]
    if gone := tombstone(of, key):
        found = _of_tombstone(key, gone)
        return Past(code, code, found.sentence, found.address, found.reason)
    sentence = _("What the record had of %(year)s has another date now.") % {"year": code}
    return Past(code, code, sentence, page_address(of, led_to(of, key)))


def _years(kind: str) -> dict[str, tuple[str, str]]:
    """Each year that a version kept gives, with kind and key of the last record that had it, an edition before others.

    Read once for each version of the data.
    """
    derived = current().derived
    if ("past", kind) not in derived:
        found = derived["past", kind] = {}
        for of in YEARS[kind]:
            for one in PublicVersion.objects.filter(kind=of).order_by("pk").iterator(chunk_size=50):
                found[(one.content.get(DATED[of]) or "")[:4] or UNDATED] = of, one.key
    return derived["past", kind]
