"""The questions that the lists of delegations and of statements answer."""

from django.utils.translation import gettext_lazy

from records.filters.fields import (
    Codes,
    NameOrder,
    Sort,
    country_choice,
    edition_choice,
    topic_choice,
    words_choice,
    year_choice,
)
from records.filters.listing import RecordFilterSet
from records.models import Delegation, Organization, Statement


class DelegationFilter(RecordFilterSet):
    """Which delegations."""

    model = Delegation
    facets = ("country", "edition", "year", "organization_kind")
    q = words_choice()
    country = country_choice()
    edition = edition_choice()
    year = year_choice()
    organization_kind = Codes(gettext_lazy("Kind of organisation"), choices=Organization.Kind.choices)
    sort = Sort("newest", "oldest")
    names = NameOrder()


class StatementFilter(RecordFilterSet):
    """Which statements."""

    model = Statement
    facets = ("country", "topic", "edition", "year")
    q = words_choice()
    country = country_choice()
    topic = topic_choice()
    edition = edition_choice()
    year = year_choice()
    sort = Sort("newest", "oldest")
