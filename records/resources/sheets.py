"""The sheets that staff fill: one for each kind of record, and all of them in one workbook for a whole edition."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.models import (
    Agreement,
    Citation,
    Country,
    Delegation,
    Edition,
    Organization,
    Party,
    Person,
    ReportedAs,
    Source,
    Topic,
)
from records.models.publication import Record

from .cells import (
    Cell,
    Choice,
    Date,
    DocumentName,
    EditionNumber,
    Links,
    Number,
    Parties,
    Point,
    Sources,
    Words,
    in_three_languages,
)


@dataclass(frozen=True)
class Sheet:
    """One kind of record as rows: its columns, and how a row finds its record."""

    name: str
    model: type
    cells: tuple[Cell, ...]
    find: Callable[[dict], Record | None]
    rows: Callable[[QuerySet], QuerySet] = lambda records: records

    @property
    def title(self) -> str:
        """What its kind of record is called, in the reader's language."""
        return str(self.model._meta.verbose_name_plural)

    @property
    def title_and_name(self) -> str:
        """What it is called, with the name that stands in files."""
        return self.title if self.title == self.name else f"{self.title} ({self.name})"

    def label(self, name: str) -> str:
        """What a column is called, in the reader's language; its name where there is no such column."""
        cell = self.cell(name)
        return cell.label(self.model) if cell else name

    @property
    def keys(self) -> list[str]:
        """The columns that tell which record a row is about."""
        return [cell.name for cell in self.cells if cell.is_key]

    def cell(self, name: str) -> Cell | None:
        """The column of a name."""
        return next((cell for cell in self.cells if cell.name == name), None)

    def key(self, values: dict) -> str:
        """What a row is about, in one text; empty when it does not say."""
        meant = (cell.meant(values.get(cell.name, "")) for cell in self.cells if cell.is_key)
        return " ".join(filter(None, meant))


def _by_slug(model):
    return lambda values: model.objects.filter(slug=values.get("id", "")).first()


def _edition(values: dict) -> Edition | None:
    return Edition.objects.filter(slug=values.get("edition", "")).first()


def _delegation(values: dict) -> Delegation | None:
    country, organization = values.get("country", ""), values.get("organization", "")
    sender = Q(country__code=country.upper()) if country else Q(organization__slug=organization)
    return Delegation.objects.filter(sender, edition__slug=values.get("edition", "")).first()


def _agreement(values: dict) -> Agreement | None:
    number = values.get("number", "")
    known = number.isdecimal() and len(number) < 10
    return Agreement.objects.filter(edition__slug=values.get("edition", ""), number=number).first() if known else None


ID = Cell("id", gettext_lazy("Part of the address: small Latin letters and hyphens."), "slug", is_key=True)
EDITION = Point("edition", gettext_lazy("Number of the edition."), is_key=True, model=Edition)
ANNOUNCED = Choice("reported_as", gettext_lazy("“announced” when planned only."), allowed=(ReportedAs.ANNOUNCED.value,))
SPELLINGS = Words("name_variants", gettext_lazy("Other spellings, with “; ” between them."))


def _codes(choices) -> tuple[str, ...]:
    return tuple(choices.values)


