"""The question that is asked of the whole record."""

from django.utils.translation import gettext_lazy

from records.filters.fields import (
    Codes,
    Sort,
    country_choice,
    country_match,
    edition_choice,
    topic_choice,
    words_choice,
    year_choice,
)
from records.filters.listing import RecordFilterSet
from records.models import Edition

KIND_NAMES = [
    ("country", gettext_lazy("Countries")),
    ("topic", gettext_lazy("Topics")),
    ("person", gettext_lazy("People")),
    ("organization", gettext_lazy("Organisations")),
    ("edition", gettext_lazy("Editions")),
    ("agreement", gettext_lazy("Agreements")),
    ("delegation", gettext_lazy("Delegations")),
    ("statement", gettext_lazy("Statements")),
    ("session", gettext_lazy("Sessions")),
    ("source", gettext_lazy("Sources")),
]


class SearchFilter(RecordFilterSet):
    """Which records of any kind."""

    model = Edition
    facets = ("is", "country", "topic", "edition", "year")
    q = words_choice()
    country = country_choice()
    country_match = country_match()
    topic = topic_choice()
    edition = edition_choice()
    year = year_choice()
    sort = Sort("newest", "oldest")
    page = None  # every kind shows its first records and leads to its list


# `is` is a word of Python, and the word of the address.
SearchFilter.base_filters["is"] = Codes(gettext_lazy("Kind of record"), choices=KIND_NAMES)
SearchFilter.base_filters["is"].field_name = "is"
