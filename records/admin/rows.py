"""Small records: rows of their owner's page, each leading to a page of its own where it has sources."""

from django.contrib import admin
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponseRedirect
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from records.exchange.kinds import NAMES
from records.models import Citation
from records.models.evidence import CITED_AS

from .deleting import link_to, page_of
from .fields import Fields
from .forms import RecordFormSet, form_for
from .pages import RecordAdmin
from .rights import Translating


def count_of(model, by: str):
    """How many records of `model` name this one by the key `by`; one sub-query, whatever is asked beside it."""
    rows = model._default_manager.filter(**{by: OuterRef("pk")}).order_by().values(by)
    return Coalesce(Subquery(rows.annotate(found=Count("pk")).values("found")), 0)


class SmallRecordAdmin(RecordAdmin):
    """A record that is written in a row of its owner's page, and has a page of its own for its sources only."""

    readonly_fields = ["belongs_to"]

    def has_module_permission(self, request):
        """It is reached from its owner; the front page does not list it."""
        return False

    def has_add_permission(self, request):
        return False

    @admin.display(description=_("belongs to"))
    def belongs_to(self, record):
        """The record in whose page this one is a row."""
        return link_to(record.owner())

    def response_post_save_change(self, request, obj):
        """Back to where the row stands."""
        return HttpResponseRedirect(page_of(obj.owner()))


class Rows(Translating, Fields):
    """Rows of small records in the page of their owner."""

    extra = 0
    formset = RecordFormSet
    # What the link of a row counts and leads to: its sources, or the accounts of a dispute.
    counted, counted_as = Citation, _("sources")
    readonly_fields = ()

    def __init__(self, parent_model, admin_site):
        super().__init__(parent_model, admin_site)
        self.form = form_for(self.model)

    def get_view_on_site_url(self, obj=None):
        return None

    def get_formset(self, request, obj=None, **options):
        """A box that this account only looks at is no box; Django would leave those of partial dates in."""
        made = super().get_formset(request, obj, **options)
        for name in self.get_readonly_fields(request, obj):
            made.form.base_fields.pop(name, None)
        return made

    def get_queryset(self, request):
        queryset = super().get_queryset(request)
        if "more" not in self.readonly_fields:
            return queryset
        key = CITED_AS[self.model] if self.counted is Citation else self.model._meta.model_name
        return queryset.annotate(counted=count_of(self.counted, key))

    def add_to(self, request, record, changes: dict, adds: dict, removes: set):
        """Say what somebody may write in these rows: the boxes of stored and of new ones, and whether any may go."""
        if self.model not in NAMES:
            return
        kind = NAMES[self.model]
        boxes = frozenset(self.get_formset(request, record).form.base_fields)
        if self.has_change_permission(request, record):
            changes[kind] = boxes
        if self.has_add_permission(request, record):
            adds[kind] = boxes
        if self.can_delete and self.has_delete_permission(request, record):
            removes.add(kind)

    @admin.display(description=_("more"))
    def more(self, record):
        """The way to what stands one level deeper."""
        if not record.pk:
            return _("Save first, then add them.")
        return format_html('<a href="{}">{}: {}</a>', page_of(record), capfirst(self.counted_as), record.counted)


class StackedRows(Rows, admin.StackedInline):
    """Rows with texts: the fields stand below one another."""


class TableRows(Rows, admin.TabularInline):
    """Rows with few short fields."""

    def formfield_for_dbfield(self, db_field, request, **options):
        """The head of a column names its boxes to the eye only, so each says its name itself."""
        field = super().formfield_for_dbfield(db_field, request, **options)
        if field:
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs["aria-label"] = field.label
        return field


class Citations(TableRows):
    """The sources that support a record."""

    model = Citation
    fields = ["source", "field", "locator"]
    named_with = ("source",)
    verbose_name, verbose_name_plural = _("source"), _("sources")
