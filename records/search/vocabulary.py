"""What the public record speaks of, in the visitor's language: the values of choices, and links to what rows name."""

from functools import cached_property
from itertools import groupby
from operator import attrgetter

from django.urls import get_script_prefix
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from records.models import Change, Country, Edition, Topic
from records.models.dates import PartialDate
from records.models.languages import Link, language_name, sort_key

from .documents import UNDATED
from .snapshot import Snapshot, current

MOST_ROWS = 500  # some 10 kB each, more where many words find them; in each language and process


def vocabulary() -> "Vocabulary":
    """The vocabulary of this moment; remembered beside the snapshot it is made of, and gone with it."""
    now = current()
    key = "vocabulary", get_language(), get_script_prefix()
    return now.derived.get(key) or now.derived.setdefault(key, Vocabulary(now))


class Vocabulary:
    """What one snapshot speaks of, in one language; each kind is read when it is first asked for."""

    def __init__(self, now: Snapshot | None = None):
        self.now = now or current()
        self.forms = {}  # of the lists that offer these values, by their filterset
        self._rows = {}  # that lists printed lately, by model and key
        self._printed = {}  # parts of the frame of pages

    @cached_property
    def countries(self) -> list[Country]:
        """All countries, by name."""
        return sorted(self.now.countries, key=attrgetter(sort_key(), "pk"))

    @cached_property
    def topics(self) -> list[Topic]:
        """All topics, each followed by its narrower ones; `depth` counts from 0."""
        below = {}
        for topic in sorted(self.now.topics, key=attrgetter(sort_key(), "pk")):
            below.setdefault(topic.broader_id, []).append(topic)
        return list(_walk(below, None, 0))

    @property
    def editions(self) -> list[Edition]:
        """All public editions, newest first."""
        return self.now.editions

    def with_narrower(self, slug: str) -> list[str]:
        """A topic and everything below it; the tree lists what is broader first."""
        found = {}
        for topic in self.topics:
            if topic.slug == slug or topic.broader_id in found:
                found[topic.pk] = topic.slug
        return list(found.values())

    # The values of choices: codes with their names

    @cached_property
    def country(self) -> list[tuple]:
        """Codes and names of countries."""
        return [(country.slug, country.name) for country in self.countries]

    @cached_property
    def topic(self) -> list[tuple]:
        """Identifiers and names of topics."""
        return [(topic.slug, topic.name) for topic in self.topics]

    @cached_property
    def depths(self) -> dict[str, int]:
        """How deep in the tree each topic is."""
        return {topic.slug: topic.depth for topic in self.topics}

    @cached_property
    def edition(self) -> list[tuple]:
        """Editions as short as a list of choices can be: number and year."""
        return [(edition.slug, edition_label(edition)) for edition in self.editions]

    @cached_property
    def year(self) -> list[tuple]:
        """Years in which an edition was held, and “undated”."""
        return _years(str(edition.year or UNDATED) for edition in self.editions)

    @cached_property
    def language(self) -> list[tuple]:
        """Languages in which sources are written."""
        codes = self.now.choices.get("language", {})
        return sorted(((code, language_name(code)) for code in codes), key=lambda choice: choice[1])

    @cached_property
    def month_of_change(self) -> list[tuple]:
        """Years and months in which the public record changed, each year followed by its months."""
        months = Change.objects.exclude(month="").order_by("-month").values_list("month", flat=True).distinct()
        found = []
        for year, of_year in groupby(months, key=lambda month: month[:4]):
            found += [(year, year), *((month, str(PartialDate.parse(month))) for month in of_year)]
        return found

    @cached_property
    def source_year(self) -> list[tuple]:
        """Years in which sources were published, and “undated”."""
        of_sources = self.now.having("is", "source")
        having = self.now.choices.get("year", {})
        return _years(year for year, records in having.items() if records & of_sources)

    @cached_property
    def any_year(self) -> list[tuple]:
        """Years of whatever has one, and “undated”."""
        return _years(year for year, records in self.now.choices.get("year", {}).items() if records)

    # What rows name again and again, by key

    @cached_property
    def edition_by_key(self) -> dict[int, Edition]:
        """Every public edition, with what a list of choices needs."""
        return {edition.pk: edition for edition in self.editions}

    @cached_property
    def edition_links(self) -> dict[int, Link]:
        """Every public edition by its short name, as a link to it."""
        return {edition.pk: Link(edition.short_name(), edition.get_absolute_url()) for edition in self.editions}

    @cached_property
    def country_links(self) -> dict[int, Link]:
        """Every country, as a link to it."""
        return _links(self.countries)

    @cached_property
    def topic_links(self) -> dict[int, Link]:
        """Every topic, as a link to it."""
        return _links(self.topics)

    # Rows of lists, and what pages print again and again

    def once(self, part: str, make):
        """What `make()` gives, made once for this version and language."""
        if part not in self._printed:
            self._printed[part] = make()
        return self._printed[part]

    def kept_rows(self, model, keys, read) -> list:
        """The rows of a list, in the order of their keys; `read(keys)` gives those that are not kept, by key.

        They are shared by requests, so nobody may change them.
        """
        kept = self.kept(model)
        rows = {key: row for key in keys if (row := kept.get(key))}
        if missing := [key for key in keys if key not in rows]:
            rows |= self._keep(kept, read(missing))
        return [rows[key] for key in keys if key in rows]

    def kept(self, model) -> dict:
        """The rows of a list that are kept, by key."""
        return self._rows.setdefault(model, {})

    def forget_rows(self):
        """Read every row anew (measurements)."""
        self._rows.clear()

    @staticmethod
    def _keep(kept: dict, rows: dict) -> dict:
        for row in rows.values():
            row.printed = {}
        if len(kept) + len(rows) > MOST_ROWS:
            kept.clear()
        kept.update(rows)
        return rows


def _links(records) -> dict[int, Link]:
    return {record.pk: Link(record.name, record.get_absolute_url()) for record in records}


def _walk(below, key, depth):
    for topic in below.get(key, []):
        topic.depth = depth
        yield topic
        yield from _walk(below, topic.pk, depth + 1)


def _years(years):
    years = set(years)
    known = sorted(years - {UNDATED}, reverse=True)
    return [(year, year) for year in known] + ([(UNDATED, _("undated"))] if UNDATED in years else [])


def edition_label(edition: Edition) -> str:
    """“9 (2022)”; an edition without a number is called by its name."""
    label = str(edition.number) if edition.number else edition.name
    return f"{label} ({edition.year})" if edition.year else label
