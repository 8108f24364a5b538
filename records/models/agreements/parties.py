"""Between whom something was agreed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from records.models.languages import Translated
from records.models.publication import Record, exactly_one
from records.models.reference import Country, Organization


class Party(Record):
    """A party to an agreement: a country, an organisation, or a description where nobody is named."""

    OWNERS = ("agreement",)
    agreement = models.ForeignKey("Agreement", models.CASCADE, related_name="parties")
    country = models.ForeignKey(
        Country, models.PROTECT, verbose_name=_("country"), related_name="parties", null=True, blank=True
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=_("organisation"), related_name="parties", null=True, blank=True
    )
    description = Translated(
        models.CharField,
        _("description"),
        max_length=300,
        help_text=_("Only where a party is described but not named."),
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [
            models.CheckConstraint(
                condition=(exactly_one("country", "organization") & Q(description_en=""))
                | (Q(country__isnull=True, organization__isnull=True) & ~Q(description_en="")),
                name="party_is_one_of_three",
                violation_error_message=_("A party is a country, an organisation or a description: give exactly one."),
            ),
            models.UniqueConstraint(
                fields=["agreement", "country"],
                name="party_country_once",
                violation_error_message=_("This country is entered already."),
            ),
            models.UniqueConstraint(
                fields=["agreement", "organization"],
                name="party_organization_once",
                violation_error_message=_("This organisation is entered already."),
            ),
            models.UniqueConstraint(
                fields=["agreement", "description_en"],
                condition=~Q(description_en=""),
                name="party_description_once",
                violation_error_message=_("This description is entered already."),
            ),
        ]

    def __str__(self):
        return str(self.named or self.description)

    @property
    def named(self):
        """The country or the organisation; nothing when the party is only described."""
        return self.country if self.country_id else self.organization
