"""The questions: one FilterSet for each list. It parses and validates an address; `search.query` answers."""

import difflib
import re
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from urllib.parse import urlencode

import django_filters
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.models import Agreement, Country, Delegation, Edition, Organization, Person, Source, Statement, Topic
from records.models.languages import language_name, sort_key
from records.search.documents import UNDATED
from records.search.query import Question
from records.search.snapshot import current

# Parameters that others hang on addresses; they ask nothing of the record.
FOREIGN_PARAMETERS = re.compile(r"utm_\w+|fbclid|gclid|yclid|_openstat")
LONGEST_WORDS = 1000
MOST_VALUES = 200


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


class CodesField(forms.MultipleChoiceField):
    """Several codes out of a list, in any letter case, each once."""

    default_error_messages = {
        "invalid_choice": gettext_lazy("“%(value)s” is not in the record."),
        "too_many": gettext_lazy("At most %(most)s values can be chosen at once."),
    }

    def to_python(self, value):
        """The codes as the record writes them; more of them than anybody chooses are refused."""
        if value and len(value) > MOST_VALUES:
            raise forms.ValidationError(self.error_messages["too_many"], params={"most": MOST_VALUES})
        return list(dict.fromkeys(code.strip().lower() for code in super().to_python(value) if code.strip()))


class Codes(django_filters.MultipleChoiceFilter):
    """A choice of codes; the values are set when the page's vocabulary is known."""

    field_class = CodesField

    def __init__(self, label, vocabulary=None, choices=()):
        self.vocabulary, self.offered = vocabulary, choices
        # A function, because a form copies its fields, and would copy every choice with its names at each request.
        super().__init__(label=label, choices=lambda: choices, required=False)

    def offer(self, choices):
        """Set the values that the public record has now."""
        self.offered = choices
        self.extra["choices"] = lambda: choices


class WordsField(forms.CharField):
    """Words to look for; control characters are refused with a sentence."""

    default_error_messages = {
        "null_characters_not_allowed": gettext_lazy("The words contain a character that cannot be searched for."),
        "max_length": gettext_lazy("Please search for at most %(limit_value)d characters."),
    }

    def to_python(self, value):
        """The words without lone surrogates, which no database can compare."""
        value = super().to_python(value)
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise forms.ValidationError(self.error_messages["null_characters_not_allowed"])
        return value


class Words(django_filters.CharFilter):
    """Words that must all occur, in any letter case."""

    field_class = WordsField


class PageField(forms.IntegerField):
    """The number of a page, from 1."""

    default_error_messages = {
        "invalid": gettext_lazy("A page number is a whole number from 1."),
        "min_value": gettext_lazy("A page number is a whole number from 1."),
        "max_value": gettext_lazy("There is no page with a number this high."),
    }


class PageFilter(django_filters.Filter):
    """Which page of the answer."""

    field_class = PageField


class Sort(django_filters.ChoiceFilter):
    """In which order."""

    def __init__(self, *choices):
        words = {"newest": gettext_lazy("newest first"), "oldest": gettext_lazy("oldest first"),
                 "name": gettext_lazy("by name")}  # fmt: skip
        super().__init__(
            label=gettext_lazy("Order"), choices=[(choice, words[choice]) for choice in choices], empty_label=None,
            error_messages={"invalid_choice": gettext_lazy("The list cannot be sorted by “%(value)s”.")},
        )  # fmt: skip


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


def country_choice():
    """Countries of the record."""
    return Codes(gettext_lazy("Country"), "country")


def topic_choice():
    """Topics of the record; each includes its narrower ones."""
    return Codes(gettext_lazy("Topic"), "topic")


def edition_choice():
    """Editions of the forum."""
    return Codes(gettext_lazy("Edition"), "edition")


def country_match():
    """Whether any of the chosen countries will do, or all of them must be there."""
    return django_filters.ChoiceFilter(
        label=gettext_lazy("Countries"),
        choices=[("any", gettext_lazy("any of them")), ("all", gettext_lazy("all of them"))],
        empty_label=None,
        error_messages={"invalid_choice": gettext_lazy("Countries can be asked for by “any” or “all”.")},
    )


def words_choice():
    """Words of the record."""
    return Words(label=gettext_lazy("Words"), max_length=LONGEST_WORDS)


def year_choice(vocabulary="year"):
    """Years of the edition, or of publication."""
    return Codes(gettext_lazy("Year"), vocabulary)


@dataclass(frozen=True)
class Choice:
    """One value of a facet."""

    code: str
    label: str
    is_chosen: bool
    depth: int = 0
    count: int | None = None


@dataclass(frozen=True)
class Facet:
    """One choice of a list, with its values."""

    name: str
    label: str
    choices: list[Choice]

    @property
    def chosen_count(self) -> int:
        """How many of its values are chosen."""
        return sum(choice.is_chosen for choice in self.choices)

    @property
    def most(self) -> int:
        """The largest count, for the bars beside the choices."""
        return max((choice.count or 0 for choice in self.choices), default=0)


@dataclass(frozen=True)
class Chosen:
    """One thing that was chosen, in words, and the question that goes without it."""

    facet: str
    label: str
    without: str


def _as_query(asked) -> str:
    text = asked.urlencode()
    return f"?{text}" if text else "."


