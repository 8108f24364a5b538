"""Every list: question in, page out. A senseless question is answered by a sentence and no rows."""

from dataclasses import replace

from records import charts, linked_data
from records.citations import Cited, cited_list
from records.lists import Asked, Listing
from records.models import Footnotes
from records.models.languages import address
from records.search.reasons import note_reasons
from records.search.words import Words

from .offers import instead_of
from .page import CALENDAR, CSV, CSV_BY, FEED, JSON, Page, plainly, step_to_list

CRAWLED_CHOICES = 2


class RecordList(Page):
    """A list of public records. Name the `listing`, the `records` that make rows, and the template.

    `shows_sources`: the rows are facts, and show where they come from.
    """

    listing: Listing
    shows_sources = False
    markdown_template = "records/list.md"
    is_cited = True

    @property
    def faces(self):
        """The same answer as data; none for a question that has no answer."""
        rows_by = [CSV_BY[name] for name in self.listing.table.rows_by()]
        if self.asked.problems:
            return ()
        names = self.asked.filters.names_for_data().items()
        return tuple(replace(face, asks=(*face.asks, *names)) for face in (CSV, *rows_by, JSON))

    @property
    def follows(self):
        """Ways of being told of what is new; none for a question that has no answer."""
        if self.asked.problems:
            return ()
        return (FEED, CALENDAR) if self.listing.name == "editions" else (FEED,)

    @property
    def section(self) -> str:
        """Lists are the entries of the contents."""
        return self.listing.name

    def records(self):
        """The queryset that fetches the rows of one page, with all they print."""
        raise NotImplementedError

    def rows(self):
        """The rows of one page, in order."""
        return self.answer.rows(self.records())

    def get(self, request, *args, **kwargs):
        """The page; status 400 when the question makes no sense, 404 when the page asked for is past the end.

        An address that says what need not be said, as forms send it, is sent on to the plain one.
        """
        if plain := plainly(request, self.listing.filterset):
            return plain
        self.asked = Asked(self.listing, request.GET)
        self.answer = self.asked.answer
        return self.render_to_response(self.get_context_data(**kwargs), status=self.asked.status)

    def sorts_alike_in(self, language: str) -> bool:
        """Whether names come in the same order there."""
        return self.asked.filters.sorts_alike_in(language)

    def cited(self, context) -> Cited | None:
        """The list with what was chosen; nothing when the question cannot be answered."""
        if self.asked.problems:
            return None
        where = address(self.section) + self.asked.filters.asking_the_same()
        return cited_list(
            str(self.listing.title), self.asked.filters.in_words(), context["forum"], where, self.answer.page
        )

    def things(self, about: Cited, context) -> list[dict]:
        """The way to the list."""
        return [linked_data.breadcrumbs([step_to_list(self.listing)])]

    def _words(self, rows) -> Words | None:
        """The words that were asked for, with why each row was found; nothing where none were."""
        if not self.answer or not self.asked.question.words:
            return None
        return note_reasons(self.answer.words, {self.listing.kind: [row.pk for row in rows]})

    def get_context_data(self, **context):
        """The rows and how they were chosen."""
        asked, answer, filters = self.asked, self.answer, self.asked.filters
        rows = self.rows() if answer and not asked.problems else []
        chosen = filters.chosen()
        facets = filters.facet_list(answer.counts if answer else None)
        context = super().get_context_data(
            asked=filters,
            answer=answer,
            problems=asked.problems,
            rows=rows,
            items=[row.get_absolute_url() for row in rows],
            chosen=chosen,
            notes=Footnotes(rows if self.shows_sources else []),
            facets=facets,
            bars=charts.year_bars(facets),
            **instead_of(answer),
            words=self._words(rows),
            is_followed=len(chosen) < CRAWLED_CHOICES,
            **context,
        )
        context["is_indexed"] = not asked.problems and len(chosen) <= CRAWLED_CHOICES
        return context
