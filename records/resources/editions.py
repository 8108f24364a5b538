"""Editions as a table."""

from django.utils.translation import gettext_lazy as _

from records.models import Country, Edition, HeadCount, Organization, Organizer, Place
from records.models.languages import COLUMNS

from .columns import Field, Parts, coded, date, parts, texts, titled, value
from .shared import SOURCES, TOPICS, countries, page, several
from .tables import Table


def _cities(role: str, name: str, title, explanation: str) -> Parts:
    names = [Field(f"{name}_{language}", "string", titled(language, title), explanation) for language in COLUMNS]
    return parts(
        Place, "edition", ("city_en", "city_ru", "city_zh"), *names,
        where={"role": role}, write=lambda en, ru, zh: [en, ru or en, zh or en],
    )  # fmt: skip


def _of_role(model, column: str, role: str):
    return lambda portion: portion.parts(model, "edition", column, role=role)


def _head_count(count, qualifier, status) -> list[str]:
    return [" ".join(word for word in (qualifier, str(count), status) if word)]


HEAD_COUNTS = parts(
    HeadCount, "edition", ("count", "qualifier", "reported_as"),
    Field("participants", "string", _("number of participants"),
          _("How many people came, by each report: “about 300 announced” before it, “over 500 reported” after it.")),
    write=_head_count,
)  # fmt: skip

EDITIONS = Table(
    "editions",
    Edition,
    _("Every meeting of the forum."),
    ("id",),
    (
        value("id", _("As its address writes it: its number, or a name where it has no number."), "slug"),
        value("number", _("The official number; 0 where it has none."), type="integer"),
        texts("name", _("What the meeting is called.")),
        date("start_date", _("When it began, as far as that is known; empty where it is not."), "start", _("start")),
        date(
            "end_date", _("When it ended. Empty: the end was not reported. Equal to the start: one day."), "end",
            _("end"),
        ),
        coded("format", _("How people met."), Edition.Format),
        _cities(
            "host", "host_cities", _("host cities"), _("The cities that hosted it, in the order of host_countries.")
        ),
        several(
            "host_countries", _("The countries of the cities that hosted it. ISO 3166-1 alpha-2."), _("host countries"),
            _of_role(Place, "country_id", "host"), Country,
        ),
        _cities("connected", "connected_cities", _("cities connected by video"), _("The cities linked by video.")),
        countries(_("The countries that came or hosted it, or whose organisations came.")),
        texts("theme", _("The motto, as announced.")),
        texts("dedication", _("What the meeting marked.")),
        texts("summary", _("What happened, in a few sentences.")),
        several(
            "organizers", _("Who was in charge, by their ids in the table of organisations."), _("organisers"),
            _of_role(Organizer, "organization_id", "organizer"), Organization,
        ),
        several(
            "co_organizers", _("Who carried it out, by their ids in the table of organisations."), _("co-organisers"),
            _of_role(Organizer, "organization_id", "co_organizer"), Organization,
        ),
        TOPICS,
        HEAD_COUNTS,
        value("delegations", _("How many delegations the record has."), "delegations_count", type="integer",
              title=_("delegations")),
        value("agreements", _("How many agreements the record has."), "agreements_count", type="integer",
              title=_("agreements")),
        value("statements", _("How many statements the record has."), "statements_count", type="integer",
              title=_("statements")),
        value("agreements_looked_for", _("Whether somebody looked for outcomes: then 0 agreements means that none was "
              "found."), type="boolean"),
        texts("number_note", _("A remark on the number.")),
        SOURCES,
        page("edition", "slug"),
    ),
    counted=("delegations", "agreements", "statements"),
)  # fmt: skip
