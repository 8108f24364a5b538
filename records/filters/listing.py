"""The question that an address asks of one list, and what the page says of it."""

import difflib
import re
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple
from urllib.parse import urlencode

import django_filters
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override, pgettext

from records.filters.fields import Codes, PageFilter, given_several, one_value_only, printable
from records.models.languages import sorting_column
from records.search.query import Question
from records.search.vocabulary import Vocabulary

# Parameters that others hang on addresses; they ask nothing of the record.
MUCH = 12  # more choices than this are folded
MOST_IN_SIGHT = {"edition": 5}  # the years say the same in a shape that is seen at a glance
FEW = 5  # of many unknown fields so many are named
FOREIGN_PARAMETERS = re.compile(r"utm_\w+|fbclid|gclid|yclid|_openstat")


def is_foreign(name: str) -> bool:
    """Whether a field of an address asks nothing of the record."""
    return FOREIGN_PARAMETERS.fullmatch(name) is not None


class Choice(NamedTuple):
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

    @cached_property
    def in_sight(self) -> list[Choice]:
        """What is offered without being asked for: all where it is little, of many topics the broadest."""
        if len(self.choices) > MOST_IN_SIGHT.get(self.name, MUCH):
            return [choice for choice in self.choices if not choice.depth] if self.name == "topic" else []
        return self.choices

    @cached_property
    def folded(self) -> list[tuple[str, list[Choice]]]:
        """The others, by the topic they are narrower than."""
        if self.in_sight is self.choices:
            return []
        if not self.in_sight:
            return [("", self.choices)]
        above, narrower = "", []
        for choice in self.choices:
            if not choice.depth:
                above = choice.label
            elif narrower and narrower[-1][0] == above:
                narrower[-1][1].append(choice)
            else:
                narrower.append((above, [choice]))
        return narrower

    @property
    def is_unfolded(self) -> bool:
        """Whether something of the others is chosen."""
        return any(choice.is_chosen for _above, choices in self.folded for choice in choices)

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


class _Shared(dict):
    """The fields of a form that all who ask share: it only reads them, and copying them costs as much as the rest."""

    def __deepcopy__(self, memo):
        return dict(self)


def _as_query(asked) -> str:
    text = asked.urlencode()
    return f"?{text}" if text else "."


