"""What was agreed: numbered provisions, the documents they stand in, their parties, sums, and what became of them."""

from collections import defaultdict
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from records.models.dates import PartialDateColumns, date_with_precision
from records.models.editions import Edition, ReportedAs
from records.models.languages import FoldedText, Link, Text, Translated, address, text_of
from records.models.publication import Publishable, PublishableQuerySet, Record, exactly_one
from records.models.reference import Country, Organization, Topic


class Document(Record):
    """A document of an edition, in which agreements stand."""

    OWNERS = ("edition",)
    edition = models.ForeignKey(Edition, models.CASCADE, verbose_name=_("edition"), related_name="documents")
    name = Translated(models.CharField, _("name"), required=True, max_length=300)
    folded = FoldedText(of=["name"])

    class Meta:
        ordering = ["edition", "pk"]
        # Not to be taken for what is attached as a file.
        verbose_name = _("outcome document")
        verbose_name_plural = _("outcome documents")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "name_en"],
                name="document_once_per_edition",
                violation_error_message=_("This edition has a document of this name already."),
            ),
        ]

    def __str__(self):
        return self.name


class ListedParty(NamedTuple):
    """A party as lists print it: what it is called, with its page, or a description."""

    named: Any
    description: Text | str = ""


class ListedTexts(NamedTuple):
    """What a list prints of an agreement: title, text, the document it stands in, parties and topics; and all of it."""

    title: Text
    text: Text
    place: list[str]
    names: list[str]
    every: list[str]


def _name_of(party) -> str:
    return party.named.name if party.named else party.description


def _topics_of(keys, spoken) -> dict[int, list]:
    """Links to the topics of each agreement."""
    pairs = Agreement.topics.through.objects.filter(agreement__in=keys).order_by("topic__sort_en")
    topics = defaultdict(list)
    for agreement, topic in pairs.values_list("agreement_id", "topic_id"):
        if link := spoken.topic_links.get(topic):
            topics[agreement].append(link)
    return topics


def _parties_of(keys, spoken) -> dict[int, list[ListedParty]]:
    """The parties to each agreement."""
    described, bodies = Party.description.columns.values(), Organization.name.columns.values()
    columns = ("agreement_id", "country_id", *described, "organization__slug", *(f"organization__{b}" for b in bodies))
    parties = defaultdict(list)
    for agreement, country, *texts in Party.objects.filter(agreement__in=keys).order_by("pk").values_list(*columns):
        link = spoken.country_links.get(country)
        parties[agreement].append(ListedParty(link) if link else _listed(*texts))
    return parties


def _listed(description_en, description_ru, description_zh, slug, *name) -> ListedParty:
    body = Link(text_of(name), address("organization", slug)) if slug else None
    return ListedParty(body, text_of((description_en, description_ru, description_zh)))


class AgreementQuerySet(PublishableQuerySet):
    """Agreements, in the order of their references: 9.10 comes after 9.9."""

    def for_listing(self):
        """With the edition, the document, the parties and the topics."""
        return (
            self.select_related("edition", "document")
            .defer("folded", "document__folded", *(f"edition__{name}" for name in Edition.NOT_LISTED))
            .prefetch_related(
                Prefetch("topics", Topic.objects.only("slug", *Topic.name.columns.values())),
                Prefetch("parties", self.related("parties").select_related("country", "organization")),
            )
        )

    def listed(self, keys, spoken) -> list:
        """The public agreements with these keys, in this order, with what lists print.

        What many rows share is taken from the vocabulary `spoken` (search.vocabulary), and so is a row that was read
        already at this version of the data.
        """
        return spoken.kept_rows(self.model, keys, lambda missing: self._listed(missing, spoken))

    def _listed(self, keys, spoken) -> dict[int, "Agreement"]:
        names = (*Document.name.columns.values(), "edition")
        rows = self.select_related("document").only(*LISTED, *(f"document__{name}" for name in names)).in_bulk(keys)
        topics, parties = _topics_of(keys, spoken), _parties_of(keys, spoken)
        for key, row in rows.items():
            if edition := spoken.edition_by_key.get(row.edition_id):
                row.edition, row.edition_link = edition, spoken.edition_links[edition.pk]
            row.topic_list, row.party_list = topics[key], parties[key]
        return rows

    def with_outcome(self):
        """With the sums and what became of it as well."""
        return self.for_listing().prefetch_related("amounts", "follow_ups")

    def for_page(self):
        """With everything that the page of an agreement prints."""
        return self.with_outcome().select_related("part_of").prefetch_related(
            "attachments", Prefetch("parts", self.related("parts").oldest_first())
        )  # fmt: skip

    def with_party(self, organization):
        """Those to which the organisation is a party."""
        return self.filter(parties__organization=organization)

    def newest_first(self):
        """The newest edition first, in it the highest running number first."""
        return self.order_by("-edition__number", "-edition__pk", "-number", "-pk")

    def oldest_first(self):
        """The first edition first, in it by running number."""
        return self.order_by("edition__number", "edition__pk", "number", "pk")


