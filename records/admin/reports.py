"""Where staff answer what readers report."""

from django import forms
from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from records.editing.reports import answer
from records.editing.roles import may_publish
from records.models import Delegation, Note, Report, Statement
from records.models.editorial import PART_NAMES, page_address
from records.models.languages import COLUMNS
from records.search.lives import LIVES

from .deleting import page_of

ANSWERS = tuple(f"answer_{column}" for column in COLUMNS)
# What came of a report so, readers learn from the log of changes; the rest stays among colleagues.
QUIET = (Report.State.WAITING, Report.State.NOISE)


class ReportForm(forms.ModelForm):
    """What came of a report, and a note for colleagues."""

    note = forms.CharField(
        label=_("Add a note"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only colleagues read it."),
    )  # fmt: skip

    def clean(self):
        """What readers are told of stands in the log in words."""
        said = super().clean()
        is_quiet = said.get("state", Report.State.WAITING) in QUIET
        if "answer_en" in self.fields and not is_quiet and not any(said.get(name) for name in ANSWERS):
            self.add_error("answer_en", _("Say what came of it: readers find it in the log of changes."))
        return said


class QuietForm(ReportForm):
    """The same for who may not publish: a report is set aside, or waits for somebody who may answer it in public."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if "state" in self.fields:
            quiet = [(state.value, state.label) for state in QUIET]
            self.fields["state"].choices = quiet
            self.fields["state"].help_text = _("A reviewer answers in public. Leave a note, or set it aside.")


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin):
    """Readers' reports, those that wait first; the answer goes into the public log."""

    form = ReportForm
    fieldsets = [
        (None, {"fields": ["about", "reported_at", "text", "evidence", "contact", "language"]}),
        (_("Notes"), {"fields": ["notes", "note"]}),
        (_("What came of it"), {"fields": ["state", ANSWERS, "answered_at"]}),
    ]
    readonly_fields = ["about", "reported_at", "text", "evidence", "contact", "language", "notes", "answered_at"]
    list_display = ["shown_text", "kind", "key", "reported_at", "state"]
    list_filter = ["state", "kind"]
    search_fields = ["text", "key"]
    ordering = ["-pk"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return may_publish(request.user) and super().has_delete_permission(request, obj)

    def get_form(self, request, obj=None, change=False, **options):
        form = ReportForm if may_publish(request.user) else QuietForm
        return super().get_form(request, obj, change, form=form, **options)

    def get_readonly_fields(self, request, obj=None):
        """Who may not publish says nothing in public, and takes nothing back that was said."""
        if may_publish(request.user):
            return self.readonly_fields
        return [*self.readonly_fields, *ANSWERS, *([] if obj and obj.state in QUIET else ["state"])]

    @admin.display(description=_("what is wrong"))
    def shown_text(self, report):
        """The beginning of what was written."""
        return report.text[:100]

    @admin.display(description=_("record"))
    def about(self, report):
        """The record: where it is mended, and where it is read."""
        record = _record(report)
        page = record and (page_of(record) or page_of(record.edition))
        there = format_html('<a href="{}">{}</a>', page, record) if record else report.key
        return format_html('{} · <a href="{}">{}</a>', there, page_address(report.kind, report.key), _("public page"))

    @admin.display(description=_("Notes"))
    def notes(self, report):
        """What colleagues have said of it, the last first."""
        return "\n".join(f"{note.author or '–'}: {note.text}" for note in Note.objects.of(report)) or "–"

    def save_model(self, request, obj, form, change):
        """The note for colleagues; the answer, when it is another one, in the log of changes too."""
        if text := form.cleaned_data.get("note", "").strip():
            Note.objects.create(kind=obj._meta.model_name, record=obj.pk, text=text, author=request.user)
        if {"state", *ANSWERS} & set(form.changed_data):
            answer(obj)


def _record(report):
    """The record that a report speaks of, if it is still there."""
    if report.kind not in PART_NAMES:
        return LIVES[report.kind].objects.filter(**_found_by(report)).first()
    edition, _slash, key = report.key.partition("/")
    within = Delegation.objects.sent_by(key) if report.kind == "delegation" else Statement.objects.filter(slug=key)
    return within.filter(edition__slug=edition).first()


def _found_by(report) -> dict:
    names = {"agreement": "reference", "country": "code", "forum": "pk"}
    key = {"country": report.key.upper(), "forum": 1}.get(report.kind, report.key)
    return {names.get(report.kind, "slug"): key}
