"""The editions of any question as a calendar (RFC 5545), dates no more precise than they are known.

An edition is an event of whole days when its first day is known. One of which only the month or the year is known, or
nothing, is left out: a calendar could only make up a day for it. The description of the calendar names it.
"""

import re
from collections import Counter
from datetime import UTC, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from records.editing.whereabouts import Gone, Moved, found_or_404
from records.lists import LISTS, Asked
from records.models import Change, Edition, PublicVersion
from records.models.dates import Precision
from records.models.languages import TAGS, Text, visitor_column
from records.search.snapshot import current

HEADERS = {"Access-Control-Allow-Origin": "*"}
CALENDAR = "text/calendar; charset=utf-8"
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
LINE = 75  # bytes

# A calendar holds one component at least (RFC 5545, 3.6); one without a meeting says what the time of its moments is.
NOTHING = [
    "BEGIN:VTIMEZONE", "TZID:UTC", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000", "TZNAME:UTC", "END:STANDARD", "END:VTIMEZONE",
]  # fmt: skip


@require_safe
def editions(request) -> HttpResponse:
    """The editions that answer a question; 400 with sentences where it makes no sense."""
    data = request.GET.copy()
    data.pop("page", None)
    asked = Asked(LISTS["editions"], data, is_for_all=True)
    if asked.problems:
        return HttpResponse("\n".join(asked.problems), status=400, content_type="text/plain; charset=utf-8")
    keys = [key for portion in asked.listing.everything(asked.question)[1] for key in portion]
    found = Edition.objects.published().prefetch_related("places__country").in_bulk(keys)
    gone = " ".join(filter(None, (part for one in asked.filters.withdrawn() for part in (one.sentence, one.reason))))
    return _answer(request, [found[key] for key in keys if key in found], gone)


@require_safe
def edition(request, slug: str) -> HttpResponse:
    """One edition; 301 where it has moved to, 410 with the reason where it is gone."""
    try:
        found = found_or_404(Edition.objects.published().prefetch_related("places__country"), slug=slug)
    except Moved as moved:
        return HttpResponsePermanentRedirect(f"{moved.address.rstrip('/')}.ics")
    except Gone as gone:
        said = "\n".join(gone.tombstone.sentences())
        return HttpResponse(said, status=410, content_type="text/plain; charset=utf-8", headers=HEADERS)
    return _answer(request, [found])


def _answer(request, found: list[Edition], gone: str = "") -> HttpResponse:
    text = "".join(_folded(line) for line in _calendar(request, found, gone))
    return HttpResponse(text.encode(), content_type=CALENDAR, headers=HEADERS)


def _calendar(request, found: list[Edition], gone: str):
    dated = [edition for edition in found if edition.start_precision == Precision.DAY]
    series = current().forum.series_name() if current().forum else _("Forum records")
    page = settings.SITE_URL + request.path.removesuffix(".ics") + "/"
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:-//{urlsplit(settings.SITE_URL).hostname}//Forum records//EN"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    yield from (_text(name, series) for name in ("NAME", "X-WR-CALNAME"))
    about = " ".join(filter(None, [gone, _about(found)]))
    yield from (_text(name, about) for name in ("DESCRIPTION", "X-WR-CALDESC"))
    yield f"URL:{page}"
    yield "REFRESH-INTERVAL;VALUE=DURATION:P1D"
    moments, known = _moments([edition.pk for edition in dated]), _known_as()
    for edition in dated:
        name = known.get(edition.pk, edition.slug)
        yield from _event(edition, name, *moments.get(edition.pk, (edition.published_at, 1)))
    if not dated:
        yield from NOTHING
    yield "END:VCALENDAR"


def _about(found: list[Edition]) -> str:
    left_out = [
        f"{edition.name} ({edition.dates() or _('date unknown')})"
        for edition in found
        if edition.start_precision != Precision.DAY
    ]
    said = [_("Meetings of which the first day is known.")]
    if left_out:
        said.append(_("Left out, because no day is known: %(names)s.") % {"names": "; ".join(left_out)})
    return " ".join(said)


def _moments(keys: list[int]) -> dict:
    """When each edition last changed in public, and the number of that version."""
    versions = PublicVersion.objects.current().filter(kind="edition", record__in=keys)
    return {
        record: (moment, number) for record, moment, number in versions.values_list("record", "published_at", "number")
    }


def _known_as() -> dict[int, str]:
    """What every edition was called in its address when it was first published: that stays when it is renumbered.

    The second that was first published under one number is told apart: `9.2`.
    """
    added = Change.objects.filter(kind="edition", act=Change.Act.ADDED, after__isnull=False).oldest_first()
    known, taken = {}, Counter()
    for record, key in added.values_list("after__record", "key"):
        if record not in known:
            taken[key] += 1
            known[record] = key if taken[key] == 1 else f"{key}.{taken[key]}"
    return known


def _event(edition: Edition, known_as: str, moment, version: int):
    yield "BEGIN:VEVENT"
    yield f"UID:edition-{known_as}@{urlsplit(settings.SITE_URL).hostname}"
    yield f"DTSTAMP:{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"LAST-MODIFIED:{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{version - 1}"
    yield f"DTSTART;VALUE=DATE:{edition.start_on:%Y%m%d}"
    if edition.end_precision == Precision.DAY:
        yield f"DTEND;VALUE=DATE:{edition.end_on + timedelta(days=1):%Y%m%d}"
    yield _text("SUMMARY", edition.name)
    if hosts := ", ".join(str(place.city) for place in edition.hosts()):
        yield _text("LOCATION", hosts)
    yield _text("DESCRIPTION", "\n".join(filter(None, [_when(edition), str(edition.theme), str(edition.summary)])))
    yield f"URL:{settings.SITE_URL}{edition.get_absolute_url()}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _when(edition: Edition) -> str:
    """The dates in words; a calendar shows one day where the end is not known, so it is said."""
    if not edition.end:
        return _("%(date)s; the end is not reported") % {"date": edition.dates()}
    return edition.dates()


def _text(name: str, text: str) -> str:
    """A property whose value is a text, with its language."""
    language = f";LANGUAGE={text.tag if isinstance(text, Text) else TAGS[visitor_column()]}"
    named = name if name.startswith("X-") else f"{name}{language}"
    return f"{named}:{UNWRITABLE.sub('', str(text)).translate(ESCAPED)}"


def _folded(line: str) -> str:
    """A line in pieces of 75 bytes at most, none cut inside a character (RFC 5545, 3.1)."""
    pieces, piece = [], ""
    for character in line:
        if len((piece + character).encode()) > LINE - bool(pieces):
            pieces.append(piece)
            piece = ""
        piece += character
    return "\r\n ".join([*pieces, piece]) + "\r\n"
