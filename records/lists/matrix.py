"""The matrix as every face tells it: countries and topics against editions, each number the total of a list."""

import math
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import get_language, gettext_lazy, override

from records import charts
from records.filters import MatrixFilter
from records.models import Agreement, Delegation, Edition, Gap
from records.search.query import tally
from records.search.tallies import cross_tally
from records.search.vocabulary import vocabulary

from .listing import Listing, past_the_end

COLUMNS = 24
# What it is called and asked, as a list; it is no list of records.
MATRIX = Listing("matrix", gettext_lazy("Matrix"), "cell", MatrixFilter)


@dataclass(frozen=True)
class Window:
    """The editions that one page of the matrix has room for, in the order of their numbers."""

    editions: list[Edition]
    page: int
    pages: int

    @classmethod
    def on(cls, editions, page: int, size: int = COLUMNS) -> "Window":
        """The page with this number, of editions that come the newest first."""
        shown = editions[(page - 1) * size : page * size]
        return cls(shown[::-1], page, max(1, math.ceil(len(editions) / size)))


@dataclass(frozen=True)
class Half:
    """One table of the matrix: a row for each value of the choice `name`, counting the records of the list `of`."""

    of: str
    name: str
    groups: list[list[charts.Row]]
    silent: dict[str, str]
    by_edition: dict[str, int]
    total: int

    def rows(self) -> list[charts.Row]:
        """The rows, whatever they are grouped by."""
        return [row for rows in self.groups for row in rows]

    def whole(self, editions) -> charts.Row:
        """The last row: all records of the list, whether they have a value of the choice or none."""
        counted = ((edition, self.by_edition.get(edition.slug, 0)) for edition in editions)
        cells = [charts.Cell(one, count, "" if count else self.silent[one.slug]) for one, count in counted]
        return charts.Row(None, self.total, cells)


class AskedMatrix:
    """The matrix by the question of an address: `problems` that it has, their `status`, and the `window` it opens.

    400: it makes no sense. 404: it asks for a page past the end. A table, which has no pages, `is_for_all` editions.
    """

    def __init__(self, data, *, is_for_all: bool = False):
        self.vocabulary = vocabulary()
        self.filters = MatrixFilter(data, self.vocabulary)
        self.problems, self.status = self.filters.problems(), 200
        page = 1 if self.problems else self.filters.page_number()
        editions = self.vocabulary.editions
        self.window = Window.on(editions, page, max(1, len(editions)) if is_for_all else COLUMNS)
        if self.problems:
            self.status = 400
        elif self.window.page > self.window.pages:
            self.problems, self.status = [past_the_end(self.window)], 404

    @cached_property
    def came(self) -> Half:
        """Who came: countries with their delegations."""
        editions, by_edition = self.window.editions, tally(Delegation, "edition")
        looked_for = Gap.objects.looked_for("delegations", editions)
        silent = charts.silence(editions, by_edition, looked_for)
        look = charts.look_by_head(Delegation.objects.published().countries_with_heads(editions), silent)
        return self._half(Delegation, "delegations", "country", by_edition, silent, look)

    @cached_property
    def agreed(self) -> Half:
        """What was agreed: topics with their agreements."""
        editions, by_edition = self.window.editions, tally(Agreement, "edition")
        recorded, in_vain = Edition.objects.published().outcomes_known(editions)
        looked_for = in_vain | Gap.objects.looked_for("agreements", editions)
        silent = charts.silence(editions, recorded, looked_for)
        return self._half(Agreement, "agreements", "topic", by_edition, silent)

    @property
    def halves(self) -> list[Half]:
        """Both tables."""
        return [self.came, self.agreed]

    def _half(self, model, of: str, name: str, by_edition, silent, look=None) -> Half:
        editions = self.window.editions
        counts = cross_tally(model, name, "edition", [edition.slug for edition in editions])
        look = look or charts.look_by_number(counts, silent)
        rows = charts.matrix_rows(self._in_order(name), editions, counts, tally(model, name), look)
        return Half(of, name, charts.by_top(rows), silent, by_edition, sum(by_edition.values()))

    def _in_order(self, name: str) -> list:
        """The countries or the topics, by the letters of the language that is asked for."""
        with override(self.filters.form.cleaned_data["names"] or get_language()):
            in_order = vocabulary()
        return in_order.countries if name == "country" else in_order.topics
