"""What sources disagree on, and each account of it."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from records.models.agreements import Agreement
from records.models.editions import Edition
from records.models.languages import Translated
from records.models.publication import Record
from records.models.reference import Person

from .fields import FieldCode


class Dispute(Record):
    """Something on which sources disagree."""

    OWNERS = ("edition",)
    SPEAKS_OF = ("agreement",)
    edition = models.ForeignKey(Edition, models.CASCADE, verbose_name=_("edition"), related_name="disputes")
    field = models.CharField(pgettext_lazy("what it concerns", "about"), max_length=20, choices=FieldCode)
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, verbose_name=_("agreement"), related_name="disputes", null=True, blank=True,
        help_text=_("Only when it concerns one agreement."),
    )  # fmt: skip
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("person"), related_name="disputes", null=True, blank=True,
        help_text=_("Only when it concerns one person."),
    )  # fmt: skip
    note = Translated(models.TextField, _("note"))

    class Meta:
        ordering = ["edition", "pk"]
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        constraints = [
            models.UniqueConstraint(
                "edition",
                "field",
                Coalesce("agreement", 0),
                Coalesce("person", 0),
                name="dispute_once_per_edition",
                violation_error_message=_("A dispute about this is entered already."),
            ),
        ]

    def __str__(self):
        return self.get_field_display()


class Reading(Record):
    """One account in a dispute, as its sources give it."""

    OWNERS = ("dispute",)
    dispute = models.ForeignKey(Dispute, models.CASCADE, related_name="readings")
    value = Translated(models.TextField, _("account"), required=True)
    is_chosen = models.BooleanField(
        _("the record follows it"), default=False, help_text=_("Only where the compilers say so.")
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                fields=["dispute", "value_en"],
                name="reading_once_per_dispute",
                violation_error_message=_("This account is entered already."),
            ),
            models.UniqueConstraint(
                fields=["dispute"],
                condition=Q(is_chosen=True),
                name="reading_chosen_once",
                violation_error_message=_("The record can follow one account only."),
            ),
        ]

    def __str__(self):
        return self.value
