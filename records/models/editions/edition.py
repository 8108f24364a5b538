"""One meeting of the forum, and the words to ask for many of them."""

from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from records.models.dates import (
    PartialDateColumns,
    Precision,
    check_span,
    date_with_precision,
    end_not_before_start,
    print_span,
)
from records.models.languages import COLUMNS, FoldedText, Translated, address
from records.models.publication import Publishable, PublishableQuerySet
from records.models.reference import Topic

from .places import Place


class EditionQuerySet(PublishableQuerySet):
    """Editions, by number; those without an official number come last."""

    def for_listing(self):
        """With places and the numbers of delegations and agreements, as lists print them."""
        return self.prefetch_related("places").with_counts("delegations", "agreements").knowing_of_agreements()

    def knowing_of_agreements(self):
        """Annotates `has_agreements`, public or not: “none found” is said only where there is none at all."""
        agreements = self.model._meta.get_field("agreements").related_model.objects
        return self.annotate(has_agreements=Exists(agreements.filter(edition=OuterRef("pk"))))

    def outcomes_known(self, editions) -> tuple[set[str], set[str]]:
        """Of these editions, by their addresses: those with agreements, public or not; those looked through in vain."""
        known = self.knowing_of_agreements().filter(pk__in=[edition.pk for edition in editions])
        rows = known.values_list("slug", "has_agreements", "agreements_looked_for")
        return {slug for slug, has, _ in rows if has}, {slug for slug, has, looked in rows if looked and not has}

    def for_page(self):
        """With everything that the page of an edition prints, one query for each kind of child."""
        return (
            self.knowing_of_agreements()
            .select_related("next_host__country")
            .prefetch_related(
                "topics",
                "head_counts",
                "attending_groups",
                "attachments",
                Prefetch("places", self.related("places").select_related("country")),
                Prefetch("organizers", self.related("organizers").select_related("organization")),
                Prefetch("sessions", self.related("sessions").for_page()),
                Prefetch("delegations", self.related("delegations").for_listing().in_order()),
                Prefetch("statements", self.related("statements").for_listing()),
                Prefetch("agreements", self.related("agreements").with_outcome().oldest_first()),
            )
        )

    def for_comparing(self):
        """With everything that stands beside another edition: what `for_page` loads, without statements and groups."""
        return self.knowing_of_agreements().prefetch_related(
            "topics",
            "head_counts",
            Prefetch("places", self.related("places").select_related("country")),
            Prefetch("organizers", self.related("organizers").select_related("organization")),
            Prefetch("sessions", self.related("sessions").in_order()),
            Prefetch("delegations", self.related("delegations").for_listing().in_order()),
            Prefetch("agreements", self.related("agreements").for_listing().oldest_first()),
        )

    def hosted_by(self, country):
        """Those that met in a city of the country."""
        return self.filter(places__country=country, places__role=Place.Role.HOST).distinct()

    def newest_first(self):
        """The highest number first; unnumbered ones after them, the latest held first."""
        return self.order_by("-number", F("start_on").desc(nulls_last=True), "pk")

    def oldest_first(self):
        """The lowest number first; unnumbered ones before them."""
        return self.order_by("number", F("start_on").asc(nulls_last=True), "pk")


