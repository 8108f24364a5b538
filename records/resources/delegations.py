"""Delegations and statements as tables."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from records.models import Country, Delegation, Member, Organization, Person, Statement

from .columns import NOBODY, Column, Name, One, Several, coded, named_fields, texts, value
from .shared import EDITION, SOURCES, TOPICS, YEAR, Page, countries
from .tables import Table


@dataclass(frozen=True)
class Sender(Column):
    """The country or the organisation that sent a delegation."""

    def fields(self, model):
        """Its code and names."""
        return named_fields(self.name, self.title, self.explanation)

    def cells(self, portion, lands, bodies):
        """The one of the two that there is."""
        countries, organizations = portion.names(Country, lands), portion.names(Organization, bodies)
        senders = (
            countries.get(land) or organizations.get(body, NOBODY) for land, body in zip(lands, bodies, strict=True)
        )
        return list(zip(*senders, strict=True))


@dataclass(frozen=True)
class Members(Several):
    """The other people named in a delegation; the place of one without a name stays empty."""

    def names(self, portion, links):
        """The people, and nobody."""
        return super().names(portion, links) | {None: NOBODY}


@dataclass(frozen=True)
class SenderPage(Page):
    """The page of a delegation, whose address ends with its sender."""

    def cells(self, portion, editions, lands, bodies):
        """The address of each."""
        return super().cells(portion, editions, [land or body for land, body in zip(lands, bodies, strict=True)])


@dataclass(frozen=True)
class MemberTitles(Several):
    """The offices of the members, in the order of the members; they have no codes."""

    def fields(self, model):
        """A column for each language."""
        return super().fields(model)[1:]

    def names(self, portion, links):
        """The offices themselves."""
        return {titles: Name.made("", *titles) for titles in links}

    def cells(self, portion):
        """A column for each language."""
        return super().cells(portion)[1:]


def _of_members(*reads: str):
    return lambda portion: portion.parts(Member, "delegation", *reads)


_HEAD = _("The most senior representative that the reports name; empty where only the office is known, or nobody.")

DELEGATIONS = Table(
    "delegations",
    Delegation,
    _("Every delegation of a country or an organisation to an edition."),
    ("edition", "sender"),
    (
        EDITION,
        YEAR,
        Sender(
            "sender",
            _("Who sent it: a country by its code, an organisation by its id in the table of organisations."),
            ("country_id", "organization_id"),
            _("sender"),
        ),
        countries(_("The country that sent it, or the home country of the organisation that did.")),
        coded("organization_kind", _("What sort of organisation sent it."), Organization.Kind, "organization__kind",
              _("kind of organisation")),
        value("status", _("“announced”: known from the programme only. Empty: reported."), "reported_as",
              codes=("announced",)),
        One("head", _HEAD, ("head_person_id",), model=Person),
        texts("head_title", _("The office that the head held then, as reported.")),
        value(
            "head_basis",
            _("“reported”: a source says that they led the delegation. Empty: read from rank and from who spoke, so do "
            "not write “led by”."),
            codes=tuple(Delegation.Basis.values),
        ),
        Members(
            "members", _("The others named, by their ids in the table of people."), title=_("members"),
            linked=_of_members("person_id"), model=Person,
        ),
        MemberTitles(
            "members_titles", "", title=_("offices of the members"),
            linked=_of_members("title_en", "title_ru", "title_zh"),
        ),
        SOURCES,
        SenderPage(
            "page", _("The page of the record in English."), ("edition__slug", "country__code", "organization__slug"),
            _("address of the page"), kind="delegation",
        ),
    ),
)  # fmt: skip

STATEMENTS = Table(
    "statements",
    Statement,
    _("What people said or wrote at an edition: a paraphrase each, never a quotation."),
    ("edition", "id"),
    (
        EDITION,
        YEAR,
        value("id", _("Unique in its edition, and lasting."), "slug"),
        One("person", _("Who said it, by their id in the table of people."), ("person_id",), model=Person),
        countries(_("The countries whose delegations to the edition the speaker was in.")),
        texts("gist", _("What was said, paraphrased.")),
        TOPICS,
        SOURCES,
        Page(
            "page", _("The page of the record in English."), ("edition__slug", "slug"), _("address of the page"),
            kind="statement",
        ),
    ),
)  # fmt: skip
