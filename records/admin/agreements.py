"""Where staff write what was agreed, by whom, for how much, and what became of it."""

from django.contrib import admin
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from records.models import Agreement, Amount, Document, FollowUp, Party

from .attachments import Attachments, WithAttachments
from .fields import in_language
from .filters import Returned, Translations, WithoutSource
from .pages import InEdition
from .previews import Previewing
from .publication import PublishableAdmin
from .rows import Citations, SmallRecordAdmin, StackedRows, TableRows


class Parties(StackedRows):
    """Parties to an agreement: a country, an organisation or a description."""

    model = Party
    fields = [("country", "organization"), "description"]
    named_with = ("country", "organization")


class Amounts(TableRows):
    """Sums of money."""

    model = Amount
    fields = ["value", "currency", "qualifier", "dollars_as_reported", "is_alternative", "more"]
    readonly_fields = ["more"]


class FollowUps(StackedRows):
    """What became of an agreement."""

    model = FollowUp
    fields = [("status", "happened"), "note", "more"]
    readonly_fields = ["more"]


@admin.register(Agreement)
class AgreementAdmin(WithAttachments, Previewing, InEdition, PublishableAdmin):
    """Agreements of all editions."""

    fieldsets = [
        (None, {"fields": [("edition", "number", "reference"), "title", ("kind", "reported_as"), "topics"]}),
        (_("Provision"), {"fields": ["text", ("document", "part_of"), ("parties_basis", "item_count"), "note"]}),
    ]
    readonly_fields = [*PublishableAdmin.readonly_fields, "reference"]
    inlines = [Parties, Amounts, FollowUps, Citations, Attachments]
    search_fields = ["folded"]
    list_display = ["reference", "shown_title", "kind", "edition", "state"]
    list_display_links = ["reference", "shown_title"]
    list_filter = [
        "state", Returned, WithoutSource, Translations, "edition", "kind",
        ("topics", admin.RelatedOnlyFieldListFilter),
    ]  # fmt: skip
    ordering = ["-edition__number", "-edition__pk", "number"]
    named_with = ("edition", "document", "part_of")
    lasting = ("edition", "number")

    def get_changeform_initial_data(self, request):
        """The next free running number is proposed."""
        initial = super().get_changeform_initial_data(request)
        if str(initial.get("edition", "")).isdecimal() and "number" not in initial:
            taken = Agreement.objects.filter(edition=initial["edition"]).aggregate(highest=Max("number"))
            initial["number"] = (taken["highest"] or 0) + 1
        return initial

    @admin.display(description=_("title"))
    def shown_title(self, agreement):
        """The title in the language of the clerk."""
        return in_language(agreement.title)


@admin.register(Document)
class DocumentAdmin(SmallRecordAdmin):
    """A document, found by its name where an agreement names it."""

    fields = ["belongs_to", "name"]
    search_fields = ["folded"]
    named_with = ("edition",)


@admin.register(Amount)
class AmountAdmin(SmallRecordAdmin):
    """A sum of money, with its sources."""

    fields = ["belongs_to", ("value", "currency", "qualifier"), "dollars_as_reported", "is_alternative"]
    inlines = [Citations]
    named_with = ("agreement",)


@admin.register(FollowUp)
class FollowUpAdmin(SmallRecordAdmin):
    """A follow-up, with its sources."""

    fields = ["belongs_to", ("status", "happened"), "note"]
    inlines = [Citations]
    named_with = ("agreement",)
