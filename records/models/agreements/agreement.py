"""One thing that was agreed, and the words to ask for many of them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from records.models.editions import Edition, ReportedAs
from records.models.languages import FoldedText, Link, Text, Translated, address
from records.models.publication import Publishable, PublishableQuerySet
from records.models.reference import Topic

from .listing import ListedTexts, name_of, parties_of, topics_of
from .outcome_documents import Document


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
        topics, parties = topics_of(keys, spoken), parties_of(keys, spoken)
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
        names = [*map(name_of, self.party_list), *(topic.name for topic in self.topic_list)]
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
