"""Meetings outside the series."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from records.models.dates import PartialDateColumns, date_with_precision
from records.models.languages import FoldedText, Translated, address
from records.models.publication import Publishable, PublishableQuerySet
from records.models.reference import Organization, slug_field


class RelatedEventQuerySet(PublishableQuerySet):
    """Related events, by date."""

    def for_page(self):
        """With places and organisations, in order of date."""
        return self.prefetch_related("places__country", "organizers", "organizations").order_by("start_on", "pk")

    def concerning(self, organization):
        """Those that the organisation held, or that concern it."""
        return self.filter(Q(organizers=organization) | Q(organizations=organization)).distinct()


class RelatedEvent(Publishable):
    """A meeting outside the series that bears on it or is confused with it."""

    slug = slug_field()
    name = Translated(models.CharField, _("name"), required=True, max_length=300)
    start = PartialDateColumns(_("start"))
    relation = Translated(models.TextField, _("relation"), required=True, help_text=_("How it relates to the series."))
    organizers = models.ManyToManyField(
        Organization, verbose_name=_("organisers"), related_name="related_events_held", blank=True
    )
    organizations = models.ManyToManyField(
        Organization, verbose_name=_("bodies concerned"), related_name="related_events", blank=True
    )
    folded = FoldedText(of=["slug", "name", "relation"])
    objects = RelatedEventQuerySet.as_manager()

    class Meta:
        ordering = ["start_on", "pk"]
        verbose_name = _("related event")
        verbose_name_plural = _("related events")
        constraints = [date_with_precision("start", "related_event_start_precision")]

    def __str__(self):
        return self.name

    def dates(self) -> str:
        """When it was held, as known."""
        return str(self.start)

    def get_absolute_url(self) -> str:
        return f"{address('about')}#event-{self.slug}"
