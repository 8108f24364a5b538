"""The parts of an edition."""

from django.db import models
from django.db.models import F, Prefetch
from django.utils.translation import gettext_lazy as _

from records.models.dates import PartialDateColumns, date_with_precision
from records.models.languages import FoldedText, Translated
from records.models.publication import Record, RecordQuerySet
from records.models.reference import Organization, Person, Topic, slug_validator

from .edition import Edition


class SessionQuerySet(RecordQuerySet):
    """Sessions, in the words of the pages that show them."""

    def in_order(self):
        """In order of date; undated ones last."""
        return self.order_by(F("held_on").asc(nulls_last=True), "pk")

    def for_page(self):
        """With people, organisations and topics, in order of date."""
        return self.in_order().prefetch_related(
            Prefetch("people", self.related("people")),
            Prefetch("organizations", self.related("organizations")),
            "topics",
        )

    def on_topics(self, slugs):
        """Those on any of these topics."""
        return self.filter(topics__slug__in=slugs).distinct()

    def newest_first(self):
        """With their editions, the newest first."""
        return self.select_related("edition").order_by("-edition__number", "-edition__pk", "pk")

    def oldest_first(self):
        """With their editions, the first first."""
        return self.select_related("edition").order_by("edition__number", "edition__pk", "pk")


class Session(Record):
    """A part of an edition: a plenary, a ceremony, a sub-forum, an exhibition, a meeting or a visit."""

    class Kind(models.TextChoices):
        """What sort of session it was."""

        PLENARY = "plenary", _("plenary")
        CEREMONY = "ceremony", _("ceremony")
        PANEL = "panel", _("panel or sub-forum")
        WOMEN_FORUM = "women_forum", _("women’s forum")
        EXHIBITION = "exhibition", _("exhibition")
        SIDE_EVENT = "side_event", _("side event")
        MEETING = "meeting", _("bilateral meeting")
        VISIT = "visit", _("visit")

    OWNERS = ("edition",)
    edition = models.ForeignKey(Edition, models.CASCADE, verbose_name=_("edition"), related_name="sessions")
    slug = models.SlugField(
        _("identifier"), max_length=80, validators=[slug_validator], help_text=_("Unique in its edition, and lasting.")
    )
    title = Translated(models.CharField, _("title"), required=True, max_length=500)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    held = PartialDateColumns(_("date"))
    place = Translated(models.CharField, _("city, where it matters"), max_length=100)
    people = models.ManyToManyField(Person, verbose_name=_("people"), related_name="sessions", blank=True)
    organizations = models.ManyToManyField(
        Organization, verbose_name=_("organisations"), related_name="sessions", blank=True
    )
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), related_name="sessions", blank=True)
    folded = FoldedText(of=["slug", "title"])
    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["edition", F("held_on").asc(nulls_last=True), "pk"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "slug"],
                name="session_once_per_edition",
                violation_error_message=_("This edition has a session with this identifier already."),
            ),
            date_with_precision("held", "session_held_precision"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return f"{self.edition.get_absolute_url()}#session-{self.slug}"
