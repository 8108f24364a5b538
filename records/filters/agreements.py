"""The question that the list of agreements answers."""

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
from records.models import Agreement


class AgreementFilter(RecordFilterSet):
    """Which agreements."""

    model = Agreement
    facets = ("country", "topic", "edition", "year", "kind")
    q = words_choice()
    country = country_choice()
    country_match = country_match()
    topic = topic_choice()
    edition = edition_choice()
    year = year_choice()
    kind = Codes(gettext_lazy("Kind"), choices=Agreement.Kind.choices)
    sort = Sort("newest", "oldest")