class Agreement(Publishable):
    """One numbered provision, or one thing that was signed or announced."""

    class Kind(models.TextChoices):
        """What sort of text it is."""

        DECLARATION = "declaration", _("declaration")
        INITIATIVE = "initiative", _("initiative")
        CONSENSUS = "consensus", _("consensus")
        MEMORANDUM = "memorandum", _("memorandum")
        CONTRACT = "contract", _("contract")

    class PartiesBasis(models.TextChoices):
        """How the parties are known; empty: not determined, or nobody is named."""

        LISTED = "listed", _("the reports name these parties")
        PARTICIPANTS = "participants", _("the participants of the edition; signatories are not listed")

    OWNERS = ("edition",)
    edition = models.ForeignKey(Edition, models.PROTECT, verbose_name=_("edition"), related_name="agreements")
    number = models.PositiveIntegerField(_("running number"), help_text=_("9.2 has the running number 2."))
    reference = models.CharField(_("reference"), max_length=20, unique=True, editable=False)
    document = models.ForeignKey(
        Document, models.PROTECT, verbose_name=_("document"), related_name="agreements", null=True, blank=True
    )
    title = Translated(models.CharField, _("title"), required=True, max_length=300)
    text = Translated(models.TextField, _("provision"), required=True, help_text=_("Paraphrased."))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    reported_as = models.CharField(
        _("known from"),
        max_length=10,
        choices=[(ReportedAs.ANNOUNCED.value, ReportedAs.ANNOUNCED.label)],
        blank=True,
        help_text=_("Announced: planned only. Empty: concluded or issued."),
    )
    part_of = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("part of"), related_name="parts", null=True, blank=True
    )
    note = Translated(models.TextField, _("note"))
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), related_name="agreements", blank=True)
    parties_basis = models.CharField(_("how the parties are known"), max_length=12, choices=PartiesBasis, blank=True)
    item_count = models.PositiveIntegerField(
        _("number of items"), null=True, blank=True, help_text=_("When one record stands for several: 35 contracts.")
    )
    folded = FoldedText(of=["reference", "title", "text"])
    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-edition__number", "number"]
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "number"],
                name="agreement_number_once_per_edition",
                violation_error_message=_("This edition has an agreement with this running number already."),
            ),
            models.CheckConstraint(
                condition=Q(part_of__isnull=True) | ~Q(part_of=models.F("pk")),
                name="agreement_not_part_of_itself",
                violation_error_message=_("An agreement cannot be part of itself."),
            ),
        ]

    def __str__(self):
        return f"{self.reference} {self.title}"

    @property
    def kind_name(self):
        """What sort of text it is, in words; `get_kind_display` would make the list of all sorts each time."""
        return KIND_NAMES.get(self.kind, self.kind)

    @cached_property
    def edition_link(self) -> Link:
        """Its edition, as a link."""
        return Link(self.edition.short_name(), self.edition.get_absolute_url())

    @cached_property
    def topic_list(self) -> list:
        """Its topics."""
        return list(self.topics.all())

    @cached_property
    def party_list(self) -> list:
        """Its parties."""
        return list(self.parties.all())

    def shown_in_list(self) -> "ListedTexts":
        """The texts that a list prints of it, in the visitor's language."""
        return self.once("texts", self._shown_in_list)

    def _shown_in_list(self) -> "ListedTexts":
        place = [self.document.name] if self.document else []
        names = [*map(_name_of, self.party_list), *(topic.name for topic in self.topic_list)]
        return ListedTexts(self.title, self.text, place, names, [self.title, self.text, *place, *names])

    def full_name(self) -> Text:
        """“9.2 Linking national strategies”: the reference and the title, in the title's language."""
        return Text(f"{self.reference} {self.title}", self.title.column, self.title.is_fallback)

    def clean(self):
        """Refuse a loop of parts, a document of another edition, and a reference that is taken."""
        seen, above = {self.pk}, self.part_of
        while above:
            if above.pk in seen:
                raise ValidationError({"part_of": _("This would make the agreement part of itself.")})
            seen.add(above.pk)
            above = above.part_of
        if self.document_id and self.edition_id and self.document.edition_id != self.edition_id:
            raise ValidationError({"document": _("This document belongs to another edition.")})
        if self.edition_id and self.number is not None:
            taken = Agreement.objects.filter(reference=self.derived_reference()).exclude(pk=self.pk)
            if taken.exists():
                raise ValidationError({"number": _("There is an agreement with this reference already.")})

    def neighbours(self) -> tuple:
        """The public agreements of the edition before and after this one; nothing at either end."""
        beside = Agreement.objects.published().filter(edition=self.edition_id).only("reference")
        before = beside.filter(number__lt=self.number).order_by("-number").first()
        return before, beside.filter(number__gt=self.number).order_by("number").first()

    def whole(self):
        """The larger agreement that this one is part of, when that is public."""
        return self.part_of if self.part_of_id and self.part_of.is_public_now() else None

    def derived_reference(self) -> str:
        """The reference people cite: edition number, dot, running number."""
        return f"{self.edition.number}.{self.number}"

    def save(self, *args, **options):
        """Keep the reference in step with the numbers it is made of."""
        self.reference = self.derived_reference()
        super().save(*args, **options)

    def get_absolute_url(self) -> str:
        return self.once("address", lambda: address("agreement", self.reference))


