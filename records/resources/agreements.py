"""Agreements as a table."""

from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from records.models import Agreement, Amount, FollowUp, Organization, Party
from records.models.dates import PartialDate
from records.models.languages import COLUMNS

from .columns import Column, Field, Name, Several, coded, parts, texts, titled, value
from .shared import EDITION, SOURCES, TOPICS, YEAR, countries, page
from .tables import Table


def _party_links(portion) -> dict:
    reads = ("country_id", "organization_id", "description_en", "description_ru", "description_zh")
    return portion.parts(Party, "agreement", *reads)


@dataclass(frozen=True)
class Parties(Several):
    """Parties of each kind, in the order of the record: countries, organisations, and those only described."""

    def names(self, portion, links):
        """A country and an organisation by their own names, the others by their descriptions."""
        countries = portion.reading.countries
        bodies = portion.names(Organization, (body for _country, body, *_description in links))
        return {link: countries.get(link[0]) or bodies.get(link[1]) or Name.made(link[2], *link[2:]) for link in links}


@dataclass(frozen=True)
class Whole(Column):
    """The reference of the agreement that one is part of, where that is public too."""

    def fields(self, model):
        """One reference."""
        return [Field(self.name, "string", self.title, self.explanation)]

    def cells(self, portion, keys):
        """The reference of each."""
        public = Agreement.objects.published().filter(pk__in=set(filter(None, keys)))
        references = dict(public.values_list("pk", "reference"))
        return [[references.get(key) for key in keys]]


PARTIES = Parties(
    "parties",
    _(
        "The parties as reported: a country by its code, an organisation by its id in the table of organisations, a "
        "party that is described but not named by its English description."
    ),
    title=_("parties"),
    linked=_party_links,
)
AMOUNT = parts(
    Amount, "agreement", ("value", "currency", "qualifier", "dollars_as_reported"),
    Field("amount_value", "integer", _("sum"), _("A sum of money, in whole units of its currency.")),
    Field("amount_currency", "string", _("currency"), _("A code of ISO 4217."), "^[A-Z]{3}$"),
    Field("amount_qualifier", "string", _("how exact"), _("How exact it is."), codes=tuple(Amount.Qualifier.values)),
    Field("amount_usd_as_reported", "integer", _("US dollars as reported"),
          _("Only where the report itself converts.")),
    where={"is_alternative": False},
)  # fmt: skip


def _other_sum(amount, currency, dollars) -> list[str]:
    return [f"{amount} {currency}" if amount is not None else f"{dollars} USD as reported"]


OTHER_AMOUNTS = parts(
    Amount, "agreement", ("value", "currency", "dollars_as_reported"),
    Field("amount_alternatives", "string", _("other sums"), _("The sum as other sources give it: “5000000 CNY”.")),
    where={"is_alternative": True}, write=_other_sum,
)  # fmt: skip


def _follow_up(status, on, precision, *notes) -> list[str]:
    return [status, PartialDate(on, precision).iso(), *notes]


FOLLOW_UPS = parts(
    FollowUp, "agreement", ("status", "happened_on", "happened_precision", "note_en", "note_ru", "note_zh"),
    Field("follow_ups", "string", _("what became of it"),
          format_lazy(_("Evidence of what became of it, the earliest first: {}."), ", ".join(FollowUp.Status.values))),
    Field("follow_ups_dates", "string", _("what became of it: dates"),
          _("The date of each; for nothing_found, when somebody last looked.")),
    *(
        Field(f"follow_ups_notes_{one}", "string", titled(one, _("what became of it: notes")), _("The note to each."))
        for one in COLUMNS
    ),
    order=tuple(FollowUp._meta.ordering), write=_follow_up,
)  # fmt: skip

AGREEMENTS = Table(
    "agreements",
    Agreement,
    _("Every numbered provision, and everything that was signed or announced; paraphrased."),
    ("ref",),
    (
        value(
            "ref", _("Edition number, dot, running number. It sorts by its numbers: 9.10 comes after 9.9."), "reference"
        ),
        EDITION,
        YEAR,
        texts("document", _("The document in which it stands."), "document__name", title=_("document")),
        texts("title", _("What it is about, in a few words.")),
        texts("text", _("The provision, paraphrased.")),
        coded("kind", _("What sort of text it is."), Agreement.Kind),
        value(
            "status", _("“announced”: planned only. Empty: concluded or issued."), "reported_as", codes=("announced",)
        ),
        countries(_("Its parties among countries, and the home countries of its parties among organisations.")),
        PARTIES,
        value(
            "parties_basis",
            _(
                "“listed”: the reports name the parties. “participants”: the parties are those who came to the "
                "edition; do not show them as signatories."
            ),
            codes=tuple(Agreement.PartiesBasis.values),
        ),
        TOPICS,
        Whole("part_of", _("The larger agreement that it is part of."), ("part_of_id",), _("part of")),
        value("count", _("How many items the record stands for."), "item_count", type="integer"),
        AMOUNT,
        OTHER_AMOUNTS,
        FOLLOW_UPS,
        texts("note", _("A remark.")),
        SOURCES,
        page("agreement", "reference"),
    ),
)
