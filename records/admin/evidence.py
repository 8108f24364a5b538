"""Where staff write evidence: sources, citations, disputes with their accounts, and gaps."""

from django.contrib import admin
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from records.models import Citation, Dispute, Gap, Reading, Source
from records.models.evidence import CITED

from .deleting import link_to
from .fields import in_language
from .filters import NotLookedAt
from .merging import Merging
from .pages import RecordAdmin
from .rows import Citations, SmallRecordAdmin, StackedRows


@admin.register(Source)
class SourceAdmin(Merging, RecordAdmin):
    """Sources: what was published where, when and in which language."""

    named_by = ("title_en", "title_ru", "title_zh")
    fields = ["title", "slug", "url", ("publisher", "language", "published"), "note"]
    search_fields = ["folded"]
    list_display = ["shown_title", "publisher", "language", "shown_date", "shown_public"]
    list_filter = ["is_public", "language"]
    sortable_by = ["shown_title", "shown_date"]
    ordering = [F("published_on").desc(nulls_last=True), "sort_en", "pk"]
    lasting = ("slug",)

    @admin.display(description=_("description"), ordering="sort_en")
    def shown_title(self, source):
        """What the report says, in the language of the clerk."""
        return in_language(source.title)

    @admin.display(description=_("published"), ordering=F("published_on").asc(nulls_last=True))
    def shown_date(self, source):
        """The date as far as it is known."""
        return source.published


# What the name of each cited record is made of, and what it belongs to.
CITED_WITH = (
    *CITED, "source", "head_count__edition", "attending_group__edition", "next_host__edition", "next_host__country",
    "session__edition", "delegation__edition", "delegation__country", "delegation__organization",
    "statement__edition", "statement__person", "amount__agreement", "follow_up__agreement",
    "reading__dispute__edition",
)  # fmt: skip


@admin.register(Citation)
class CitationAdmin(RecordAdmin):
    """All citations in one list; each is added in the page of the record that it supports."""

    fields = ["supported", "source", ("field", "locator")]
    readonly_fields = ["supported"]
    search_fields = ["source__folded"]
    list_display = ["shown_source", "supported", "field", "locator"]
    list_filter = ["field"]
    ordering = ["-pk"]
    named_with = CITED_WITH

    def has_add_permission(self, request):
        return False

    @admin.display(description=_("source"))
    def shown_source(self, citation):
        """The publisher and what the report says."""
        return str(citation.source)

    @admin.display(description=_("supports"))
    def supported(self, citation):
        """The record, and what it belongs to."""
        record = citation.owner()
        return link_to(record)


class Readings(StackedRows):
    """The accounts of a dispute."""

    model = Reading
    fields = ["value", "is_chosen", "more"]
    readonly_fields = ["more"]


@admin.register(Dispute)
class DisputeAdmin(RecordAdmin):
    """Disputes of all editions; an edition's page leads to its own."""

    fields = ["edition", "field", ("agreement", "person"), "note"]
    inlines = [Readings]
    search_fields = ["edition__folded", "agreement__folded", "person__folded", "note_en", "note_ru", "note_zh"]
    list_display = ["shown_field", "edition", "shown_concern"]
    list_filter = ["field", "edition"]
    ordering = ["-edition__number", "-edition__pk", "pk"]
    named_with = ("edition", "agreement", "person")

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), *(("edition",) if obj else ()))

    @admin.display(description=_("about"))
    def shown_field(self, dispute):
        """What sources disagree on."""
        return dispute.get_field_display()

    @admin.display(description=_("concerns"))
    def shown_concern(self, dispute):
        """The agreement or the person, where it is not the edition as a whole."""
        return dispute.agreement or dispute.person


@admin.register(Reading)
class ReadingAdmin(SmallRecordAdmin):
    """One account, with its sources."""

    fields = ["belongs_to", "value", "is_chosen"]
    inlines = [Citations]
    named_with = ("dispute",)


@admin.register(Gap)
class GapAdmin(RecordAdmin):
    """What is not known; gaps are added in the page of an edition or of the forum."""

    fields = ["belongs_to", "field", "edition_number", "note", ("looked_for", "looked")]
    readonly_fields = ["belongs_to"]
    search_fields = ["edition__folded", "note_en", "note_ru", "note_zh"]
    list_display = ["shown_note", "field", "edition", "looked_for", "shown_date"]
    list_filter = ["looked_for", NotLookedAt, "field", "edition"]
    ordering = ["pk"]
    named_with = ("edition", "forum")

    def has_add_permission(self, request):
        return False

    def get_fieldsets(self, request, obj=None):
        """An edition's gap is about a field; the forum's is about an edition that was not found."""
        absent = "field" if obj and obj.forum_id else "edition_number"
        (title, options), *rest = super().get_fieldsets(request, obj)
        return [(title, {**options, "fields": [name for name in options["fields"] if name != absent]}), *rest]

    @admin.display(description=_("belongs to"))
    def belongs_to(self, gap):
        """The edition, or the forum."""
        return link_to(gap.owner())

    @admin.display(description=_("what is missing"))
    def shown_note(self, gap):
        """The phrase in the language of the clerk."""
        return in_language(gap.note)

    @admin.display(description=_("last looked for"), ordering=F("looked_on").asc(nulls_last=True))
    def shown_date(self, gap):
        """The date as far as it is known."""
        return gap.looked


class Gaps(StackedRows):
    """What is not known about an edition."""

    model = Gap
    fields = [("field", "looked_for", "looked"), "note"]


class EditionsNotFound(StackedRows):
    """Editions of which nothing is known, as the forum's page keeps them."""

    model = Gap
    fields = [("edition_number", "looked_for", "looked"), "note"]


class Disputes(StackedRows):
    """What sources disagree on; the accounts stand one page deeper."""

    model = Dispute
    fields = [("field", "agreement", "person"), "note", "more"]
    readonly_fields = ["more"]
    named_with = ("agreement", "person")
    counted, counted_as = Reading, Reading._meta.verbose_name_plural
