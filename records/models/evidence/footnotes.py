"""Where every fact comes from: sources, citations, the readings of a dispute, and what is not known."""

from collections import defaultdict
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from records.models.agreements import Agreement, Amount, FollowUp
from records.models.dates import PartialDateColumns, date_with_precision
from records.models.delegations import Delegation, Statement
from records.models.editions import AttendingGroup, Edition, Forum, HeadCount, NextHost, RelatedEvent, Session
from records.models.languages import FoldedText, SortKey, Translated, address, language_name, sort_key
from records.models.publication import Named, NamedQuerySet, Record, RecordQuerySet, exactly_one
from records.models.reference import Person, slug_field


class FieldCode(models.TextChoices):
    """What a dispute, a gap or a citation is about; the same codes for all three."""

    DATES = "dates", _("dates")
    END_DATE = "end_date", _("end date")
    FORMAT = "format", _("format")
    PLACES = "places", _("places")
    THEME = "theme", _("theme")
    ORGANIZERS = "organizers", _("organisers")
    PARTICIPANTS = "participants", _("number of participants")
    DELEGATIONS = "delegations", _("delegations")
    DELEGATION_HEADS = "delegation_heads", _("heads of delegations")
    PERSON_NAME = "person_name", _("name of a person")
    SESSIONS = "sessions", _("sessions")
    AGREEMENTS = "agreements", _("outcomes")
    AGREEMENT_PARTIES = "agreement_parties", _("parties")
    AMOUNT = "amount", _("sum of money")
    FINAL_DOCUMENT = "final_document", _("closing document")
    SERIES_FOUNDER = "series_founder", _("founder of the series")


class SourceQuerySet(NamedQuerySet):
    """Sources, in the words of the pages that list them."""

    def newest_first(self):
        """The latest published first; undated ones last."""
        return self.order_by(models.F("published_on").desc(nulls_last=True), "sort_en", "pk")

    def for_listing(self):
        """With the number of facts each supports."""
        return self.with_counts("citations")

    def by_name(self):
        """By their descriptions, in the alphabetical order of the visitor's language."""
        return self.order_by(sort_key(), "pk")

    def oldest_first(self):
        """The first published first; undated ones last."""
        return self.order_by(models.F("published_on").asc(nulls_last=True), "sort_en", "pk")


class Source(Named):
    """A report, a page or a document that supports facts of the record."""

    slug = slug_field()
    url = models.CharField(
        _("address"),
        max_length=2000,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("Where it was published. Leave empty when the copy at hand carries none."),
    )
    publisher = models.CharField(_("publisher"), max_length=300)
    title = Translated(
        models.CharField, _("description"), required=True, max_length=500,
        help_text=_("What the report says, in a few words; not its headline."),
    )  # fmt: skip
    language = models.CharField(_("language"), max_length=2, help_text=_("ISO 639-1: ru."))
    published = PartialDateColumns(_("published"))
    note = Translated(models.TextField, _("note"), help_text=_("Reliability, or the state of the copy."))
    sort_en = SortKey(of="title", language="en")
    sort_ru = SortKey(of="title", language="ru")
    folded = FoldedText(of=["slug", "publisher", "title", "url"])
    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["-published_on", "slug"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            date_with_precision("published", "source_published_precision"),
            models.CheckConstraint(
                condition=Q(language__regex=r"^[a-z]{2}$"),
                name="source_language_code",
                violation_error_message=_("A language is two small letters (ISO 639-1): ru."),
            ),
        ]

    def __str__(self):
        return f"{self.publisher}: {self.title}"

    def full_name(self):
        """What the report says, in a few words."""
        return self.title

    def language_name(self) -> str:
        """The language of the report in the visitor's words; its code when Django has no name for it."""
        return language_name(self.language)

    def supported(self) -> list[tuple]:
        """Everything public that it supports: for each kind of record its name and (record, citation) pairs."""
        cited = defaultdict(list)
        for citation in self.citations.published().order_by("pk"):
            name = next(name for name in CITED if getattr(citation, f"{name}_id"))
            cited[name].append((getattr(citation, f"{name}_id"), citation))
        return [(name, self._records_of(name, pairs)) for name in CITED if (pairs := cited[name])]

    def _records_of(self, name: str, pairs: list[tuple]) -> list[tuple]:
        found = CITED[name].objects.select_related(*WITH_OWNERS.get(name, ())).filter(pk__in={key for key, _c in pairs})
        records = {record.pk: record for record in found}  # not in_bulk(), which asks once for each thousand on SQLite
        return [(records[key], citation) for key, citation in pairs]

    def get_absolute_url(self) -> str:
        return address("source", self.slug)


