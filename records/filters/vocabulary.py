"""The values that choices may take, as the public record has them."""

from functools import cached_property
from operator import attrgetter

from django.utils.translation import gettext as _

from records.models import Country, Edition, Topic
from records.models.languages import language_name, sort_key
from records.search.documents import UNDATED
from records.search.snapshot import current


class Vocabulary:
    """The values that choices may take, as the public record has them; each kind is read once for a page."""

    def __init__(self):
        self.now = current()

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

    def country(self):
        """Codes and names of countries."""
        return [(country.slug, country.name) for country in self.countries]

    def topic(self):
        """Identifiers and names of topics."""
        return [(topic.slug, topic.name) for topic in self.topics]

    def edition(self):
        """Editions as short as a list of choices can be: number and year."""
        return [(edition.slug, edition_label(edition)) for edition in self.editions]

    def year(self):
        """Years in which an edition was held, and “undated”."""
        return _years(str(edition.year or UNDATED) for edition in self.editions)

    def language(self):
        """Languages in which sources are written."""
        codes = self.now.choices.get("language", {})
        return sorted(((code, language_name(code)) for code in codes), key=lambda choice: choice[1])

    def source_year(self):
        """Years in which sources were published, and “undated”."""
        of_sources = self.now.having("is", "source")
        having = self.now.choices.get("year", {})
        return _years(year for year, records in having.items() if records & of_sources)


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