class RecordFilterSet(django_filters.FilterSet):
    """The question that an address asks of one list. `facets` names the choices in the order they are shown."""

    model = None
    facets: tuple[str, ...] = ()
    page = PageFilter(label=gettext_lazy("Page"), min_value=1, max_value=10**9, required=False)

    def __init__(self, data, vocabulary: Vocabulary):
        self.vocabulary = vocabulary
        super().__init__(data, queryset=self.model.objects.none())
        for choice in self.filters.values():
            if getattr(choice, "vocabulary", None):
                choice.offer(getattr(vocabulary, choice.vocabulary)())

    def problems(self) -> list[str]:
        """What makes no sense in the question, in sentences; empty when it can be answered."""
        found = [self._unknown(name) for name in self.data if self._is_unknown(name)]
        for name, errors in self.form.errors.items():
            label = self.form.fields[name].label or name
            found += [f"{label}: {error}" for error in errors]
        return found

    def _is_unknown(self, name: str) -> bool:
        return name not in self.filters and not FOREIGN_PARAMETERS.fullmatch(name)

    def _unknown(self, name: str) -> str:
        close = difflib.get_close_matches(name, self.filters, n=1)
        if close:
            return _("This list has no filter “%(name)s”; perhaps “%(close)s” was meant.") % {
                "name": name[:50], "close": close[0],
            }  # fmt: skip
        return _("This list has no filter “%(name)s”.") % {"name": name[:50]}

    def question(self) -> Question:
        """The validated question; ask `problems()` first."""
        given = self.form.cleaned_data
        choices = {name: tuple(given[name]) for name in self.facets if given.get(name)}
        return Question(
            choices=choices,
            words=given.get("q", ""),
            all_of=frozenset({"country"} if given.get("country_match") == "all" else ()),
            sort=given.get("sort") or self.sorts[0],
            page=given.get("page") or 1,
        )

    def facet_list(self, counts=None) -> list["Facet"]:
        """The choices of the list: each value that would leave something, or is chosen, with its count.

        `counts` is what each value would leave, by facet; without it every value is given, uncounted.
        """
        return [Facet(name, self.filters[name].label, list(self._choices(name, counts))) for name in self.facets]

    def _choices(self, name: str, counts):
        depths = {t.slug: t.depth for t in self.vocabulary.topics} if name == "topic" else {}
        given, leaves = self._given(name), None if counts is None else counts.get(name, {})
        for code, label in self.filters[name].offered:
            count = None if leaves is None else leaves.get(code, 0)
            if count != 0 or code in given:
                yield Choice(code, label, code in given, depths.get(code, 0), count)

    def orders(self) -> list[Choice]:
        """The orders the list can be shown in."""
        asked = self.data.get("sort") or self.sorts[0]
        return [Choice(code, label, code == asked) for code, label in self.filters["sort"].extra["choices"]]

    def chosen(self) -> list["Chosen"]:
        """What was chosen and searched for, each with the question that goes without it."""
        taken = [
            Chosen(facet.label, choice.label, self.asking_without(facet.name, choice.code))
            for facet in self.facet_list()
            for choice in facet.choices
            if choice.is_chosen
        ]
        words = self.data.get("q", "").strip()
        return taken + ([Chosen(_("Words"), words, self.asking_without("q", self.data["q"]))] if words else [])

    def _given(self, name: str) -> set[str]:
        return {value.strip().lower() for value in self.data.getlist(name)}

    def asking_without(self, name: str, value: str) -> str:
        """The same question without one value, from its first page, as the end of an address."""
        asked = self.data.copy()
        asked.setlist(name, [v for v in asked.getlist(name) if v.strip().lower() != value.strip().lower()])
        asked.pop("page", None)
        return _as_query(asked)

    def asking_instead(self, words: str) -> str:
        """The same question with other words, from its first page, as the end of an address."""
        asked = self.data.copy()
        asked["q"] = words
        asked.pop("page", None)
        return _as_query(asked)

    def kept_choices(self) -> list[tuple[str, str]]:
        """What is asked beside the words, for a form that asks for other words."""
        names = [name for name in self.data if name in self.filters and name not in ("q", "page")]
        return [(name, value) for name in names for value in self.data.getlist(name)]

    def only_words(self) -> bool:
        """Whether words are all that was asked."""
        return {name for name in self.data if name in self.filters} <= {"q"}

    def asking_only_words(self) -> str:
        """The words alone, as the end of an address."""
        return "?" + urlencode({"q": self.data["q"]}) if self.data.get("q") else ""

    def asking_for_page(self, page: int) -> str:
        """The same question, another page of its answer, as the end of an address."""
        asked = self.data.copy()
        asked["page"] = str(page)
        if page == 1:
            del asked["page"]
        return _as_query(asked)

    @property
    def sorts(self) -> list[str]:
        """The orders the list can be shown in; the first is the usual one."""
        return [code for code, _label in self.filters["sort"].extra["choices"]]


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


class DelegationFilter(RecordFilterSet):
    """Which delegations."""

    model = Delegation
    facets = ("country", "edition", "year", "organization_kind")
    country = country_choice()
    edition = edition_choice()
    year = year_choice()
    organization_kind = Codes(gettext_lazy("Kind of organisation"), choices=Organization.Kind.choices)
    sort = Sort("newest", "oldest")


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


class PersonFilter(RecordFilterSet):
    """Which people."""

    model = Person
    facets = ("country", "edition")
    q = words_choice()
    country = country_choice()
    edition = edition_choice()
    sort = Sort("name")


class OrganizationFilter(RecordFilterSet):
    """Which organisations."""

    model = Organization
    facets = ("kind", "country", "edition")
    q = words_choice()
    kind = Codes(gettext_lazy("Kind of organisation"), choices=Organization.Kind.choices)
    country = country_choice()
    edition = edition_choice()
    sort = Sort("name")


class SourceFilter(RecordFilterSet):
    """Which sources."""

    model = Source
    facets = ("edition", "language", "year")
    q = words_choice()
    edition = edition_choice()
    language = Codes(gettext_lazy("Language"), "language")
    year = year_choice("source_year")
    sort = Sort("newest", "oldest", "name")
