"""Who was announced, at an edition, to be the next host."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.models.languages import Translated
from records.models.publication import Record
from records.models.reference import Country

from .edition import Edition


class NextHost(Record):
    """The next host, as announced at this edition."""

    OWNERS = ("edition",)
    edition = models.OneToOneField(Edition, models.CASCADE, related_name="next_host")
    number = models.PositiveIntegerField(_("number of the next edition"), null=True, blank=True)
    city = Translated(models.CharField, _("city"), max_length=100)
    region = Translated(models.CharField, _("province or region"), max_length=100)
    country = models.ForeignKey(
        Country, models.PROTECT, verbose_name=_("country"), related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = _("next host as announced")
        verbose_name_plural = _("next hosts as announced")

    def __str__(self):
        return self.city or self.region or str(self.country or "")
