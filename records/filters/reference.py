"""The questions that the lists of countries, topics, people, organisations and sources answer."""

from django.utils.translation import gettext_lazy

from records.filters.fields import Codes, NameOrder, Sort, country_choice, edition_choice, words_choice, year_choice
from records.filters.listing import RecordFilterSet
from records.models import Country, Organization, Person, Source, Topic


class CountryFilter(RecordFilterSet):
    """Which countries, all of them on one page."""

    model = Country
    q = words_choice()
    sort = Sort("name")
    names = NameOrder()
    page = None


class TopicFilter(RecordFilterSet):
    """Which topics, all of them on one page."""

    model = Topic
    q = words_choice()
    sort = Sort("name")
    names = NameOrder()
    page = None


class PersonFilter(RecordFilterSet):
    """Which people."""

    model = Person
    facets = ("country", "edition")
    q = words_choice()
    country = country_choice()
    edition = edition_choice()
    sort = Sort("name")
    names = NameOrder()


class OrganizationFilter(RecordFilterSet):
    """Which organisations."""

    model = Organization
    facets = ("kind", "country", "edition")
    q = words_choice()
    kind = Codes(gettext_lazy("Kind of organisation"), choices=Organization.Kind.choices)
    country = country_choice()
    edition = edition_choice()
    sort = Sort("name")
    names = NameOrder()


class SourceFilter(RecordFilterSet):
    """Which sources."""

    model = Source
    facets = ("edition", "language", "year")
    q = words_choice()
    edition = edition_choice()
    language = Codes(gettext_lazy("Language"), "language")
    year = year_choice("source_year")
    sort = Sort("newest", "oldest", "name")
    names = NameOrder()
