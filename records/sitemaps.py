"""What there is to be read, for machines that look for it: sitemaps, robots.txt, llms.txt, and the site's search box.

A sitemap holds the pages of one kind of record in one language, each with the same page in the others and the day of
its last public change. The index is asked for the numbers of records, so that a sitemap costs the same wherever it
begins, and holds so few that it is sent whole (the protocol would allow 50,000).
"""

from collections.abc import Iterator
from datetime import datetime
from textwrap import shorten
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Max
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from records.lists import LISTS
from records.models import PublicVersion
from records.models.languages import TAGS, address
from records.models.postings import IndexedRecord
from records.search.documents import KINDS
from records.search.snapshot import current

MOST = 10_000
XML = "application/xml; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"',
    'xmlns:xhtml="http://www.w3.org/1999/xhtml"',
)
CODES = [code for code, _name in settings.LANGUAGES]
# Pages that are no records, and tell of the whole as it is now; the first page is an address without a name.
PAGES = ("home", "about", "search", "matrix", "map", "changes", "data", "api", *LISTS)
# What each kind of record needs to say its address.
NEEDED = {
    "edition": ("slug",),
    "delegation": ("edition__slug", "country__code", "organization__slug"),
    "agreement": ("reference",),
    "country": ("code",),
    "topic": ("slug",),
    "person": ("slug",),
    "organization": ("slug",),
    "source": ("slug",),
}


@require_safe
def sitemap_index(request) -> HttpResponse:
    """The address of every sitemap, in every language, with its last change where that is known."""
    parts = [("pages", 1), *((kind, number) for kind in NEEDED for number in range(1, _parts(kind) + 1))]
    latest = dict(PublicVersion.objects.current().values_list("kind").annotate(Max("published_at")).order_by())
    latest["delegation"] = latest.get("edition")  # it changes with its edition, whose version holds it
    latest["pages"] = current().changed_at
    lines = [
        f"<sitemap><loc>{settings.SITE_URL}/sitemap-{code}-{kind}-{number}.xml</loc>{_changed(latest.get(kind))}</sitemap>"
        for code in CODES
        for kind, number in parts
    ]
    return _xml("sitemapindex", NAMESPACES[:1], lines)


@require_safe
def sitemap(request, code: str, kind: str, number: int) -> HttpResponse:
    """One sitemap; 404 for a language, a kind or a number that has none."""
    if (
        code not in CODES
        or kind not in ("pages", *NEEDED)
        or not 1 <= number <= (_parts(kind) if kind in NEEDED else 1)
    ):
        raise Http404(_("The record has nothing at this address."))
    with override(code):
        pages = _records(kind, number) if kind in NEEDED else ((address(name), current().changed_at) for name in PAGES)
        return _xml("urlset", NAMESPACES, [_entry(page, code, moment) for page, moment in pages])


def _parts(kind: str) -> int:
    return -(-len(current().having("is", kind)) // MOST)


def _records(kind: str, number: int) -> Iterator[tuple[str, datetime | None]]:
    """The page of each record of one part, with the moment of its last public change."""
    numbers = current().having("is", kind)[(number - 1) * MOST : number * MOST]
    within = IndexedRecord.objects.filter(kind=kind, id__range=(numbers[0], numbers[-1])).values("record")
    needed = NEEDED[kind]
    owners = sorted({name.partition("__")[0] for name in needed if "__" in name})
    records = KINDS[kind].objects.filter(pk__in=within).select_related(*owners).only(*needed).order_by("pk")
    lives = "edition" if kind == "delegation" else kind
    changed = PublicVersion.objects.current().filter(kind=lives)
    changed = changed if lives != kind else changed.filter(record__in=within)
    moments = dict(changed.values_list("record", "published_at"))
    for record in records:
        yield record.page_address(), moments.get(record.edition_id if kind == "delegation" else record.pk)


def _entry(page: str, code: str, moment: datetime | None) -> str:
    """A page with its last change and the same page in every language, itself among them."""
    rest = page.removeprefix(f"/{code}/")
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{other}" href="{_whole(f"/{other}/{rest}")}"/>' for other in CODES
    )
    return f"<url><loc>{_whole(page)}</loc>{_changed(moment)}{others}</url>"


def _whole(page: str) -> str:
    return escape(settings.SITE_URL + page, {'"': "&quot;"})


def _changed(moment: datetime | None) -> str:
    return f"<lastmod>{moment.isoformat(timespec='seconds')}</lastmod>" if moment else ""


def _xml(root: str, namespaces, lines: list[str]) -> HttpResponse:
    opening = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {" ".join(namespaces)}>'
    return HttpResponse("\n".join([opening, *lines, f"</{root}>", ""]), content_type=XML)


@require_safe
def robots(request) -> HttpResponse:
    """Where programs may look: everywhere but where nothing is to be read."""
    closed = [f"/{code}/{name}/" for code in CODES for name in ("admin", "account", "preview", "report")]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), "Disallow: /suggest.json"]
    return HttpResponse("\n".join([*lines, "", f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]), content_type=TEXT)


@require_safe
def llms(request) -> HttpResponse:
    """What the site holds and where, for language models (llmstxt.org), in English."""
    with override("en"):
        context = {
            "forum": current().forum,
            "editions": current().editions[:100],
            "pairs": [
                ("compare_editions", "Two editions side by side", current().editions[:2]),
                ("compare_countries", "Two countries side by side", current().countries[:2]),
            ],
            "lists": [(LISTS[name].filterset.model, address(name)) for name in LISTS],
            "site_url": settings.SITE_URL,
            "languages": [
                (name, TAGS[code[:2]], address("about").replace("/en/", f"/{code}/"))
                for code, name in settings.LANGUAGES
            ],
        }
        return HttpResponse(render_to_string("llms.txt", context, request), content_type="text/markdown; charset=utf-8")


@require_safe
def opensearch(request) -> HttpResponse:
    """The search of the site as browsers offer it in their own search box (OpenSearch 1.1)."""
    forum = current().forum
    name = str(forum.series_name() if forum else _("Forum records"))
    where = settings.SITE_URL + address("search")
    told = _("Search over editions, delegations, agreements, people and sources")
    lines = [
        f"<ShortName>{escape(_shortened(name, 16))}</ShortName>",
        f"<LongName>{escape(_shortened(name, 48))}</LongName>",
        f"<Description>{escape(told)}</Description>",
        "<InputEncoding>UTF-8</InputEncoding>",
        f'<Url type="text/html" template="{where}?q={{searchTerms}}"/>',
    ]
    answer = _xml("OpenSearchDescription", ('xmlns="http://a9.com/-/spec/opensearch/1.1/"',), lines)
    answer["Content-Type"] = "application/opensearchdescription+xml; charset=utf-8"
    return answer


def _shortened(text: str, most: int) -> str:
    """A text of at most so many letters, ended after a word where there are words."""
    return shorten(text, most, placeholder="") or text[:most]
