"""Search over everything, and what is offered while somebody types."""

from django.conf import settings
from django.http import JsonResponse
from django.utils.translation import gettext_lazy, override

from records import charts
from records.filters import KIND_NAMES, SearchFilter
from records.models import Agreement, Delegation, Statement
from records.models.languages import address, visitor_column
from records.search.documents import KINDS
from records.search.query import search
from records.search.snapshot import current
from records.search.spelling import completions, perhaps_meant
from records.search.vocabulary import vocabulary

from .page import Page

# The pages that list what a search finds, with its words; the others are shown whole.
LISTS = {
    "person": "people",
    "organization": "organizations",
    "edition": "editions",
    "agreement": "agreements",
    "statement": "statements",
    "source": "sources",
}
PAGES = {"country": "country", "topic": "topic", "person": "person", "organization": "organization"}
ONE_OF = {
    "country": gettext_lazy("country"),
    "topic": gettext_lazy("topic"),
    "person": gettext_lazy("person"),
    "organization": gettext_lazy("organisation"),
}


class Search(Page):
    """Everything that answers a question, by kind; a name leads straight to what it names."""

    section = "search"
    template_name = "records/search.html"

    def get(self, request, *args, **kwargs):
        """The page; status 400 when the question makes no sense."""
        self.asked = SearchFilter(request.GET, vocabulary())
        self.problems = self.asked.problems()
        return self.render_to_response(self.get_context_data(**kwargs), status=400 if self.problems else 200)

    def get_context_data(self, **context):
        """What was found, by kind, and what the words name."""
        found = None if self.problems else search(self.asked.question(), self.asked.facets)
        chosen = self.asked.chosen()
        facets = self.asked.facet_list(found.counts if found else None)
        context = super().get_context_data(
            asked=self.asked,
            problems=self.problems,
            found=found,
            words=found.words if found and found.words else None,
            named=[(one, _page_of(one)) for one in found.words.names] if found and found.words else [],
            meant=perhaps_meant(found.words, current()) if found and found.words and not found.total else None,
            groups=list(_groups(found)) if found else [],
            facets=facets,
            bars=charts.year_bars(facets),
            chosen=chosen,
            is_followed=False,
            **context,
        )
        return context | {"is_indexed": not chosen and not self.problems}


def _groups(found):
    """Each kind that has answers: its name, how many, the first of them, and where all of them are listed."""
    for kind, label in KIND_NAMES:
        if kind in found.groups:
            total, keys = found.groups[kind]
            records = ROWS.get(kind, KINDS[kind].objects.all)().in_bulk(keys)
            yield kind, label, total, [records[key] for key in keys], LISTS.get(kind)


ROWS = {
    "agreement": lambda: Agreement.objects.select_related("edition"),
    "delegation": lambda: Delegation.objects.select_related("edition", "country", "organization", "head_person"),
    "statement": lambda: Statement.objects.select_related("edition", "person"),
    "session": lambda: KINDS["session"].objects.select_related("edition"),
}


def _page_of(named) -> str:
    return address(PAGES[named.kind], named.slug)


def suggest(request):
    """What begins like `q`, for the language of the page: names with their addresses, then words of the record."""
    asked = request.GET.get("language", "")
    text = request.GET.get("q", "")[:100].replace("\0", "")
    with override(asked if asked in dict(settings.LANGUAGES) else "en"):
        named, words = completions(text, current())
        offered = [_offer(one) for one in named]
    return JsonResponse({"suggestions": [*offered, *({"text": word, "kind": "word"} for word in words)]})


def _offer(one) -> dict:
    written = one.names.get(visitor_column()) or next(iter(one.names.values()))
    return {"text": written[0], "kind": one.kind, "kind_name": str(ONE_OF[one.kind]), "address": _page_of(one)}
