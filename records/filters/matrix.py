"""The question that the matrix answers: which of its columns."""

from records.filters.fields import NameOrder
from records.filters.listing import RecordFilterSet
from records.models import Edition


class MatrixFilter(RecordFilterSet):
    """Which page of the editions, the newest first, and by the letters of which language the rows sort."""

    model = Edition
    names = NameOrder()

    def page_number(self) -> int:
        """The page asked for; ask `problems()` first."""
        return self.form.cleaned_data["page"] or 1
