"""Where staff write editions and all that happened at them, the forum itself, and related events."""

from django.contrib import admin
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from records.models import (
    Agreement,
    AttendingGroup,
    Delegation,
    Document,
    Edition,
    Forum,
    HeadCount,
    NextHost,
    Organizer,
    Place,
    RelatedEvent,
    Session,
    Statement,
)

from .attachments import Attachments, WithAttachments
from .evidence import Disputes, EditionsNotFound, Gaps
from .fields import in_language
from .filters import Returned, Translations, WithoutSource
from .pages import InEdition, RecordAdmin, list_of
from .previews import Previewing
from .publication import PublishableAdmin
from .rows import Citations, SmallRecordAdmin, StackedRows, TableRows, count_of
from .starting import Starting


@admin.register(Forum)
class ForumAdmin(RecordAdmin):
    """The forum itself; there is one."""

    fieldsets = [
        (None, {"fields": ["title", "since", "organizer_note"]}),
        (_("About the record"), {"fields": ["note", ("version", "licence")]}),
        (_("Translations"), {"fields": [("translations_ru", "translations_zh"), "translations_note"]}),
    ]
    inlines = [EditionsNotFound, Citations]
    list_display = ["shown_title", "version"]
    ordering = ["pk"]

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not Forum.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False

    def get_model_perms(self, request):
        """The menu on every page asks this; it need not ask the database whether there is a forum."""
        return {
            "add": False,
            "change": self.has_change_permission(request),
            "delete": False,
            "view": self.has_view_permission(request),
        }

    @admin.display(description=_("title of the record"))
    def shown_title(self, forum):
        """The title in the language of the clerk."""
        return in_language(forum.title)


class Places(StackedRows):
    """Cities of an edition."""

    model = Place
    fields = [("country", "role"), "city", "region"]
    named_with = ("country",)


class PlacesOfEvents(Places):
    """Cities of a related event, which have no role."""

    fields = ["country", "city", "region"]


class Organizers(TableRows):
    """Organisations that held an edition."""

    model = Organizer
    fields = ["organization", "role"]
    named_with = ("organization",)


class HeadCounts(TableRows):
    """How many took part."""

    model = HeadCount
    fields = ["count", "qualifier", "reported_as", "more"]
    readonly_fields = ["more"]


class AttendingGroups(StackedRows):
    """Groups without a delegation."""

    model = AttendingGroup
    fields = ["name", "more"]
    readonly_fields = ["more"]


class NextHosts(StackedRows):
    """The next host, announced at an edition."""

    model = NextHost
    fields = [("number", "country"), "city", "region", "more"]
    readonly_fields = ["more"]
    named_with = ("country",)


class Documents(StackedRows):
    """Documents in which agreements stand."""

    model = Document
    fields = ["name"]


@admin.register(Edition)
class EditionAdmin(WithAttachments, Previewing, Starting, PublishableAdmin):
    """Editions: the whole of a meeting on one page, and lists that lead on."""

    fieldsets = [
        (None, {"fields": [("number", "format"), ("start", "end"), "name", "topics"]}),
        (_("Delegations, sessions, statements, outcomes"), {"fields": [
            "delegation_list", "session_list", "statement_list", "agreement_list", "agreements_looked_for",
        ]}),
        (_("Texts"), {"fields": ["summary", "theme", "dedication", "number_note"]}),
    ]  # fmt: skip
    readonly_fields = [
        *PublishableAdmin.readonly_fields, "delegation_list", "session_list", "statement_list", "agreement_list",
    ]  # fmt: skip
    inlines = [
        Places, Organizers, HeadCounts, AttendingGroups, NextHosts, Documents, Disputes, Gaps, Citations, Attachments,
    ]  # fmt: skip
    search_fields = ["folded"]
    list_display = ["number", "shown_name", "shown_dates", "delegation_count", "agreement_count", "state"]
    list_display_links = ["number", "shown_name"]
    list_filter = [
        "state", Returned, WithoutSource, Translations, "format", ("topics", admin.RelatedOnlyFieldListFilter),
    ]  # fmt: skip
    sortable_by = ["number", "shown_dates"]
    ordering = ["-number", F("start_on").desc(nulls_last=True), "pk"]

    def get_queryset(self, request):
        counts = {
            f"counted_{model._meta.model_name}": count_of(model, "edition")
            for model in (Delegation, Session, Statement, Agreement)
        }
        return super().get_queryset(request).annotate(**counts)

    @admin.display(description=_("name"))
    def shown_name(self, edition):
        """The name in the language of the clerk."""
        return in_language(edition.name)

    @admin.display(description=_("dates"), ordering=F("start_on").asc(nulls_last=True))
    def shown_dates(self, edition):
        """When it was held, as far as it is known."""
        return edition.dates()

    @admin.display(description=_("delegations"))
    def delegation_count(self, edition):
        return edition.counted_delegation

    @admin.display(description=_("agreements"))
    def agreement_count(self, edition):
        return edition.counted_agreement

    @admin.display(description=_("delegations"))
    def delegation_list(self, edition):
        return _list(Delegation, edition)

    @admin.display(description=_("sessions"))
    def session_list(self, edition):
        return _list(Session, edition)

    @admin.display(description=_("statements"))
    def statement_list(self, edition):
        return _list(Statement, edition)

    @admin.display(description=_("agreements"))
    def agreement_list(self, edition):
        return _list(Agreement, edition)


