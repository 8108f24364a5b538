"""The question that the list of editions answers."""

from django.utils.translation import gettext_lazy

from records.filters.fields import Codes, Sort, country_choice, country_match, topic_choice, words_choice, year_choice
from records.filters.listing import RecordFilterSet
from records.models import Edition


class EditionFilter(RecordFilterSet):
    """Which editions."""

    model = Edition
    facets = ("country", "topic", "year", "format")
    q = words_choice()
    country = country_choice()
    country_match = country_match()
    topic = topic_choice()
    year = year_choice()
    format = Codes(gettext_lazy("Format"), choices=Edition.Format.choices)
    sort = Sort("newest", "oldest")
