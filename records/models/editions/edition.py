"""The forum and its editions: when and where each met, who held it, and what happened there."""

from itertools import groupby

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
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
from records.models.publication import Publishable, PublishableQuerySet, Record, RecordQuerySet, exactly_one
from records.models.reference import Country, Organization, Person, Topic, slug_field, slug_validator


class ReportedAs(models.TextChoices):
    """Whether a report speaks of a plan or of what happened; empty is read as reported."""

    ANNOUNCED = "announced", _("announced")
    REPORTED = "reported", _("reported")


class Forum(Record):
    """The series itself; a database keeps the record of one forum."""

    class Standing(models.TextChoices):
        """Whether texts in a language may be taken for the forum's own."""

        UNOFFICIAL = "unofficial", _("unofficial")

    title = Translated(models.CharField, _("title of the record"), required=True, max_length=300)
    note = Translated(models.TextField, _("how the record was compiled"))
    since = PartialDateColumns(_("held since"))
    organizer_note = Translated(models.TextField, _("remark on the organiser"))
    translations_ru = models.CharField(_("Russian texts"), max_length=10, choices=Standing, blank=True)
    translations_zh = models.CharField(_("Chinese texts"), max_length=10, choices=Standing, blank=True)
    translations_note = Translated(models.TextField, _("remark on the translations"))
    version = models.CharField(_("version of the record"), max_length=20, blank=True)
    licence = models.CharField(
        _("licence"), max_length=50, blank=True, help_text=_("The SPDX identifier of the licence of the texts.")
    )

    class Meta:
        verbose_name = _("forum")
        verbose_name_plural = _("forum")
        permissions = [
            ("publish_record", _("May publish, withdraw and accept changes to what is public")),
            ("translate_en", _("May translate into English")),
            ("translate_ru", _("May translate into Russian")),
            ("translate_zh", _("May translate into Chinese")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1), name="forum_is_one", violation_error_message=_("There is one forum in a record.")
            ),
            date_with_precision("since", "forum_since_precision"),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **options):
        """Keep to the one row."""
        self.pk = 1
        super().save(*args, **options)

    def series_name(self):
        """The name of the series: the title of the record up to its colon."""
        title = self.title
        return type(title)(title.replace("：", ":").partition(":")[0], title.column, title.is_fallback)

    def get_absolute_url(self) -> str:
        return address("about")


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
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="places", null=True, blank=True)
    related_event = models.ForeignKey(RelatedEvent, models.CASCADE, related_name="places", null=True, blank=True)
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
