"""The question that is asked of the whole record."""

from django.utils.translation import gettext_lazy

from records.filters.fields import (
    Codes,
    NameOrder,
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
    year = year_choice("any_year")
    sort = Sort("newest", "oldest")
    names = NameOrder()

    def asking_list(self, filterset: type[RecordFilterSet]) -> str | None:
        """The question as the list of one kind is asked it, as the end of an address; nothing where it cannot be."""
        asked = self.data.copy()
        for name in [name for name in asked if self._is_idle(name, filterset)]:
            del asked[name]
        if not asked:
            return ""
        return None if filterset(asked, self.vocabulary).problems() else f"?{asked.urlencode()}"

    def _is_idle(self, name: str, filterset: type[RecordFilterSet]) -> bool:
        """What changes nothing in a list of one kind: the kind itself, an order it has not, how countries match."""
        if name == "country_match":
            return not (self.wants_all_countries and len(self._given("country")) > 1)
        if name == "sort":
            return self.data["sort"] not in dict(filterset.base_filters["sort"].extra["choices"])
        return name in ("is", "page") or name not in self.filters or not any(map(str.strip, self.data.getlist(name)))

    def asking_only(self, kind: str) -> str:
        """The same question of one kind alone, from its first page, as the end of an address."""
        asked = self.data.copy()
        asked["is"] = kind
        asked.pop("page", None)
        return f"?{asked.urlencode()}"


# `is` is a word of Python, and the word of the address.
SearchFilter.base_filters["is"] = Codes(gettext_lazy("Kind of record"), choices=KIND_NAMES)
SearchFilter.base_filters["is"].field_name = "is"


def kinds_told(words) -> list[tuple[str, str]]:
    """The kinds with their names, in the order in which an answer tells of them: first those of what the words name."""
    return sorted(KIND_NAMES, key=lambda kind: kind[0] not in words.kinds_first)