class Dispute(Record):
    """Something on which sources disagree."""

    OWNERS = ("edition",)
    SPEAKS_OF = ("agreement",)
    edition = models.ForeignKey(Edition, models.CASCADE, verbose_name=_("edition"), related_name="disputes")
    field = models.CharField(pgettext_lazy("what it concerns", "about"), max_length=20, choices=FieldCode)
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, verbose_name=_("agreement"), related_name="disputes", null=True, blank=True,
        help_text=_("Only when it concerns one agreement."),
    )  # fmt: skip
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("person"), related_name="disputes", null=True, blank=True,
        help_text=_("Only when it concerns one person."),
    )  # fmt: skip
    note = Translated(models.TextField, _("note"))

    class Meta:
        ordering = ["edition", "pk"]
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        constraints = [
            models.UniqueConstraint(
                "edition",
                "field",
                Coalesce("agreement", 0),
                Coalesce("person", 0),
                name="dispute_once_per_edition",
                violation_error_message=_("A dispute about this is entered already."),
            ),
        ]

    def __str__(self):
        return self.get_field_display()


class Reading(Record):
    """One account in a dispute, as its sources give it."""

    OWNERS = ("dispute",)
    dispute = models.ForeignKey(Dispute, models.CASCADE, related_name="readings")
    value = Translated(models.TextField, _("account"), required=True)
    is_chosen = models.BooleanField(
        _("the record follows it"), default=False, help_text=_("Only where the compilers say so.")
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                fields=["dispute", "value_en"],
                name="reading_once_per_dispute",
                violation_error_message=_("This account is entered already."),
            ),
            models.UniqueConstraint(
                fields=["dispute"],
                condition=Q(is_chosen=True),
                name="reading_chosen_once",
                violation_error_message=_("The record can follow one account only."),
            ),
        ]

    def __str__(self):
        return self.value


class GapQuerySet(RecordQuerySet):
    """What is not known."""

    def of_editions(self) -> list:
        """What is not known about public editions, the newest edition first."""
        about = self.published().filter(edition__isnull=False).select_related("edition")
        return list(about.order_by("-edition__number", "-edition__pk", "pk"))

    def looked_for(self, field: str, editions) -> set[str]:
        """The editions, by their addresses, of which this was looked for and not found."""
        known = self.published().filter(field=field, looked_for=True, edition__in=editions)
        return set(known.values_list("edition__slug", flat=True))


class Gap(Record):
    """What is not known, and whether and when it was looked for."""

    OWNERS = ("edition", "forum")
    edition = models.ForeignKey(
        Edition, models.CASCADE, verbose_name=_("edition"), related_name="gaps", null=True, blank=True
    )
    forum = models.ForeignKey(Forum, models.CASCADE, related_name="gaps", null=True, blank=True)
    field = models.CharField(pgettext_lazy("what it concerns", "about"), max_length=20, choices=FieldCode, blank=True)
    edition_number = models.PositiveIntegerField(_("number of the edition not found"), null=True, blank=True)
    note = Translated(models.TextField, _("what is missing"), required=True, help_text=_("A short phrase."))
    looked_for = models.BooleanField(_("it was looked for"), default=True)
    looked = PartialDateColumns(_("last looked for"))
    objects = GapQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("gap")
        verbose_name_plural = _("gaps")
        constraints = [
            models.CheckConstraint(
                condition=Q(edition__isnull=False, forum__isnull=True, edition_number__isnull=True) & ~Q(field="")
                | Q(edition__isnull=True, forum__isnull=False, edition_number__isnull=False, field=""),
                name="gap_of_an_edition_or_the_forum",
                violation_error_message=_("A gap is about a field of an edition, or about an edition not found."),
            ),
            models.UniqueConstraint(
                fields=["edition", "field", "note_en"],
                name="gap_once_per_edition",
                violation_error_message=_("This gap is entered already."),
            ),
            models.UniqueConstraint(
                fields=["forum", "edition_number"],
                name="gap_once_per_edition_number",
                violation_error_message=_("This gap is entered already."),
            ),
            models.CheckConstraint(
                condition=Q(looked_for=True) | Q(looked_on__isnull=True),
                name="gap_not_looked_for_has_no_date",
                violation_error_message=_("What was not looked for has no date of looking."),
            ),
            date_with_precision("looked", "gap_looked_precision"),
        ]

    def __str__(self):
        return self.note


