"""The log of changes as a page: what was added, corrected or withdrawn, when, and why."""

from records.lists import LOG
from records.models import Change
from records.telling.changes import tell

from .listing import RecordList
from .page import CSV, JSON


class ChangeList(RecordList):
    """Everything that has changed in public, the last act first."""

    listing = LOG
    template_name = "records/change_list.html"
    markdown_template = "records/change_list.md"

    @property
    def faces(self):
        """The same answer as data; none for a question that has no answer."""
        return () if self.asked.problems else (CSV, JSON)

    def records(self):
        """Changes with the versions before and after them."""
        return Change.objects.for_telling()

    def get_context_data(self, **context):
        """The rows in words."""
        context = super().get_context_data(**context)
        return context | {"rows": tell(context["rows"])}