KIND_NAMES = dict(Agreement.Kind.choices)
# What a list prints of each agreement.
LISTED = ("edition", "reference", "kind", "reported_as", "parties_basis",
          *Agreement.title.columns.values(), *Agreement.text.columns.values())  # fmt: skip


class Party(Record):
    """A party to an agreement: a country, an organisation, or a description where nobody is named."""

    OWNERS = ("agreement",)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
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


class FollowUp(Record):
    """Dated evidence of what became of an agreement; no verdicts."""

    class Status(models.TextChoices):
        """What the evidence says."""

        ANNOUNCED = "announced", _("announced")
        SIGNED = "signed", _("signed")
        IN_FORCE = "in_force", _("in force")
        REPORTED_DONE = "reported_done", _("reported done")
        SUPERSEDED = "superseded", _("superseded")
        ENDED = "ended", _("ended")
        NOTHING_FOUND = "nothing_found", _("nothing found")

    OWNERS = ("agreement",)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="follow_ups")
    status = models.CharField(_("what became of it"), max_length=15, choices=Status)
    happened = PartialDateColumns(_("date"), help_text=_("For “nothing found”: when somebody last looked."))
    note = Translated(models.TextField, _("note"))

    class Meta:
        ordering = [models.F("happened_on").asc(nulls_last=True), "pk"]
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        constraints = [
            date_with_precision("happened", "follow_up_happened_precision"),
            models.UniqueConstraint(
                fields=["agreement", "status", "happened_on"],
                name="follow_up_once",
                violation_error_message=_("This follow-up is entered already."),
            ),
        ]

    def __str__(self):
        return f"{self.get_status_display()} {self.happened}".strip()