def _supports(model):
    return models.ForeignKey(
        model, models.CASCADE, verbose_name=model._meta.verbose_name, related_name="citations", null=True, blank=True
    )


# What a citation can support: attribute and model. Everything the record says is here.
CITED = {
    "forum": Forum,
    "edition": Edition,
    "head_count": HeadCount,
    "attending_group": AttendingGroup,
    "next_host": NextHost,
    "session": Session,
    "related_event": RelatedEvent,
    "delegation": Delegation,
    "statement": Statement,
    "agreement": Agreement,
    "amount": Amount,
    "follow_up": FollowUp,
    "reading": Reading,
}
CITED_AS = {model: name for name, model in CITED.items()}
# What has to be loaded with each kind to say what it is and where it can be read.
WITH_OWNERS = {
    "head_count": ["edition"],
    "attending_group": ["edition"],
    "next_host": ["edition"],
    "session": ["edition"],
    "delegation": ["edition", "country", "organization"],
    "statement": ["edition", "person"],
    "agreement": ["edition"],
    "amount": ["agreement__edition"],
    "follow_up": ["agreement__edition"],
    "reading": ["dispute__edition"],
}


class Citation(Record):
    """This source supports that record, or one field of it, at this place in its text."""

    OWNERS = tuple(CITED)
    source = models.ForeignKey(Source, models.PROTECT, verbose_name=_("source"), related_name="citations")
    field = models.CharField(
        _("supports"), max_length=20, choices=FieldCode, blank=True, help_text=_("Empty: the record as a whole.")
    )
    locator = models.CharField(_("place in the text"), max_length=200, blank=True, help_text=_("Page 3, paragraph 2."))
    forum = _supports(Forum)
    edition = _supports(Edition)
    head_count = _supports(HeadCount)
    attending_group = _supports(AttendingGroup)
    next_host = _supports(NextHost)
    session = _supports(Session)
    related_event = _supports(RelatedEvent)
    delegation = _supports(Delegation)
    statement = _supports(Statement)
    agreement = _supports(Agreement)
    amount = _supports(Amount)
    follow_up = _supports(FollowUp)
    reading = _supports(Reading)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        constraints = [
            models.CheckConstraint(
                condition=exactly_one(*CITED),
                name="citation_has_one_target",
                violation_error_message=_("A citation supports exactly one record."),
            ),
            *(
                models.UniqueConstraint(
                    fields=[name, "source", "field"],
                    name=f"citation_once_per_{name}",
                    violation_error_message=_("This source is cited here already."),
                )
                for name in CITED
            ),
        ]

    def __str__(self):
        return str(self.source)


class Cited(NamedTuple):
    """A citation as pages print it."""

    source: Source
    field: str
    locator: str


CITATIONS = "citations"  # where a row that is kept has its own
# What pages print of a cited source.
NOT_PRINTED = ("folded", "is_public", "is_listed", "sort_en", "sort_ru", *Source.note.columns.values())
PRINTED = tuple(f.attname for f in Source._meta.concrete_fields if f.attname not in NOT_PRINTED)


