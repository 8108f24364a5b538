"""The matrix: countries and topics against editions, every number the way to its list."""

import math
from dataclasses import dataclass

from records import charts
from records.filters import MatrixFilter
from records.lists import past_the_end
from records.models import Agreement, Delegation, Edition, Gap
from records.search.query import tally
from records.search.tallies import cross_tally
from records.search.vocabulary import vocabulary

from .page import Page

COLUMNS = 24


@dataclass(frozen=True)
class Window:
    """The editions that one page of the matrix has room for, in the order of their numbers."""

    editions: list[Edition]
    page: int
    pages: int

    @classmethod
    def on(cls, editions, page: int) -> "Window":
        """The page with this number, of editions that come the newest first."""
        shown = editions[(page - 1) * COLUMNS : page * COLUMNS]
        return cls(shown[::-1], page, max(1, math.ceil(len(editions) / COLUMNS)))


class Matrix(Page):
    """Who came and what was agreed, edition by edition."""

    section = "matrix"
    template_name = "records/matrix.html"

    def get(self, request, *args, **kwargs):
        """The page; status 400 when the question makes no sense, 404 when the page asked for is past the end."""
        self.vocabulary = vocabulary()
        self.asked = MatrixFilter(request.GET, self.vocabulary)
        self.problems, status = self.asked.problems(), 400
        self.window = Window.on(self.vocabulary.editions, 1 if self.problems else self.asked.page_number())
        if self.window.page > self.window.pages:
            self.problems, status = [past_the_end(self.window)], 404
        return self.render_to_response(self.get_context_data(**kwargs), status=status if self.problems else 200)

    def get_context_data(self, **context):
        """Both tables, and the editions they have in common."""
        tables = {} if self.problems else {"came": self._who_came(), "agreed": self._what_was_agreed()}
        context |= {"asked": self.asked, "problems": self.problems, "answer": self.window, "is_followed": True}
        return super().get_context_data(editions=self.window.editions, **tables, **context)

    def _who_came(self):
        editions, by_edition = self.window.editions, tally(Delegation, "edition")
        looked_for = Gap.objects.looked_for("delegations", editions)
        silent = charts.silence(editions, by_edition, looked_for)
        look = charts.look_by_head(Delegation.objects.published().countries_with_heads(editions), silent)
        return self._table(Delegation, "country", self.vocabulary.countries, by_edition, silent, look)

    def _what_was_agreed(self):
        editions, by_edition = self.window.editions, tally(Agreement, "edition")
        recorded, in_vain = Edition.objects.published().outcomes_known(editions)
        looked_for = in_vain | Gap.objects.looked_for("agreements", editions)
        silent = charts.silence(editions, recorded, looked_for)
        return self._table(Agreement, "topic", self.vocabulary.topics, by_edition, silent)

    def _table(self, model, name, records, by_edition, silent, look=None):
        editions = self.window.editions
        counts = cross_tally(model, name, "edition", [edition.slug for edition in editions])
        look = look or charts.look_by_number(counts, silent)
        rows = charts.matrix_rows(records, editions, counts, tally(model, name), look)
        return {
            "groups": charts.by_top(rows),
            "silent": silent,
            "by_edition": by_edition,
            "total": sum(by_edition.values()),
        }