SHEETS = {
    sheet.name: sheet
    for sheet in (
        Sheet("sources", Source, (
            ID, Cell("url", gettext_lazy("Where it was published.")),
            Cell("publisher", gettext_lazy("Who published it.")),
            *in_three_languages("title", gettext_lazy("What the report says, in a few words.")),
            Cell("language", gettext_lazy("ISO 639-1: ru.")),
            Date("published", gettext_lazy("2012, 2012-05 or 2012-05-07.")),
            *in_three_languages("note", gettext_lazy("Reliability, or the state of the copy.")),
        ), _by_slug(Source)),
        Sheet("topics", Topic, (
            ID, *in_three_languages("name", gettext_lazy("Name")),
            Point("broader", gettext_lazy("The topic above it."), model=Topic),
            *in_three_languages("scope", gettext_lazy("What it covers, in one sentence.")),
            *in_three_languages("search_words", gettext_lazy("Other words, with “; ” between them."), Words),
        ), _by_slug(Topic)),
        Sheet("people", Person, (
            ID, *in_three_languages("name", gettext_lazy("Name")), SPELLINGS,
            *in_three_languages("note", gettext_lazy("What is uncertain about the name.")),
        ), _by_slug(Person)),
        Sheet("organizations", Organization, (
            ID, *in_three_languages("name", gettext_lazy("Name")), SPELLINGS,
            Choice("kind", gettext_lazy("What sort of organisation it is."), allowed=_codes(Organization.Kind)),
            Point("country", gettext_lazy("ISO 3166-1 alpha-2: KZ."), model=Country),
        ), _by_slug(Organization)),
        Sheet("editions", Edition, (
            EditionNumber("edition", gettext_lazy("Number of the edition."), is_key=True),
            *in_three_languages("name", gettext_lazy("Name")),
            Date("start", gettext_lazy("2012, 2012-05 or 2012-05-07.")),
            Date("end", gettext_lazy("Empty: not reported. The same as the start: one day.")),
            Choice("format", gettext_lazy("How people met."), allowed=_codes(Edition.Format)),
            *in_three_languages("theme", gettext_lazy("The motto, as announced.")),
            *in_three_languages("dedication", gettext_lazy("What the meeting marked.")),
            *in_three_languages("summary", gettext_lazy("Summary")),
            Links("topics", gettext_lazy("Their identifiers, with “; ” between them."), model=Topic),
            Sources("sources", gettext_lazy("Their identifiers, with “; ” between them."), target="edition",
                    model=Source),
        ), _edition),
        Sheet("delegations", Delegation, (
            EDITION,
            Point("country", gettext_lazy("Either the country …"), is_key=True, model=Country),
            Point("organization", gettext_lazy("… or the organisation that sent it."), is_key=True, model=Organization),
            ANNOUNCED,
            Point("head_person", gettext_lazy("The most senior representative named."), model=Person),
            *in_three_languages("head_title", gettext_lazy("Their office then, as reported.")),
            Choice("head_basis", gettext_lazy("“reported” when a source says that they led."),
                   allowed=_codes(Delegation.Basis)),
            Sources("sources", gettext_lazy("Their identifiers, with “; ” between them."), target="delegation",
                    model=Source),
        ), _delegation),
        Sheet("agreements", Agreement, (
            EDITION, Number("number", gettext_lazy("Running number: 9.2 has the number 2."), is_key=True),
            *(DocumentName(f"document_{column}", gettext_lazy("The document it stands in."), column=column)
              for column in ("en", "ru", "zh")),
            *in_three_languages("title", gettext_lazy("Title")),
            *in_three_languages("text", gettext_lazy("The provision, in paraphrase.")),
            Choice("kind", gettext_lazy("What sort of text it is."), allowed=_codes(Agreement.Kind)),
            ANNOUNCED,
            Point("part_of", gettext_lazy("The larger agreement: 9.1."), model=Agreement),
            Links("topics", gettext_lazy("Their identifiers, with “; ” between them."), model=Topic),
            Parties("parties", gettext_lazy("Codes of countries and identifiers of organisations."),
                    models={"country": Country, "organization": Organization}),
            Choice("parties_basis", gettext_lazy("How the parties are known."),
                   allowed=_codes(Agreement.PartiesBasis)),
            Number("item_count", gettext_lazy("When one record stands for several.")),
            *in_three_languages("note", gettext_lazy("Note")),
            Sources("sources", gettext_lazy("Their identifiers, with “; ” between them."), target="agreement",
                    model=Source),
        ), _agreement),
    )
}  # fmt: skip
SHEET_OF = {sheet.model: sheet for sheet in SHEETS.values()}
# What is written of an edition in one workbook.
OF_AN_EDITION = ("sources", "people", "organizations", "editions", "delegations", "agreements")
LOADED = {
    "delegations": ("edition", "country", "organization", "head_person"),
    "agreements": ("edition", "document", "part_of"),
    "organizations": ("country",),
    "topics": ("broader",),
}


def rows_of(sheet: Sheet, records: QuerySet):
    """The cells of records, a row each."""
    joined = LOADED.get(sheet.name)
    for record in (records.select_related(*joined) if joined else records).iterator(chunk_size=500):
        yield [cell.written(record) for cell in sheet.cells]


def tables_of(edition: Edition | None) -> list[tuple[Sheet, object]]:
    """The sheets of an edition with all that it has; empty ones for an edition that is not there yet."""
    if edition is None:
        return [(SHEETS[name], []) for name in OF_AN_EDITION]
    delegations, agreements = edition.delegations.order_by("pk"), edition.agreements.oldest_first()
    cited = Q(edition=edition) | Q(delegation__edition=edition) | Q(agreement__edition=edition)
    heads = Person.objects.filter(pk__in=delegations.values("head_person"))
    senders = Q(pk__in=delegations.values("organization"))
    parties = Q(pk__in=Party.objects.filter(agreement__edition=edition).values("organization"))
    records = {
        "sources": Source.objects.filter(pk__in=Citation.objects.filter(cited).values("source")).order_by("pk"),
        "people": heads.order_by("pk"),
        "organizations": Organization.objects.filter(senders | parties).order_by("pk"),
        "editions": Edition.objects.filter(pk=edition.pk),
        "delegations": delegations,
        "agreements": agreements,
    }
    return [(SHEETS[name], list(rows_of(SHEETS[name], records[name]))) for name in OF_AN_EDITION]


def problem_of_keys(sheet: Sheet, values: dict) -> str:
    """Why a row does not say which record it is about; empty when it does."""
    if sheet.name == "delegations":
        if bool(values.get("country")) == bool(values.get("organization")):
            return _("Give the country or the organisation, exactly one of the two.")
        missing = [] if values.get("edition") else ["edition"]
    else:
        missing = [name for name in sheet.keys if not values.get(name)]
    return _("This cell must not be empty: %(names)s.") % {"names": ", ".join(missing)} if missing else ""
