"""Every list: question in, page out. A senseless question is answered by a sentence and no rows."""

from django.utils.translation import gettext as _

from records.models import Footnotes
from records.search.query import answer
from records.search.snapshot import current
from records.search.spelling import perhaps_meant
from records.search.vocabulary import vocabulary

from .page import Page

CRAWLED_CHOICES = 2


class RecordList(Page):
    """A list of public records. Name the `filterset`, the `records` that make rows, and the template.

    `shows_sources`: the rows are facts, and show where they come from.
    """

    filterset = None
    shows_sources = False

    def records(self):
        """The queryset that fetches the rows of one page, with all they print."""
        raise NotImplementedError

    def rows(self):
        """The rows of one page, in order."""
        return self.answer.rows(self.records())

    def get(self, request, *args, **kwargs):
        """The page; status 400 when the question makes no sense, 404 when the page asked for is past the end."""
        self.asked = self.filterset(request.GET, vocabulary())
        self.problems = self.asked.problems()
        self.answer = None if self.problems else self._answer()
        status = 400 if self.problems else 200
        if self.answer and self.answer.page > self.answer.pages:
            self.problems, status = [past_the_end(self.answer)], 404
        return self.render_to_response(self.get_context_data(**kwargs), status=status)

    def _answer(self):
        self.question = self.asked.question()
        return answer(self.filterset.model, self.question, self.asked.facets)

    def get_context_data(self, **context):
        """The rows and how they were chosen."""
        rows = self.rows() if self.answer and not self.problems else []
        chosen = self.asked.chosen()
        context = super().get_context_data(
            asked=self.asked,
            answer=self.answer,
            problems=self.problems,
            rows=rows,
            chosen=chosen,
            notes=Footnotes(rows if self.shows_sources else []),
            facets=self.asked.facet_list(self.answer.counts if self.answer else None),
            meant=perhaps_meant(self.answer.words, current()) if self.answer and not self.answer.total else None,
            words=self.answer.words if self.answer and self.question.words else None,
            is_followed=len(chosen) < CRAWLED_CHOICES,
            **context,
        )
        context["is_indexed"] = not self.problems and len(chosen) <= CRAWLED_CHOICES
        return context


def past_the_end(answer) -> str:
    """That a list has fewer pages than were asked for."""
    return _("There is no page %(page)s: the list ends with page %(last)s.") % {
        "page": answer.page,
        "last": answer.pages,
    }
