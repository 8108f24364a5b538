"""Everything public that has names, with its names in every language and spelling."""

import json
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import override

from records.models import Agreement, Country, Document, Edition, Organization, Person, Place, Topic
from records.models.languages import COLUMNS, PAGE_LANGUAGES, fold, visitor_column
from records.models.reference import NAME_LANGUAGES

from .analyzer import is_han
from .labels import labels
from .numbered import called_in_roman, edition_also_called, known_alone, titles_said
from .short_names import names_of_document, names_of_organization

DATA = Path(__file__).parent.parent / "data"
OF_HOST = "@"  # between an edition and one of the cities that hosted it
SHORT_IN_HAN = 2  # characters
MORE_NAMES, CITIES = DATA / "country_search_names.json", DATA / "city_search_names.json"
WORDS_OF_TOPICS = DATA / "topic_search_names.json"
REGION = DATA / "topic_names_of_the_region.json"


class Named(NamedTuple):
    """Something that has names: its kind, its part of the address, and its names by language, `search` among them.

    A topic is asked for in the languages of the region too: those names stand in no text of the record.
    """

    kind: str
    slug: str
    names: dict[str, list[str]]

    @property
    def term(self) -> str:
        """The term of the index that all its records carry."""
        return f"={self.kind}={self.slug}"

    def name(self) -> str:
        """What it is called, in the visitor's language where it has a name in it."""
        return next(names[0] for key in (visitor_column(), "en", "search") if (names := self.names.get(key)))

    def every_name(self) -> list[str]:
        """All its names, in any language; of a topic in those that the record is in."""
        return [name for key, names in self.names.items() if not self._is_of_region(key) for name in names]

    def names_in_texts(self) -> list[str]:
        """The names by which texts are searched for it; none that may mean more than it, as other words for a topic."""
        if self.kind == "format":
            return []
        left_out = [("topic", "search"), ("edition", "alone")]
        said = {key: names for key, names in self.names.items() if not self._is_of_region(key)}
        names = [name for key, names in said.items() if (self.kind, key) not in left_out for name in names]
        return [name for name in names if name not in self.beginnings()]

    def is_own(self, key: str) -> bool:
        """Whether the names of a language are its own; a topic is called by other words too, and in more languages."""
        return self.kind != "topic" or key in COLUMNS

    def _is_of_region(self, key: str) -> bool:
        return not self.is_own(key) and key != "search"

    def beginnings(self) -> set[str]:
        """Short names in Chinese that only begin longer ones: 上合 stands in 海上合作 too, 上合组织 does not."""
        names = self.every_name() if self.kind == "organization" else []
        return {name for name in names if any(_begins(name, longer) for longer in names)}


def _begins(name: str, longer: str) -> bool:
    return len(name) == SHORT_IN_HAN < len(longer) and is_han(name) and longer.startswith(name)


@lru_cache(maxsize=1)
def more_country_names() -> dict[str, list[str]]:
    """Names of countries that people search by, beyond those of the Unicode CLDR that pages print."""
    return json.loads(MORE_NAMES.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def more_topic_names() -> dict[str, list[str]]:
    """Other words for topics, beyond those of the record itself, so that each language has the same ones."""
    return json.loads(WORDS_OF_TOPICS.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def topic_names_of_region() -> dict[str, dict[str, list[str]]]:
    """What topics are called in the languages of Central Asia: for each topic its names by language."""
    languages = json.loads(REGION.read_text(encoding="utf-8"))
    found = {}
    for language in ("kk", "ky", "tg", "tk", "uz"):
        for slug, names in languages[language].items():
            found.setdefault(slug, {})[language] = names
    return found


def public_names() -> list[Named]:
    """Everything public that has names, and the kinds of records; seven queries."""
    found = [_country(country) for country in Country.objects.published()]
    found += [_topic(topic) for topic in Topic.objects.published()]
    found += [_named("organization", body, names_of_organization(body)) for body in Organization.objects.published()]
    found += [_named("person", person, person.name_variants) for person in Person.objects.published()]
    found += [*_editions(), *_hosts(), *_cities(), *_documents()]
    return found + [Named(kind, value, names) for (kind, value), names in labels().items()]


@lru_cache(maxsize=1)
def _cities() -> list[Named]:
    """Cities that are spelt in several ways; they have no page to lead to, but one spelling finds the others.

    The spellings are those that the sources of the record and atlases in these languages use, older ones included.
    """
    cities = json.loads(CITIES.read_text(encoding="utf-8"))
    return [Named("city", slug, {"search": names}) for slug, names in cities.items()]


def _hosts() -> list[Named]:
    """The cities in which editions were held, each as one name more for all that belongs to its edition."""
    spelled = {fold(name): city.names["search"] for city in _cities() for name in city.names["search"]}
    hosts = Place.objects.filter(role=Place.Role.HOST, edition__in=Edition.objects.published())
    found = []
    for place in hosts.order_by("pk").select_related("edition"):
        names = {column: [name] for column in COLUMNS if (name := getattr(place, f"city_{column}"))}
        others = spelled.get(fold(place.city_en), [])
        found.append(Named("host", f"{place.edition.slug}{OF_HOST}{place.pk}", names | {"search": others}))
    return found


def _documents() -> list[Named]:
    """Documents with public agreements: they have no page, but texts that say any of their names are found by all."""
    documents = Document.objects.filter(agreements__in=Agreement.objects.published()).distinct().order_by("pk")
    return [Named("document", str(document.pk), {"search": names_of_document(document)}) for document in documents]


def _country(country: Country) -> Named:
    names = {language: [name] for language in NAME_LANGUAGES if (name := getattr(country, f"name_{language}"))}
    return Named("country", country.slug, names | {"search": more_country_names().get(country.code, [])})


def _editions() -> list[Named]:
    """Editions that have a number, as pages call them: “Edition 9”; and by what their titles say."""
    titles = Edition.name.columns
    editions = list(Edition.objects.published().exclude(number=0).only("slug", "number", *titles.values()))
    found = {
        edition.slug: {
            "search": edition_also_called(edition.number),
            "roman": called_in_roman(edition.number, {c: getattr(edition, n) for c, n in titles.items()}),
            "alone": known_alone(edition.number),
            "title": [
                title
                for column, name in titles.items()
                for title in titles_said(edition.number, column, getattr(edition, name))
            ],
        }
        for edition in editions
    }
    for column, language in PAGE_LANGUAGES.items():
        with override(language):
            for edition in editions:
                found[edition.slug][column] = [edition.short_name()]
    return [Named("edition", slug, names) for slug, names in found.items()]


def _topic(topic: Topic) -> Named:
    named = _named("topic", topic, _search_words(topic))
    return named._replace(names=named.names | topic_names_of_region().get(topic.slug, {}))


def _search_words(topic: Topic) -> list[str]:
    words = [*topic.search_words_en, *topic.search_words_ru, *topic.search_words_zh]
    return words + more_topic_names().get(topic.slug, [])


def _named(kind: str, record, others: list[str]) -> Named:
    names = {column: [name] for column in COLUMNS if (name := getattr(record, f"name_{column}"))}
    return Named(kind, record.slug, names | {"search": list(others)})