class RecordFilterSet(django_filters.FilterSet):
    """The question that an address asks of one list. `facets` names the choices in the order they are shown."""

    model = None
    facets: tuple[str, ...] = ()
    page = PageFilter(label=gettext_lazy("Page"), min_value=1, max_value=10**9, required=False)

    def __init__(self, data, vocabulary: Vocabulary, past: dict[str, dict] | None = None):
        """`past` has what once had answers, by choice and code: it is understood, and finds nothing."""
        self.vocabulary, self.past, self._without = vocabulary, past or {}, {}
        super().__init__(data, queryset=self.model.objects.none())
        for name, choice in self.filters.items():
            if getattr(choice, "vocabulary", None):
                more = [(code, one.label) for code, one in self.past.get(name, {}).items()]
                offered = getattr(vocabulary, choice.vocabulary)
                choice.offer([*offered, *more] if more else offered)

    def get_form_class(self):
        """The form of this list; it is remembered with the vocabulary, whose words are its choices."""
        if self.past:
            return super().get_form_class()
        forms = self.vocabulary.forms
        if type(self) not in forms:
            form = super().get_form_class()
            form.base_fields = _Shared(form.base_fields)
            forms[type(self)] = form
        return forms[type(self)]

    def problems(self) -> list[str]:
        """What makes no sense in the question, in sentences; empty when it can be answered."""
        found = self._of_unknown([name for name in self.data if self._is_unknown(name)])
        several = given_several(self.data, *self._of_one_value())
        found += [one_value_only(self.filters[name].label or name) for name in several]
        for name, errors in self.form.errors.items():
            if name in several:
                continue
            label = self.form.fields[name].label or name
            found += [printable(f"{label}: {error}") for error in errors]
        return found

    @classmethod
    def _of_one_value(cls) -> list[str]:
        return [name for name, choice in cls.base_filters.items() if not isinstance(choice, Codes)]

    def _of_unknown(self, names: list[str]) -> list[str]:
        found, more = [printable(self._unknown(name)) for name in names[:FEW]], len(names) - FEW
        if more > 0:
            found.append(ngettext("And %(count)s unknown filter more.", "And %(count)s unknown filters more.", more)
                         % {"count": more})  # fmt: skip
        return found

    def _is_unknown(self, name: str) -> bool:
        return name not in self.filters and not is_foreign(name)

    def _unknown(self, name: str) -> str:
        close = difflib.get_close_matches(name, self.filters, n=1)
        if close:
            return _("This list has no filter “%(name)s”; perhaps “%(close)s” was meant.") % {
                "name": name[:50], "close": close[0],
            }  # fmt: skip
        return _("This list has no filter “%(name)s”.") % {"name": name[:50]}

    def withdrawn(self) -> list:
        """What is asked for that once had answers and why it has none, in the order of the choices."""
        return [one for found in self.past.values() for one in found.values()]

    def question(self) -> Question:
        """The validated question; ask `problems()` first."""
        given = self.form.cleaned_data
        choices = {name: tuple(given[name]) for name in self.facets if given.get(name)}
        return Question(
            choices=choices,
            words=given.get("q", ""),
            all_of=frozenset({"country"} if self.wants_all_countries else ()),
            sort=given.get("sort") or self.sorts[0],
            page=given.get("page") or 1,
            names=given.get("names", ""),
        )

    def facet_list(self, counts=None) -> list["Facet"]:
        """The choices of the list: each value that would leave something, or is chosen, with its count.

        `counts` is what each value would leave, by facet; where it has nothing every value is given, uncounted.
        """
        return [Facet(name, self.filters[name].label, list(self._choices(name, counts))) for name in self.facets]

    def _choices(self, name: str, counts):
        depths = self.vocabulary.depths if name == "topic" else {}
        given, leaves = self._given(name), None if counts is None else counts.get(name)
        for code, label in self.filters[name].offered:
            count = None if leaves is None else leaves.get(code, 0)
            if count != 0 or code in given:
                yield Choice(code, label, code in given, depths.get(code, 0), count)

    def orders(self) -> list[Choice]:
        """The orders the list can be shown in; where words are asked for, what has them in its title comes first."""
        asked = self.data.get("sort") or self.sorts[0]
        first = {"newest": _("best match, then newest"), "name": _("best match, then by name")}
        labels = first if self.words().strip() else {}
        choices = self.filters["sort"].extra["choices"]
        return [Choice(code, labels.get(code, label), code == asked) for code, label in choices]

    def chosen(self) -> list["Chosen"]:
        """What was chosen and searched for, each with the question that goes without it."""
        return self._everything_chosen

    @cached_property
    def _everything_chosen(self) -> list["Chosen"]:
        taken = [
            Chosen(self.filters[name].label, label, self.asking_without(name, code))
            for name in self.facets
            if (given := self._given(name))
            for code, label in self.filters[name].offered
            if code in given
        ]
        words = self.words().strip()
        return taken + ([Chosen(_("Words"), words, self.asking_without("q", self.data["q"]))] if words else [])

    @property
    def wants_all_countries(self) -> bool:
        """Whether every one of the chosen countries has to be there; any of them will do otherwise."""
        return "country_match" in self.filters and self.data.get("country_match") == "all"

    def matches(self) -> list[Choice]:
        """Whether any or all of the chosen countries are asked for, where more than one is."""
        if "country_match" not in self.filters or len(self._given("country")) < 2:
            return []
        asked = "all" if self.wants_all_countries else "any"
        return [Choice(code, label, code == asked) for code, label in self.filters["country_match"].extra["choices"]]

    def in_words(self) -> list[tuple[str, str]]:
        """The question in words: each choice that was made, by its name, with what was chosen."""
        by_choice = groupby(self.chosen(), key=attrgetter("facet"))
        return [(str(facet), self._values(facet, [str(one.label) for one in chosen])) for facet, chosen in by_choice]

    def _values(self, facet: str, values: list[str]) -> str:
        if len(values) == 1:
            return values[0]
        is_all = self.wants_all_countries and facet == self.filters["country"].label
        said = _("all of %(values)s") if is_all else _("any of %(values)s")
        return said % {"values": pgettext("between values", ", ").join(values)}

    def words(self) -> str:
        """The words that were asked for, as they can be printed."""
        return printable(self.data.get("q", ""))

    def _given(self, name: str) -> set[str]:
        return {value.strip().lower() for value in self.data.getlist(name)}

    def asking_without(self, name: str, value: str) -> str:
        """The same question without one value, from its first page, as the end of an address."""
        asked = self.data.copy()
        asked.setlist(name, [v for v in asked.getlist(name) if v.strip().lower() != value.strip().lower()])
        asked.pop("page", None)
        return _as_query(asked)

    def asking_alone(self, name: str, value: str) -> str:
        """The same question with one value alone of its choice; beside the others where all of them must be there."""
        is_beside = name == "country" and self.wants_all_countries
        own = "" if is_beside and value in self._given(name) else urlencode({name: value})
        return "?" + "&".join(filter(None, (self._asked_without("" if is_beside else name), own)))

    def _asked_without(self, name: str) -> str:
        """What is asked from the first page beside one choice; it is the same for all values of that."""
        if name not in self._without:
            asked = self.data.copy()
            for one in ("page", name):
                asked.pop(one, None)
            self._without[name] = asked.urlencode()
        return self._without[name]

    def asking_instead(self, value: str, name: str = "q") -> str:
        """The same question with other words, or another value, from its first page, as the end of an address."""
        asked = self.data.copy()
        asked[name] = value
        asked.pop("page", None)
        return _as_query(asked)

    def asking_what_is_known(self) -> str:
        """The same question without filters that this list has not; empty where nothing is left that can be asked."""
        asked = self.data.copy()
        unknown = [name for name in asked if self._is_unknown(name)]
        for name in unknown:
            del asked[name]
        can_be_asked = unknown and asked and not type(self)(asked, self.vocabulary).problems()
        return _as_query(asked) if can_be_asked else ""

    def kept_choices(self) -> list[tuple[str, str]]:
        """What is asked beside the words, for a form that asks for other words."""
        names = [name for name in self.data if name in self.filters and name not in ("q", "page")]
        return [(name, value) for name in names for value in self.data.getlist(name)]

    @classmethod
    def says_nothing(cls, name: str, value: str) -> bool:
        """Whether a value leaves the question as it is: an empty field of a form, the order that is usual anyway."""
        choice = cls.base_filters.get(name)
        if choice is None:
            return False
        return not value.strip() or value == cls._usual(name, choice)

    @staticmethod
    def _usual(name: str, choice) -> str | None:
        """What is meant where nothing is said."""
        if name == "names":
            return sorting_column()
        return choice.extra["choices"][0][0] if isinstance(choice, django_filters.ChoiceFilter) else None

    @classmethod
    def asking_plainly(cls, data) -> str | None:
        """The end of an address without the values that say nothing; None where it has none, or contradicts itself."""
        if any(len(set(filter(None, map(str.strip, data.getlist(name))))) > 1 for name in cls._of_one_value()):
            return None
        asked = [(name, value) for name in data for value in data.getlist(name)]
        kept = [(name, value) for name, value in asked if not cls.says_nothing(name, value)]
        if len(kept) == len(asked):
            return None
        return f"?{urlencode(kept)}" if kept else ""

    def asking_the_same(self) -> str:
        """The question from its first page, without what others hang on addresses; empty when nothing is asked."""
        asked = [(name, value) for name in self.data if name in self.filters for value in self.data.getlist(name)]
        asked = [(name, value) for name, value in asked if name != "page" and not self.says_nothing(name, value)]
        return f"?{urlencode(asked)}" if asked else ""

    def names_for_data(self) -> dict[str, str]:
        """What data, which have no language, are to be told so that names stand as on this page."""
        asked = self.data.get("names") or sorting_column()
        return {"names": asked} if "names" in self.filters and asked != "en" else {}

    def names_for_page(self) -> dict[str, str]:
        """What a page in the language around the call is to be told so that names stand as in these data."""
        asked = self.data.get("names") or "en"
        return {"names": "" if asked == sorting_column() else asked} if "names" in self.filters else {}

    def sorts_alike_in(self, language: str) -> bool:
        """Whether the answer comes in the same order on the page in another language."""
        if "names" not in self.filters or self.data.get("names"):
            return True
        here = sorting_column()
        with override(language):
            return sorting_column() == here

    def asking_for_page(self, page: int, **said) -> str:
        """The same question, another page of its answer, as the end of an address; with what is `said` beside it."""
        asked = self.data.copy()
        for name, value in said.items():
            asked.setlist(name, [value] if value else [])
        asked["page"] = str(page)
        if page == 1:
            del asked["page"]
        return _as_query(asked)

    @property
    def sorts(self) -> list[str]:
        """The orders the list can be shown in; the first is the usual one."""
        return [code for code, _label in self.filters["sort"].extra["choices"]]
