"""Where staff write who came, and what they said."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from records.models import Delegation, Member, Statement

from .fields import in_language
from .filters import Translations, WithoutSource
from .pages import InEdition, RecordAdmin
from .rows import Citations, StackedRows


class Members(StackedRows):
    """Other people named in a delegation."""

    model = Member
    fields = ["person", "title"]
    named_with = ("person",)


@admin.register(Delegation)
class DelegationAdmin(InEdition, RecordAdmin):
    """Delegations of all editions, with their heads and members."""

    fieldsets = [
        (None, {"fields": ["edition", ("country", "organization"), "reported_as"]}),
        (_("Head"), {"fields": ["head_person", "head_title", "head_basis"]}),
    ]
    inlines = [Members, Citations]
    search_fields = [
        "country__folded", "organization__folded", "head_person__folded", "members__person__folded", "edition__folded",
    ]  # fmt: skip
    list_display = ["shown_sender", "edition", "shown_head", "reported_as"]
    list_filter = ["edition", WithoutSource, Translations, "country", "reported_as"]
    ordering = ["-edition__number", "-edition__pk", "country__sort_en", "organization__sort_en", "pk"]
    named_with = ("edition", "country", "organization", "head_person")
    lasting = ("edition", "country", "organization")

    @admin.display(description=_("delegation"))
    def shown_sender(self, delegation):
        """The country or the organisation."""
        return in_language(delegation.sender.name)

    @admin.display(description=_("head"))
    def shown_head(self, delegation):
        """The name, or the office where the name is not known."""
        return in_language(delegation.head_person.name if delegation.head_person else delegation.head_title)


@admin.register(Statement)
class StatementAdmin(InEdition, RecordAdmin):
    """Statements of all editions."""

    fields = ["edition", ("person", "slug"), "gist", "topics"]
    inlines = [Citations]
    search_fields = ["folded", "person__folded", "edition__folded"]
    list_display = ["shown_person", "shown_gist", "edition"]
    list_filter = ["edition", WithoutSource, Translations, ("topics", admin.RelatedOnlyFieldListFilter)]
    ordering = ["-edition__number", "-edition__pk", "pk"]
    named_with = ("edition", "person")
    lasting = ("edition", "slug")

    @admin.display(description=_("speaker"))
    def shown_person(self, statement):
        """The name in the language of the clerk."""
        return in_language(statement.person.name)

    @admin.display(description=_("gist"))
    def shown_gist(self, statement):
        """The paraphrase in the language of the clerk."""
        return in_language(statement.gist)
