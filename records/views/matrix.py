"""The matrix: countries and topics against editions, every number the way to its list."""

from dataclasses import replace

from django.utils.translation import gettext as _

from records import linked_data
from records.citations import Cited, cited_list
from records.filters import MatrixFilter
from records.lists import AskedMatrix
from records.models.languages import address

from .page import CSV, JSON, Page, plainly


class Matrix(Page):
    """Who came and what was agreed, edition by edition."""

    section = "matrix"
    template_name = "records/matrix.html"
    is_cited = True

    @property
    def faces(self):
        """The same numbers as data; none for a question that has no answer."""
        names = tuple(self.asked.filters.names_for_data().items())
        return () if self.asked.problems else tuple(replace(face, asks=names) for face in (CSV, JSON))

    def get(self, request, *args, **kwargs):
        """The page; status 400 when the question makes no sense, 404 when the page asked for is past the end."""
        if plain := plainly(request, MatrixFilter):
            return plain
        self.asked = AskedMatrix(request.GET)
        return self.render_to_response(self.get_context_data(**kwargs), status=self.asked.status)

    def get_context_data(self, **context):
        """Both tables, and the editions they have in common."""
        asked = self.asked
        tables = {} if asked.problems else {"came": asked.came, "agreed": asked.agreed}
        context |= {"asked": asked.filters, "problems": asked.problems, "answer": asked.window, "is_followed": True}
        return super().get_context_data(editions=asked.window.editions, **tables, **context)

    def cited(self, context) -> Cited | None:
        """All pages of it together; nothing when the question cannot be answered."""
        if self.asked.problems:
            return None
        where, part = address("matrix") + self.asked.filters.asking_the_same(), self.asked.window.page
        return cited_list(_title(), [], context["forum"], where, part)

    def things(self, about: Cited, context) -> list[dict]:
        """The way to it."""
        return [linked_data.breadcrumbs([(about.title, address("matrix"))])]


def _title() -> str:
    return _("Who came and what was agreed, edition by edition")
