"""Where staff answer what readers report."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from records.editing.reports import answer
from records.models import Report
from records.models.editorial import page_address
from records.search.lives import LIVES

from .deleting import page_of


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin):
    """Readers' reports, those that wait first; the answer goes into the public log."""

    fieldsets = [
        (None, {"fields": ["about", "reported_at", "text", "evidence", "contact", "language"]}),
        (_("What came of it"), {"fields": ["state", ("answer_en", "answer_ru", "answer_zh"), "answered_at"]}),
    ]
    readonly_fields = ["about", "reported_at", "text", "evidence", "contact", "language", "answered_at"]
    list_display = ["shown_text", "kind", "key", "reported_at", "state"]
    list_filter = ["state", "kind"]
    search_fields = ["text", "key"]
    ordering = ["-pk"]

    def has_add_permission(self, request):
        return False

    @admin.display(description=_("what is wrong"))
    def shown_text(self, report):
        """The beginning of what was written."""
        return report.text[:100]

    @admin.display(description=_("about"))
    def about(self, report):
        """The record: where it is mended, and where it is read."""
        record = LIVES[report.kind].objects.filter(**_found_by(report)).first()
        there = format_html('<a href="{}">{}</a>', page_of(record), record) if record else report.key
        return format_html('{} · <a href="{}">{}</a>', there, page_address(report.kind, report.key), _("public page"))

    def save_model(self, request, obj, form, change):
        """The answer, in the log of changes too."""
        answer(obj)


def _found_by(report) -> dict:
    names = {"agreement": "reference", "country": "code", "forum": "pk"}
    key = {"country": report.key.upper(), "forum": 1}.get(report.kind, report.key)
    return {names.get(report.kind, "slug"): key}
