"""Countries, topics, people, organisations and sources as tables."""

from dataclasses import dataclass
from operator import itemgetter

from django.utils.translation import gettext_lazy as _

from records.models import (
    Agreement,
    Country,
    Delegation,
    Edition,
    Member,
    Organization,
    Person,
    Source,
    Topic,
)
from records.models.languages import COLUMNS
from records.models.reference import NAME_LANGUAGES
from records.search.query import tally

from .columns import Column, Field, Name, One, Several, Words, coded, date, texts, value
from .shared import EDITIONS, countries, page
from .tables import Table


@dataclass(frozen=True)
class Tally(Column):
    """How many public records of a kind the record, chosen alone, would leave of their list."""

    counted: type | None = None
    choice: str = ""

    def fields(self, model):
        """One number."""
        return [Field(self.name, "integer", self.title, self.explanation)]

    def cells(self, portion, values):
        """The number for each record."""
        found = tally(self.counted, self.choice)
        return [[found.get(value.lower(), 0) for value in values]]


def _offices(portion) -> dict:
    """For each person the offices by edition, the newest first, those of heads of delegations before members."""
    found = {}
    for model, person, edition, title in (
        (Delegation, "head_person", "edition", "head_title"),
        (Member, "person", "delegation__edition", "title"),
    ):
        reads = (f"{edition}__number", f"{edition}__slug", *(f"{title}_{language}" for language in COLUMNS))
        held = portion.parts(model, person, *reads, **{f"{edition}__in": Edition.objects.published()})
        for key, offices in held.items():
            found.setdefault(key, []).extend(offices)
    return {key: sorted(offices, key=itemgetter(0), reverse=True) for key, offices in found.items()}


@dataclass(frozen=True)
class Offices(Several):
    """Every office that somebody held, with the edition as its code."""

    def names(self, portion, links):
        """Each office as reported."""
        return {office: Name.made(*office[1:]) for office in links}


COUNTRIES = Table(
    "countries",
    Country,
    _("Every country that the record speaks of, with its names from the Unicode CLDR."),
    ("code",),
    (
        value("code", _("A code of ISO 3166-1 alpha-2.")),
        *(
            value(f"name_{language}", _("Its name in this language."), is_text=True)
            for language in NAME_LANGUAGES
        ),
        Tally("editions", _("How many editions it came to or hosted."), ("code",), _("editions attended"),
              counted=Edition, choice="country"),
        Tally("agreements", _("How many agreements count it among their countries."), ("code",), _("agreements"),
              counted=Agreement, choice="country"),
        page("country", "code"),
    ),
)  # fmt: skip

TOPICS = Table(
    "topics",
    Topic,
    _("Every topic, each followed by its narrower ones."),
    ("id",),
    (
        value("id", _("Part of its address, and lasting."), "slug"),
        texts("name", _("What it is called.")),
        One("broader", _("The topic above it; a search for that one finds this one too."), ("broader_id",),
            model=Topic),
        texts("scope", _("What it covers, in one sentence.")),
        *(
            Words(f"alt_{language}", _("Other words for it, to search by."), (f"search_words_{language}",))
            for language in ("en", "ru", "zh")
        ),
        Tally("agreements", _("How many agreements are on it or on its narrower topics."), ("slug",), _("agreements"),
              counted=Agreement, choice="topic"),
        page("topic", "slug"),
    ),
)  # fmt: skip

PEOPLE = Table(
    "people",
    Person,
    _("Everybody whom the record names."),
    ("id",),
    (
        value("id", _("Part of their address, and lasting."), "slug"),
        texts("name", _("What they are called; name_zh of foreigners may be the surname alone, as reported.")),
        Words("name_variants", _("Other spellings in the reports, in any language."), ("name_variants",)),
        countries(_("The countries whose delegations they were in.")),
        EDITIONS,
        Offices(
            "offices",
            _(
                "The offices they held in delegations, the newest first: the edition as its address writes it, and in "
                "the columns of the languages the office as reported."
            ),
            title=_("offices"),
            linked=_offices,
        ),
        texts("note", _("What is uncertain about the name.")),
        page("person", "slug"),
    ),
)

ORGANIZATIONS = Table(
    "organizations",
    Organization,
    _("Every organisation that the record names."),
    ("id",),
    (
        value("id", _("Part of its address, and lasting."), "slug"),
        texts("name", _("What it is called.")),
        Words("name_variants", _("Other spellings in the reports, in any language."), ("name_variants",)),
        coded("kind", _("What sort of organisation it is."), Organization.Kind),
        countries(_("Where it is at home; one country at most.")),
        EDITIONS,
        page("organization", "slug"),
    ),
)

SOURCES = Table(
    "sources",
    Source,
    _("Every report on which the record rests."),
    ("id",),
    (
        value("id", _("Part of its address, and lasting."), "slug"),
        value("url", _("Where it was published; empty where the copy at hand carries no address."), is_text=True),
        value("publisher", _("Who published it, in English."), is_text=True),
        texts("title", _("What the report says, in a few words; not its headline, do not quote it.")),
        value("language", _("The language of the report. ISO 639-1.")),
        date("published", _("When it was published, as far as that is known."), "published", _("published")),
        texts("note", _("Its reliability, or the state of the copy.")),
        EDITIONS,
        value("citations", _("How many facts of the record it supports."), "citations_count", type="integer",
              title=_("facts supported")),
        page("source", "slug"),
    ),
    counted=("citations",),
)  # fmt: skip
