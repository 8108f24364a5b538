"""Columns that several tables have."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from records.models import Citation, Country, Edition, Source, Topic
from records.models.evidence import CITED_AS
from records.models.languages import address

from .columns import Column, Field, One, Several, found_under, linked_by


@dataclass(frozen=True)
class Page(Column):
    """The address of the record's page in English; `kind` is the name of the page."""

    kind: str = ""

    def fields(self, model):
        """One address."""
        return [Field(self.name, "string", self.title, self.explanation)]

    def cells(self, portion, *keys):
        """The address of each record, put together from the pieces that all of them share."""
        with override("en"):
            page = address(self.kind, *["\0"] * len(keys))
        pieces = (settings.SITE_URL + page).split("\0")
        rows = zip(*keys, strict=True)
        return [["".join([*map("".join, zip(pieces, row, strict=False)), pieces[-1]]).lower() for row in rows]]


def page(kind: str, *reads: str) -> Page:
    """The page of a record whose address is made of these columns."""
    return Page("page", _("The page of the record in English."), reads, _("address of the page"), kind=kind)


@dataclass(frozen=True)
class Year(Column):
    """The year of the edition."""

    def fields(self, model):
        """One year."""
        return [Field(self.name, "integer", self.title, self.explanation)]

    def cells(self, portion, keys):
        """The year of each record's edition; nothing where it is unknown."""
        years = portion.reading.years
        return [[years.get(key) for key in keys]]


def _cited(portion) -> dict:
    return portion.parts(Citation, CITED_AS[portion.reading.table.model], "source_id", field="")


def several(name: str, explanation: str, title, linked: Callable, model: type) -> Several:
    """Several others of a kind, by codes and names."""
    return Several(name, explanation, title=title, linked=linked, model=model)


EDITION = One(
    "edition",
    _("The edition, as its address writes it: its number, or a name where it has no number."),
    ("edition_id",),
    model=Edition,
)
YEAR = Year(
    "year", _("The year in which the edition was held; empty where that is unknown."), ("edition_id",), _("year")
)
SOURCES = several(
    "sources", _("The sources that support the record as a whole, by their ids in the table of sources."), _("sources"),
    _cited, Source,
)  # fmt: skip
TOPICS = several(
    "topics", _("Its topics, by their ids in the table of topics."), _("topics"), linked_by("topics"), Topic
)
EDITIONS = several(
    "editions", _("The editions under which the list finds it, as their addresses write them."), _("editions"),
    found_under("edition", lambda now: reversed(now.editions)), Edition,
)  # fmt: skip


_FILTERED = _("ISO 3166-1 alpha-2. These are the countries by which the list can be filtered.")


def countries(meaning: str) -> Several:
    """The countries under which the list finds a record."""
    explanation = format_lazy("{} {}", meaning, _FILTERED)
    linked = found_under("country", lambda now: sorted(now.countries, key=attrgetter("code")))
    return several("countries", explanation, _("countries"), linked, Country)