class Edition(Publishable):
    """One meeting of the forum."""

    class Format(models.TextChoices):
        """How people met."""

        IN_PERSON = "in_person", _("in person")
        ONLINE = "online", _("online")
        HYBRID = "hybrid", _("hybrid")

    number = models.PositiveIntegerField(_("number"), help_text=_("The official number; 0 when it has none."))
    slug = models.SlugField(_("part of the address"), max_length=80, unique=True, editable=False)
    number_note = Translated(models.TextField, _("remark on the number"))
    name = Translated(models.CharField, _("name"), required=True, max_length=300)
    start = PartialDateColumns(_("start"), help_text=_("Enter only what reports give: 2012, 2012-05 or 2012-05-07."))
    end = PartialDateColumns(_("end"), help_text=_("Empty: not reported. The same as the start: one day."))
    format = models.CharField(_("format"), max_length=10, choices=Format, blank=True)
    theme = Translated(models.TextField, _("theme"), help_text=_("The motto, as announced."))
    dedication = Translated(models.TextField, _("dedication"), help_text=_("What the meeting marked."))
    summary = Translated(models.TextField, _("summary"), required=True)
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), related_name="editions", blank=True)
    agreements_looked_for = models.BooleanField(
        _("outcomes were looked for"),
        default=False,
        help_text=_("Tick when somebody looked: without agreements, the page then says that none was found."),
    )
    folded = FoldedText(of=["number", "name", "theme", "dedication", "summary"])
    objects = EditionQuerySet.as_manager()
    # Long texts that no list of other records prints.
    NOT_LISTED = (
        "folded",
        *(f"{name}_{column}" for name in ("theme", "dedication", "summary", "number_note") for column in COLUMNS),
    )

    class Meta:
        ordering = ["-number", "-start_on"]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=Q(number__gt=0),
                name="edition_number_is_unique",
                violation_error_message=_("There is an edition with this number already."),
            ),
            date_with_precision("start", "edition_start_precision"),
            date_with_precision("end", "edition_end_precision"),
            end_not_before_start("edition_end_not_before_start"),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """Refuse an end before the start and a number that would change a cited address."""
        if not self.start or self.end_precision != Precision.DAY:  # else the constraint says it
            check_span(self.start, self.end)
        if not self.number and not self.pk and self.derived_slug() in {"", "latest"}:
            raise ValidationError({"name_en": _("An edition without a number needs a name in English.")})
        if not self.number and not self.pk and Edition.objects.filter(slug=self.derived_slug()).exists():
            raise ValidationError({"name_en": _("Another edition without a number has this name; change one word.")})
        if self.pk and self.agreements.exclude(reference__startswith=f"{self.number}.").exists():
            raise ValidationError({"number": _("Agreements are cited by this number; it can no longer change.")})

    def derived_slug(self) -> str:
        """The address this edition gets: its number, or its English name when it has none."""
        return str(self.number) if self.number else slugify(self.name_en)[:80].strip("-")

    def save(self, *args, **options):
        """Give the address once; afterwards only a new official number may change it."""
        if not self.slug or (self.number and self.slug != str(self.number)):
            self.slug = self.derived_slug()
        super().save(*args, **options)

    @property
    def year(self) -> int | None:
        """The year it was held, when known."""
        return self.start_on.year if self.start_on else None

    def dates(self) -> str:
        """When it was held, as known; empty when unknown. An end not reported is said by `end`."""
        return print_span(self.start, self.end)

    def short_name(self) -> str:
        """“Edition 9”; an edition without a number is called by its name."""
        return gettext("Edition %(number)s") % {"number": self.number} if self.number else self.name

    def hosts(self) -> list:
        """The cities that hosted it."""
        return [place for place in self.places.all() if place.role == Place.Role.HOST]

    def agreements_by_document(self) -> list[tuple]:
        """Documents, each with the agreements that stand in it; agreements outside documents under nothing."""
        grouped = groupby(self.agreements.all(), key=lambda agreement: agreement.document)
        return [(document, list(agreements)) for document, agreements in grouped]

    def documents_of_agreements(self) -> list:
        """The documents that its public agreements stand in, in their order, each once."""
        return list(dict.fromkeys(a.document for a in self.agreements.all() if a.document))

    def has_follow_ups(self) -> bool:
        """Whether anything is recorded of what became of its agreements."""
        return any(agreement.follow_ups.all() for agreement in self.agreements.all())

    def evidenced_records(self) -> list:
        """Everything on the page of the edition that carries sources of its own."""
        agreements = list(self.agreements.all())
        return [
            self,
            *self.head_counts.all(),
            *self.attending_groups.all(),
            *([self.next_host] if hasattr(self, "next_host") else []),
            *self.sessions.all(),
            *self.delegations.all(),
            *self.statements.all(),
            *agreements,
            *(amount for agreement in agreements for amount in agreement.amounts.all()),
            *(follow_up for agreement in agreements for follow_up in agreement.follow_ups.all()),
        ]

    def get_absolute_url(self) -> str:
        return address("edition", self.slug)