def _list(model, edition) -> str:
    if not edition.pk:
        return _("Save first, then add them.")
    return list_of(model, edition, getattr(edition, f"counted_{model._meta.model_name}", 0))


@admin.register(RelatedEvent)
class RelatedEventAdmin(PublishableAdmin):
    """Meetings outside the series."""

    fieldsets = [(None, {"fields": ["name", ("slug", "start"), "relation", ("organizers", "organizations")]})]
    inlines = [PlacesOfEvents, Citations]
    search_fields = ["folded"]
    list_display = ["shown_name", "shown_dates", "state"]
    list_filter = ["state", Returned]
    sortable_by = ["shown_dates"]
    ordering = [F("start_on").desc(nulls_last=True), "slug"]
    prepopulated_fields = {"slug": ["name_en"]}
    lasting = ("slug",)

    @admin.display(description=_("name"))
    def shown_name(self, event):
        """The name in the language of the clerk."""
        return in_language(event.name)

    @admin.display(description=_("date"), ordering=F("start_on").asc(nulls_last=True))
    def shown_dates(self, event):
        """When it was held, as far as it is known."""
        return event.dates()


@admin.register(Session)
class SessionAdmin(InEdition, RecordAdmin):
    """Sessions of all editions."""

    fields = ["edition", "title", ("kind", "held"), "slug", "place", "people", "organizations", "topics"]
    inlines = [Citations]
    search_fields = ["folded", "edition__folded"]
    list_display = ["shown_title", "kind", "shown_date", "edition"]
    list_filter = ["kind", WithoutSource, Translations, "edition"]
    sortable_by = ["shown_date"]
    ordering = ["-edition__number", "-edition__pk", F("held_on").asc(nulls_last=True), "pk"]
    named_with = ("edition",)
    prepopulated_fields = {"slug": ["title_en"]}
    lasting = ("edition", "slug")

    @admin.display(description=_("title"))
    def shown_title(self, session):
        """The title in the language of the clerk."""
        return in_language(session.title)

    @admin.display(description=_("date"), ordering=F("held_on").asc(nulls_last=True))
    def shown_date(self, session):
        """The date as far as it is known."""
        return session.held


@admin.register(HeadCount)
class HeadCountAdmin(SmallRecordAdmin):
    """A number of participants, with its sources."""

    fields = ["belongs_to", "count", ("qualifier", "reported_as")]
    inlines = [Citations]
    named_with = ("edition",)


@admin.register(AttendingGroup)
class AttendingGroupAdmin(SmallRecordAdmin):
    """A group that also attended, with its sources."""

    fields = ["belongs_to", "name"]
    inlines = [Citations]
    named_with = ("edition",)


@admin.register(NextHost)
class NextHostAdmin(SmallRecordAdmin):
    """The next host as announced, with its sources."""

    fields = ["belongs_to", ("number", "country"), "city", "region"]
    inlines = [Citations]
    named_with = ("edition", "country")
