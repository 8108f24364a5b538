"""What is not known."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from records.models.dates import PartialDateColumns, date_with_precision
from records.models.editions import Edition, Forum
from records.models.languages import Translated
from records.models.publication import Record, RecordQuerySet

from .fields import FieldCode


class GapQuerySet(RecordQuerySet):
    """What is not known."""

    def of_editions(self) -> list:
        """What is not known about public editions, the newest edition first."""
        about = self.published().filter(edition__isnull=False).select_related("edition")
        return list(about.order_by("-edition__number", "-edition__pk", "pk"))

    def looked_for(self, field: str, editions) -> set[str]:
        """The editions, by their addresses, of which this was looked for and not found."""
        known = self.published().filter(field=field, looked_for=True, edition__in=editions)
        return set(known.values_list("edition__slug", flat=True))


class Gap(Record):
    """What is not known, and whether and when it was looked for."""

    OWNERS = ("edition", "forum")
    edition = models.ForeignKey(
        Edition, models.CASCADE, verbose_name=_("edition"), related_name="gaps", null=True, blank=True
    )
    forum = models.ForeignKey(Forum, models.CASCADE, related_name="gaps", null=True, blank=True)
    field = models.CharField(pgettext_lazy("what it concerns", "about"), max_length=20, choices=FieldCode, blank=True)
    edition_number = models.PositiveIntegerField(_("number of the edition not found"), null=True, blank=True)
    note = Translated(models.TextField, _("what is missing"), required=True, help_text=_("A short phrase."))
    looked_for = models.BooleanField(_("it was looked for"), default=True)
    looked = PartialDateColumns(_("last looked for"))
    objects = GapQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("gap")
        verbose_name_plural = _("gaps")
        constraints = [
            models.CheckConstraint(
                condition=Q(edition__isnull=False, forum__isnull=True, edition_number__isnull=True) & ~Q(field="")
                | Q(edition__isnull=True, forum__isnull=False, edition_number__isnull=False, field=""),
                name="gap_of_an_edition_or_the_forum",
                violation_error_message=_("A gap is about a field of an edition, or about an edition not found."),
            ),
            models.UniqueConstraint(
                fields=["edition", "field", "note_en"],
                name="gap_once_per_edition",
                violation_error_message=_("This gap is entered already."),
            ),
            models.UniqueConstraint(
                fields=["forum", "edition_number"],
                name="gap_once_per_edition_number",
                violation_error_message=_("This gap is entered already."),
            ),
            models.CheckConstraint(
                condition=Q(looked_for=True) | Q(looked_on__isnull=True),
                name="gap_not_looked_for_has_no_date",
                violation_error_message=_("What was not looked for has no date of looking."),
            ),
            date_with_precision("looked", "gap_looked_precision"),
        ]

    def __str__(self):
        return self.note
