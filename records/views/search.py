"""Search over everything, and what is offered while somebody types."""

from dataclasses import replace

from django.conf import settings
from django.db.models import Prefetch
from django.http import JsonResponse
from django.utils.translation import override

from records import charts, linked_data
from records.citations import Cited, cited_list
from records.filters import SearchFilter, given_several, is_foreign, kinds_told, one_value_only, printable
from records.lists import SEARCH, Asked
from records.lists.searching import JOINED, where_all_are
from records.models.languages import address, visitor_column
from records.search.documents import KINDS
from records.search.reasons import note_reasons
from records.search.snapshot import current
from records.search.spelling import completions

from .offers import ONE_OF, instead_of, page_of, with_pages
from .page import CSV, FEED, JSON, Page, plainly


class Search(Page):
    """Everything that answers a question, by kind; a name leads straight to what it names."""

    section = "search"
    template_name = "records/search.html"
    is_cited = True

    def get(self, request, *args, **kwargs):
        """The page; status 400 when the question makes no sense, 404 when the page asked for is past the end."""
        if plain := plainly(request, SearchFilter):
            return plain
        asked = Asked(SEARCH, request.GET)
        self.asked, self.found, self.problems = asked.filters, asked.answer, asked.problems
        if self.found:
            note_reasons(self.found.words, {kind: keys for kind, (_total, keys) in self.found.groups.items()})
        return self.render_to_response(self.get_context_data(**kwargs), status=asked.status)

    @property
    def faces(self):
        """The same answer as data; none for a question that has no answer."""
        names = tuple(self.asked.names_for_data().items())
        return () if self.problems else tuple(replace(face, asks=names) for face in (CSV, JSON))

    @property
    def follows(self):
        """The way of being told of what is new to this question; none for one that has no answer."""
        return () if self.problems else (FEED,)

    def sorts_alike_in(self, language: str) -> bool:
        """Whether names come in the same order there."""
        return self.asked.sorts_alike_in(language)

    def cited(self, context) -> Cited | None:
        """The search with what was asked; nothing when the question cannot be answered."""
        if self.problems:
            return None
        where = address("search") + self.asked.asking_the_same()
        return cited_list(str(SEARCH.title), self.asked.in_words(), context["forum"], where, self.found.page)

    def things(self, about: Cited, context) -> list[dict]:
        """The way to the search."""
        return [linked_data.breadcrumbs([(SEARCH.title, address("search"))])]

    def get_context_data(self, **context):
        """What was found, by kind, and what the words name."""
        found = self.found
        chosen = self.asked.chosen()
        facets = self.asked.facet_list(found.counts if found else None)
        context = super().get_context_data(
            asked=self.asked,
            problems=self.problems,
            found=found,
            words=found.words if found and found.words else None,
            named=with_pages(found.words.names) if found and found.words else [],
            **instead_of(found),
            groups=list(self._groups(found)) if found and not self.problems else [],
            answer=found,
            facets=facets,
            bars=charts.year_bars(facets),
            chosen=chosen,
            is_followed=False,
            **context,
        )
        return context | {"is_indexed": not chosen and not self.problems}

    def _groups(self, found):
        """Each kind that has answers: its name, how many, the first of them or a page, and where all of them are."""
        for kind, label in kinds_told(found.words):
            if kind in found.groups:
                total, keys = found.groups[kind]
                rows = list(self._rows(kind, keys))
                yield kind, label, total, rows, self._where_all_are(kind) if total > len(rows) else ""

    def _rows(self, kind: str, keys: list[int]):
        """The records of a kind; where words were asked for, with the texts that may show why they were found."""
        records = KINDS[kind].objects.select_related(*JOINED.get(kind, ()))
        if self.found.words and kind in SHOWING_WHY:
            records = SHOWING_WHY[kind](records)
        found = records.in_bulk(keys)
        return (found[key] for key in keys)

    def _where_all_are(self, kind: str) -> str:
        where = where_all_are(self.asked, self.found, kind)
        return address(where[0]) + where[1] if where else ""


SHOWING_WHY = {
    "agreement": lambda records: records.prefetch_related(Prefetch("parties", records.related("parties"))),
    "delegation": lambda records: records.for_listing(),
    "person": lambda records: records.for_listing(),
    "edition": lambda records: records.prefetch_related("places"),
}


def suggest(request):
    """What begins like `q`, for the language of the page: names with their addresses, then words of the record."""
    if unknown := [name for name in request.GET if name not in ("q", "language") and not is_foreign(name)]:
        return JsonResponse({"problems": [f"There is no “{printable(unknown[0][:50])}” to ask for here."]}, status=400)
    if several := given_several(request.GET, "q", "language"):
        return JsonResponse({"problems": [one_value_only(several[0])]}, status=400)
    asked = request.GET.get("language", "")
    text = request.GET.get("q", "")[:100].replace("\0", "")
    with override(asked if asked in dict(settings.LANGUAGES) else "en"):
        named, words = completions(text, current())
        offered = [_offer(one) for one in named]
    return JsonResponse({"suggestions": [*offered, *({"text": word, "kind": "word"} for word in words)]})


def _offer(one) -> dict:
    written = one.names.get(visitor_column()) or next(iter(one.names.values()))
    return {"text": written[0], "kind": one.kind, "kind_name": str(ONE_OF[one.kind]), "address": page_of(one)}
