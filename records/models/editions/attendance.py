"""Who held an edition, and who came: organisers, numbers of people, groups."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from records.models.languages import Translated
from records.models.publication import Record, RecordQuerySet
from records.models.reference import Organization

from .edition import Edition
from .reported import ReportedAs


class OrganizerQuerySet(RecordQuerySet):
    """Who held which edition."""

    def with_editions(self):
        """With the editions held, the newest first."""
        return self.select_related("edition").order_by("-edition__number", "-edition__pk")


class Organizer(Record):
    """An organisation that held an edition, or that carried it out."""

    class Role(models.TextChoices):
        """In charge, or carrying it out."""

        ORGANIZER = "organizer", _("organiser")
        CO_ORGANIZER = "co_organizer", _("co-organiser")

    OWNERS = ("edition",)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="organizers")
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=_("organisation"), related_name="editions_organized"
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.ORGANIZER)
    objects = OrganizerQuerySet.as_manager()

    class Meta:
        ordering = ["-role", "pk"]
        verbose_name = _("organiser")
        verbose_name_plural = _("organisers")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "organization", "role"],
                name="organizer_once_per_edition",
                violation_error_message=_("This organisation is entered already in this role."),
            ),
        ]

    def __str__(self):
        return str(self.organization)


class HeadCount(Record):
    """How many people took part, as announced or reported."""

    class Qualifier(models.TextChoices):
        """How exact the report is."""

        ABOUT = "about", _("about")
        OVER = "over", _("over")

    OWNERS = ("edition",)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="head_counts")
    count = models.PositiveIntegerField(_("number of participants"), validators=[MinValueValidator(1)])
    qualifier = models.CharField(_("how exact"), max_length=10, choices=Qualifier, blank=True)
    reported_as = models.CharField(
        _("known from"), max_length=10, choices=ReportedAs, blank=True, help_text=_("Empty: reported afterwards.")
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("head count")
        verbose_name_plural = _("head counts")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "reported_as", "count"],
                name="head_count_once_per_edition",
                violation_error_message=_("This number is entered already."),
            ),
        ]

    def __str__(self):
        return str(self.count)


class AttendingGroup(Record):
    """A group reported as taking part that is no delegation of a country or a named organisation."""

    OWNERS = ("edition",)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="attending_groups")
    name = Translated(models.CharField, _("name"), required=True, max_length=300)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("group that also attended")
        verbose_name_plural = _("groups that also attended")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "name_en"],
                name="attending_group_once_per_edition",
                violation_error_message=_("This group is entered already."),
            ),
        ]

    def __str__(self):
        return self.name
