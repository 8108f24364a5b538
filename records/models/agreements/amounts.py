"""The sums of money in an agreement."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from records.models.publication import Record

from .agreement import Agreement


class Amount(Record):
    """A sum of money; several where sources differ, one of them the main one."""

    class Qualifier(models.TextChoices):
        """How exact the sum is."""

        ABOUT = "about", _("about")
        OVER = "over", _("over")
        NEARLY = "nearly", _("nearly")
        TARGET = "target", _("target")

    OWNERS = ("agreement",)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="amounts")
    is_alternative = models.BooleanField(
        _("is an alternative"), default=False, help_text=_("Another sum for the same thing, as other sources give it.")
    )
    value = models.PositiveBigIntegerField(_("sum"), null=True, blank=True, help_text=_("In whole units: 11200000000."))
    currency = models.CharField(_("currency"), max_length=3, blank=True, help_text=_("ISO 4217: CNY."))
    qualifier = models.CharField(_("how exact"), max_length=10, choices=Qualifier, blank=True)
    dollars_as_reported = models.PositiveBigIntegerField(
        _("US dollars as reported"), null=True, blank=True, help_text=_("Only where the report itself converts.")
    )

    class Meta:
        ordering = ["is_alternative", "pk"]
        verbose_name = _("sum of money")
        verbose_name_plural = _("sums of money")
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=True, currency="", dollars_as_reported__isnull=False)
                | Q(value__isnull=False, currency__regex=r"^[A-Z]{3}$"),
                name="amount_is_a_sum",
                violation_error_message=_("Give a sum with its currency (CNY), or the dollars as reported."),
            ),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(is_alternative=False),
                name="amount_has_one_main",
                violation_error_message=_("There is a main sum already; enter this one as an alternative."),
            ),
        ]

    def __str__(self):
        return f"{self.value} {self.currency}" if self.value is not None else f"{self.dollars_as_reported} USD"
