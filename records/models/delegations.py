"""Who came: the delegations, their heads and members in the office of the day, and what people said."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .editions import Edition, ReportedAs
from .languages import FoldedText, Translated, address, sort_key
from .publication import Record, RecordQuerySet, exactly_one
from .reference import Country, Organization, Person, Topic, slug_validator


class DelegationQuerySet(RecordQuerySet):
    """Delegations, in the words of the pages that show them."""

    def in_order(self):
        """Within an edition: countries by name, then organisations by name."""
        return self.order_by(*self._sender_order())

    def newest_first(self):
        """The newest edition first, each in its own order."""
        return self.order_by("-edition__number", "-edition__pk", *self._sender_order())

    def oldest_first(self):
        """The first edition first, each in its own order."""
        return self.order_by("edition__number", "edition__pk", *self._sender_order())

    def for_listing(self):
        """With the edition, the sender, the head and the members."""
        return self.select_related("edition", "country", "organization", "head_person").prefetch_related(
            Prefetch("members", self.related("members").select_related("person"))
        )

    for_page = for_listing

    def sent_by(self, slug: str):
        """Those of the country with this code, or of the organisation with this identifier."""
        return self.filter(Q(country__code=slug.upper()) | Q(organization__slug=slug))

    def of_country(self, *countries):
        """Those of any of the countries themselves, and of their organisations."""
        return self.filter(Q(country__in=countries) | Q(organization__country__in=countries))

    def countries_with_heads(self, editions) -> set[tuple[str, str]]:
        """Where a head is known, by name or by office alone: code of the country and address of the edition."""
        titled = reduce(or_, (~Q(**{column: ""}) for column in Delegation.head_title.columns.values()))
        known = self.filter(titled | Q(head_person__isnull=False), edition__in=editions)
        rows = known.values_list("country__code", "organization__country__code", "edition__slug")
        return {((own or of_body).lower(), edition) for own, of_body, edition in rows if own or of_body}

    @staticmethod
    def _sender_order():
        return F(sort_key("country__")).asc(nulls_last=True), sort_key("organization__"), "pk"


class Delegation(Record):
    """The delegation of a country or an organisation to one edition."""

    class Basis(models.TextChoices):
        """How the head is known; empty: read from rank and from who spoke."""

        REPORTED = "reported", _("a source says that they led the delegation")

    OWNERS = ("edition",)
    edition = models.ForeignKey(Edition, models.CASCADE, verbose_name=_("edition"), related_name="delegations")
    country = models.ForeignKey(
        Country, models.PROTECT, verbose_name=_("country"), related_name="delegations", null=True, blank=True
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=_("organisation"), related_name="delegations", null=True, blank=True
    )
    reported_as = models.CharField(
        _("known from"),
        max_length=10,
        choices=[(ReportedAs.ANNOUNCED.value, ReportedAs.ANNOUNCED.label)],
        blank=True,
        help_text=_("Announced: known from the programme only. Empty: reported."),
    )
    head_person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("head"), related_name="delegations_headed", null=True, blank=True,
        help_text=_("The most senior representative the reports name. Leave empty when only the office is known."),
    )  # fmt: skip
    head_title = Translated(
        models.TextField, _("office of the head"), help_text=_("The office held then, as the reports give it.")
    )
    head_basis = models.CharField(
        _("how the head is known"),
        max_length=10,
        choices=Basis,
        blank=True,
        help_text=_("Empty: read from rank and from who spoke; the page then does not say “led by”."),
    )
    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "pk"]
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("country", "organization"),
                name="delegation_of_a_country_or_an_organization",
                violation_error_message=_("A delegation is of a country or of an organisation: choose one of the two."),
            ),
            models.UniqueConstraint(
                fields=["edition", "country"],
                name="delegation_of_a_country_once",
                violation_error_message=_("This edition has a delegation of this country already."),
            ),
            models.UniqueConstraint(
                fields=["edition", "organization"],
                name="delegation_of_an_organization_once",
                violation_error_message=_("This edition has a delegation of this organisation already."),
            ),
            models.CheckConstraint(
                condition=~Q(head_title_en="") | Q(head_person__isnull=True, head_basis=""),
                name="delegation_head_has_an_office",
                violation_error_message=_("Give the head’s office as reported (in English at least)."),
            ),
        ]

    def __str__(self):
        return str(self.sender)

    @property
    def sender(self):
        """The country or the organisation that sent it."""
        return self.country if self.country_id else self.organization

    def of_country_id(self) -> int | None:
        """The key of its country, or of the country of its organisation."""
        return self.country_id or self.organization.country_id

    def full_name(self) -> str:
        """“Kazakhstan at the 9th Forum”: what it is called away from the page of its edition."""
        return gettext("%(sender)s at the %(edition)s") % {"sender": self.sender.name, "edition": self.edition.name}

    def people(self) -> set[int]:
        """The keys of everybody named in it."""
        named = [self.head_person_id, *(member.person_id for member in self.members.all())]
        return {key for key in named if key}

    def statements(self) -> list:
        """What the people of the delegation said at this edition."""
        said = Statement.objects.published().filter(edition=self.edition_id, person__in=self.people())
        return list(said.for_listing().newest_first())

    def at_other_editions(self) -> list:
        """The delegations of the same sender to other editions, the newest first."""
        others = Delegation.objects.published().filter(country=self.country_id, organization=self.organization_id)
        return list(others.exclude(pk=self.pk).select_related("edition", "country", "organization").newest_first())

    def has_head(self) -> bool:
        """Whether anybody senior is known, by name or by office alone."""
        return bool(self.head_person_id or self.head_title)

    def get_absolute_url(self) -> str:
        return address("delegation", self.edition.slug, self.sender.slug)


class MemberQuerySet(RecordQuerySet):
    """Members of delegations."""

    def with_delegations(self):
        """With the delegation, its edition and its sender."""
        return self.select_related("delegation__edition", "delegation__country", "delegation__organization")


class Member(Record):
    """Another person named in a delegation, or an office without a name."""

    OWNERS = ("delegation",)
    delegation = models.ForeignKey(Delegation, models.CASCADE, related_name="members")
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("person"), related_name="memberships", null=True, blank=True
    )
    title = Translated(models.TextField, _("office"), required=True, help_text=_("The office held then, as reported."))
    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(
                fields=["delegation", "person"],
                name="member_once_per_delegation",
                violation_error_message=_("This person is entered already."),
            ),
            models.UniqueConstraint(
                fields=["delegation", "title_en"],
                condition=Q(person__isnull=True),
                name="member_without_name_once_per_delegation",
                violation_error_message=_("This office is entered already."),
            ),
        ]

    def __str__(self):
        return str(self.person or self.title)


class StatementQuerySet(RecordQuerySet):
    """Statements, in the words of the pages that show them."""

    def for_listing(self):
        """With the edition, the speaker and the topics."""
        return self.select_related("edition", "person").prefetch_related("topics")

    def newest_first(self):
        """The newest edition first."""
        return self.order_by("-edition__number", "-edition__pk", "pk")

    def oldest_first(self):
        """The first edition first."""
        return self.order_by("edition__number", "edition__pk", "pk")


class Statement(Record):
    """What somebody said or wrote at an edition, in paraphrase."""

    OWNERS = ("edition",)
    edition = models.ForeignKey(Edition, models.CASCADE, verbose_name=_("edition"), related_name="statements")
    slug = models.SlugField(
        _("identifier"), max_length=80, validators=[slug_validator], help_text=_("Unique in its edition, and lasting.")
    )
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("speaker"), related_name="statements")
    gist = Translated(models.TextField, _("gist"), required=True, help_text=_("A paraphrase, never a quotation."))
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), related_name="statements", blank=True)
    folded = FoldedText(of=["slug", "gist"])
    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "pk"]
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "slug"],
                name="statement_once_per_edition",
                violation_error_message=_("This edition has a statement with this identifier already."),
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.gist[:60]}"

    def full_name(self) -> str:
        """“Statement: Shen Yueyue, 9th Forum”: what it is called away from the page of its edition."""
        names = {"person": self.person.name, "edition": self.edition.name}
        return gettext("Statement: %(person)s, %(edition)s") % names

    def page_address(self) -> str:
        """A page of its own, where it can be cited; it is read in its edition."""
        return address("statement", self.edition.slug, self.slug)

    def get_absolute_url(self) -> str:
        return f"{self.edition.get_absolute_url()}#statement-{self.slug}"