class Footnotes:
    """The evidence of one page, loaded in three queries; sources are numbered in order of appearance.

    `records` are all records the page shows; `editions` those whose disputes and gaps it shows.
    """

    def __init__(self, records, editions=(), disputes=None):
        self.numbers: dict[int, int] = {}
        self.sources: dict[int, Source] = {}
        self._readings = defaultdict(list)
        self._disputes = {}
        if editions or disputes:
            self._load_disputes(disputes or Q(dispute__edition__in=list(editions)))
        self._gaps = list(Gap.objects.published().filter(edition__in=list(editions))) if editions else []
        self._load_citations([*records, *(r for rs in self._readings.values() for r in rs)])

    @classmethod
    def about_person(cls, person, records):
        """The evidence of a person's page: of these records, and of what is disputed about the person."""
        return cls(records, disputes=Q(dispute__person=person))

    def _load_disputes(self, condition: Q):
        readings = Reading.objects.filter(condition).select_related("dispute__agreement", "dispute__person")
        for reading in readings.filter(dispute__in=Dispute.objects.published()).order_by("dispute_id", "pk"):
            dispute = self._disputes.setdefault(reading.dispute_id, reading.dispute)
            self._readings[dispute.pk].append(reading)

    def _load_citations(self, records):
        self._citations = defaultdict(list)
        wanted = defaultdict(set)
        for record in records:
            if record.printed is not None and CITATIONS in record.printed:
                self._citations[CITED_AS[type(record)], record.pk] = record.printed[CITATIONS]
            else:
                wanted[CITED_AS[type(record)]].add(record.pk)
        if wanted:
            self._read_citations(wanted)
        for record in records:
            if record.printed is not None:
                self._keep_citations(record)

    def _keep_citations(self, record):
        kept = record.once(CITATIONS, lambda: self._citations[CITED_AS[type(record)], record.pk])
        for citation in kept:
            citation.source.printed = citation.source.printed or {}

    def _read_citations(self, wanted: dict[str, set[int]]):
        conditions = (Q(**{f"{name}__in": numbers}) for name, numbers in wanted.items())
        found = Citation.objects.filter(reduce(or_, conditions))
        columns = (*wanted, "field", "locator", *(f"source__{name}" for name in PRINTED))
        read = {}  # each source once, however often it is cited
        for row in found.order_by("pk").values_list(*columns):
            target = next((name, key) for name, key in zip(wanted, row, strict=False) if key)
            field, locator, *printed = row[len(wanted) :]
            source = read.get(printed[0]) or Source.from_db(found.db, PRINTED, printed)
            self._citations[target].append(Cited(read.setdefault(source.pk, source), field, locator))

    def marks(self, record, field: str = "") -> list[tuple[int, Cited]]:
        """The numbered citations of a record, or of one field of it; naming them gives them their numbers."""
        cited = self._citations[CITED_AS[type(record)], record.pk]
        return [(self._number(c.source), c) for c in cited if c.field == field]

    def sources_of(self, record) -> list[Source]:
        """The sources of a record, each once; unlike naming them in a mark, this gives them no number."""
        cited = self._citations.get((CITED_AS.get(type(record)), record.pk), ())
        return list(dict.fromkeys(citation.source for citation in cited))

    def _number(self, source) -> int:
        self.sources.setdefault(source.pk, source)
        return self.numbers.setdefault(source.pk, len(self.numbers) + 1)

    def numbered_sources(self) -> list[tuple[int, Source]]:
        """The sources named so far, in order; print them last."""
        return [(number, self.sources[pk]) for pk, number in self.numbers.items()]

    def disputes(self, *fields, agreement=None, person=None) -> list[tuple[Dispute, list[Reading]]]:
        """Disputes about any of these fields (all fields when none is named) of the edition, agreement or person."""
        return [
            (dispute, self._readings[dispute.pk])
            for dispute in self._disputes.values()
            if (not fields or dispute.field in fields)
            and (agreement is None or dispute.agreement_id == agreement.pk)
            and (person is None or dispute.person_id == person.pk)
        ]

    def gaps(self, *fields, edition=None) -> list[Gap]:
        """What is known to be unknown about any of these fields (all when none is named), of one edition or of all."""
        about = [gap for gap in self._gaps if edition is None or gap.edition_id == edition.pk]
        return [gap for gap in about if not fields or gap.field in fields]
