"""The frame of every public page: the forum, where one is, the same page in the other languages, how to cite it."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponsePermanentRedirect
from django.utils.translation import get_language, gettext_lazy
from django.views.generic import TemplateView

from records import cards, linked_data
from records.citations import FILES, Cited, cited, cited_whole, in_each_style
from records.editing.whereabouts import Gone, Moved
from records.lists import LISTS, Listing
from records.models.languages import address, data_address
from records.search.snapshot import current
from records.search.vocabulary import vocabulary

from .files import file_of_page, gone_file
from .signposts import ABOUT, COLLECTION, Signpost, link_header, signposts


def other_languages(request, sorts_alike=lambda code: True) -> list[dict]:
    """This page and question in each language of the site: code, name in itself, address, whether it is this one.

    Where names sort otherwise, a later page of a list has other records: there the list is led to from its beginning.
    """
    current = get_language()
    # A preview is another page at its own address.
    here = getattr(request, "asked_at", "") or request.get_full_path()
    first = _first_page(request) if "page" in request.GET else here
    return [
        {
            "code": code,
            "name": name,
            "address": f"/{code}/{(here if sorts_alike(code) else first).removeprefix(f'/{current}/')}",
            "is_current": code == current,
        }
        for code, name in settings.LANGUAGES
    ]


def _first_page(request) -> str:
    asked = asked_without(request.GET, "page")
    return request.path + (f"?{urlencode(asked)}" if asked else "")


def step_to_list(listing: Listing) -> tuple[str, str]:
    """A list as a step on the way to a page: its name and its address."""
    return str(listing.title), address(listing.name)


def asked_without(asked, *names: str) -> list[tuple[str, str]]:
    """What an address asks, beside some names; a page needs it for each of its faces, and copying costs much."""
    return [(name, value) for name, values in asked.lists() if name not in names for value in values]


@dataclass(frozen=True)
class Face:
    """Another way of telling what a page tells: the ending of its address, its media type, what it is called."""

    ending: str
    type: str
    title: str
    # What the question of the page does not say to it, and what it is asked beside that.
    leaves_out: tuple[str, ...] = ()
    asks: tuple[tuple[str, str], ...] = ()

    @property
    def rows(self) -> str:
        """Of what it has a row each, where that is not a record."""
        return dict(self.asks).get("rows", "")

    def address(self, request) -> str:
        """Where this face of a page is, for the question that was asked."""
        own = dict(self.asks)
        asked = asked_without(request.GET, *self.leaves_out, *own) + list(own.items())
        return data_address(request.path, self.ending) + (f"?{urlencode(asked)}" if asked else "")


CSV = Face("csv", "text/csv", gettext_lazy("Spreadsheet (CSV)"), leaves_out=("page",))
CSV_BY = {
    "country": replace(CSV, title=gettext_lazy("Spreadsheet, one row a country"), asks=(("rows", "country"),)),
    "topic": replace(CSV, title=gettext_lazy("Spreadsheet, one row a topic"), asks=(("rows", "topic"),)),
}
JSON = Face("json", "application/json", gettext_lazy("For programs (JSON)"))


@dataclass(frozen=True)
class Follow:
    """A way of being told of what is new to a page, in its language: the ending of its address, and what it is."""

    ending: str
    type: str
    title: str

    def address(self, request) -> str:
        """Where it is, for the question that was asked; the order of a list means nothing to those who follow it."""
        asked = asked_without(request.GET, "page", "sort", "names")
        return f"{request.path.rstrip('/')}.{self.ending}" + (f"?{urlencode(asked)}" if asked else "")


FEED = Follow("atom", "application/atom+xml", gettext_lazy("For a feed reader (Atom)"))
CALENDAR = Follow("ics", "text/calendar", gettext_lazy("For a calendar (iCalendar)"))


def plainly(request, filterset) -> HttpResponsePermanentRedirect | None:
    """The way to the same question without what says nothing; nothing where it is asked plainly.

    Nothing for files either: programs are answered as they ask, and a senseless question at once.
    """
    is_page = request.method in ("GET", "HEAD") and "ending" not in request.resolver_match.kwargs
    if not is_page or (plain := filterset.asking_plainly(request.GET)) is None:
        return None
    return HttpResponsePermanentRedirect(request.path + plain)


class Page(TemplateView):
    """A public page; `section` is the entry of the contents that it belongs to, `faces` what else tells the same.

    `is_cited`: people cite it; beside it stand files that cite it, and it as Markdown, written by a template of the
    same name unless another is named.
    `follows` are the ways of being told of what is new to it.
    """

    section = ""
    faces: tuple[Face, ...] = ()
    is_cited = False
    markdown_template = ""
    follows: tuple[Follow, ...] = ()
    has_card = False

    def dispatch(self, request, *args, **kwargs):
        """The page; where its record has moved to (301), or why it is gone (410)."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except Moved as moved:
            ending = kwargs.get("ending")
            return HttpResponsePermanentRedirect(f"{moved.address.rstrip('/')}.{ending}" if ending else moved.address)
        except Gone as gone:
            return self._gone(gone.tombstone)

    @property
    def is_preview(self) -> bool:
        """Whether the page shows something that is not public, to who has a link."""
        return getattr(self.request, "is_preview", False)

    def sorts_alike_in(self, language: str) -> bool:
        """Whether what the page has comes in the same order in another language."""
        return True

    def _gone(self, tombstone):
        if ending := self.kwargs.get("ending"):
            return gone_file(tombstone, ending)
        context = Page.get_context_data(self, tombstone=tombstone) | {"is_indexed": False, "faces": [], "follows": []}
        return self.response_class(self.request, ["410.html"], context, status=410)

    def get_context_data(self, **context):
        """What the frame prints, beside the page's own."""
        context = super().get_context_data(
            forum=current().forum,
            spoken=vocabulary(),
            section=self.section,
            languages=other_languages(self.request, self.sorts_alike_in),
            site_url=settings.SITE_URL,
            canonical=settings.SITE_URL + self.request.path,
            is_indexed=not self.is_preview,
            is_preview=self.is_preview,
            preview=getattr(self.request, "preview", ""),
            is_framed=getattr(self.request, "is_framed", False),
            beside=getattr(self.request, "beside", ""),
            faces=[(face, face.address(self.request)) for face in self.faces],
            follows=[(follow, follow.address(self.request)) for follow in self.follows],
            **context,
        )
        about = self.cited(context)
        return context | {"cited": about, "signposts": []} | (self._told(about, context) if about else {})

    def _told(self, about: Cited, context) -> dict:
        """What the page says of itself: to readers who cite it, and to programs."""
        return {
            "citations": in_each_style(about),
            "citation_files": FILES,
            "signposts": self.signposts(about, context),
            "linked_data": linked_data.script(self.things(about, context)),
            "summary": self.summary(context),
            "card": (about if self.has_card else cited_whole(context["forum"])).file("png"),
        }

    def cited(self, context) -> Cited | None:
        """What somebody cites who cites this page; nothing where there is nothing to cite."""
        return None

    def things(self, about: Cited, context) -> list[dict]:
        """What the page is about, and the way to it, as linked data."""
        return []

    def summary(self, context) -> str:
        """What the page is about, in a sentence or two; empty when nothing says it."""
        return ""

    def signposts(self, about: Cited, context) -> list[Signpost]:
        """Where programs are led from this page: from a list to the whole."""
        return signposts(about, address("about"), "" if about.is_whole else address("about"), COLLECTION)

    def render_to_response(self, context, **options):
        """The page; or, at the same address with another ending, a file of the same."""
        ending = self.kwargs.get("ending")
        if ending:
            template = self.markdown_template or self.template_name.replace(".html", ".md")
            return file_of_page(self.request, template, context, ending, **options)
        headers = {"Link": link_header(context["signposts"])} if context["signposts"] else {}
        return super().render_to_response(context, headers=headers, **options)


class RecordPage(Page):
    """The page of one record; `subject` is its name in the context."""

    faces = (CSV, JSON)
    follows = (FEED,)
    subject = ""
    is_cited = True
    has_card = True

    def cited(self, context) -> Cited | None:
        """The record; nothing when it is gone."""
        return cited(context[self.subject], context["forum"]) if self.subject in context else None

    def things(self, about: Cited, context) -> list[dict]:
        """The record, and the way to it through its list."""
        record = context[self.subject]
        sources = context["notes"].sources_of(record) if "notes" in context else ()
        way = [step_to_list(LISTS[self.section]), (about.title, record.get_absolute_url())]
        return [linked_data.described(record, sources), linked_data.breadcrumbs(way)]

    def get_context_data(self, **context):
        """The record's own, with the line below its title on a card."""
        context = super().get_context_data(**context)
        return context | ({"about_card": cards.below(context[self.subject])} if self.subject in context else {})

    def summary(self, context) -> str:
        """The record in its own words."""
        return linked_data.summary(context[self.subject])

    def signposts(self, about: Cited, context) -> list[Signpost]:
        """Where programs are led from this page: to the list that the record is in."""
        return signposts(about, address("about"), address(self.section), ABOUT)
