"""Where an edition or a related event met."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from records.models.languages import Translated
from records.models.publication import Record, RecordQuerySet, exactly_one
from records.models.reference import Country


class PlaceQuerySet(RecordQuerySet):
    """Places, in the words of the pages that show them."""

    def of_editions(self):
        """Those of editions, with edition and country, the first edition first."""
        places = self.filter(edition__isnull=False).select_related("edition", "country")
        return places.order_by("edition__number", "edition__pk", "pk")


class Place(Record):
    """A city where an edition or a related event met, or that was linked by video."""

    class Role(models.TextChoices):
        """What the city did; related events give none."""

        HOST = "host", _("host")
        CONNECTED = "connected", _("connected by video")

    OWNERS = ("edition", "related_event")
    edition = models.ForeignKey("Edition", models.CASCADE, related_name="places", null=True, blank=True)
    related_event = models.ForeignKey("RelatedEvent", models.CASCADE, related_name="places", null=True, blank=True)
    city = Translated(models.CharField, _("city"), required=True, max_length=100)
    region = Translated(models.CharField, _("province or region"), max_length=100)
    country = models.ForeignKey(Country, models.PROTECT, verbose_name=_("country"), related_name="places")
    role = models.CharField(_("role"), max_length=10, choices=Role, blank=True)
    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("edition", "related_event"),
                name="place_of_one_meeting",
                violation_error_message=_("A place belongs to one edition or to one related event."),
            ),
            models.CheckConstraint(
                condition=(Q(edition__isnull=True) & Q(role="")) | (Q(edition__isnull=False) & ~Q(role="")),
                name="place_role_in_editions_only",
                violation_error_message=_("A place of an edition has a role; a place of a related event has none."),
            ),
            models.UniqueConstraint(
                fields=["edition", "city_en", "country"],
                name="place_once_per_edition",
                violation_error_message=_("This city is entered already."),
            ),
            models.UniqueConstraint(
                fields=["related_event", "city_en", "country"],
                name="place_once_per_related_event",
                violation_error_message=_("This city is entered already."),
            ),
        ]

    def __str__(self):
        return self.city
