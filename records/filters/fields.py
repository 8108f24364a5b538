"""What may stand in one field of a question, and the sentence that says what is wrong with it."""

import copy
import re

import django_filters
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Characters that no page may hold, and those that would turn what stands beside them round.
UNPRINTABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
LONGEST_WORDS = 1000
MOST_VALUES = 200


def printable(text: str) -> str:
    """What somebody wrote as a page can show it: a sign in the place of what cannot be shown."""
    return TURNING.sub("", UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text))


def given_several(data, *names: str) -> list[str]:
    """Which of these fields, that take one value, are given several; the same one twice says nothing more."""
    return [name for name in names if len({value.strip() for value in data.getlist(name)}) > 1]


def one_value_only(label: str) -> str:
    """What is said of such a field."""
    return _("%(label)s: give one value only.") % {"label": label}


class OfOneQuestion:
    """A filter that a question takes as its own without copying what never changes: names, sentences, choices."""

    def __deepcopy__(self, memo):
        own = copy.copy(self)
        own.extra = dict(self.extra)
        return own


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


class Codes(OfOneQuestion, django_filters.MultipleChoiceFilter):
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


class Words(OfOneQuestion, django_filters.CharFilter):
    """Words that must all occur, in any letter case."""

    field_class = WordsField


class PageField(forms.IntegerField):
    """The number of a page, from 1."""

    default_error_messages = {
        "invalid": gettext_lazy("A page number is a whole number from 1."),
        "min_value": gettext_lazy("A page number is a whole number from 1."),
        "max_value": gettext_lazy("There is no page with a number this high."),
    }


class PageFilter(OfOneQuestion, django_filters.Filter):
    """Which page of the answer."""

    field_class = PageField


class Sort(OfOneQuestion, django_filters.ChoiceFilter):
    """In which order."""

    def __init__(self, *choices):
        words = {"newest": gettext_lazy("newest first"), "oldest": gettext_lazy("oldest first"),
                 "name": gettext_lazy("by name")}  # fmt: skip
        super().__init__(
            label=gettext_lazy("Order"), choices=[(choice, words[choice]) for choice in choices], empty_label=None,
            error_messages={"invalid_choice": gettext_lazy("The list cannot be sorted by “%(value)s”.")},
        )  # fmt: skip


class NameOrder(OfOneQuestion, django_filters.ChoiceFilter):
    """By the letters of which language names sort: a page sorts them in its own, and data have none."""

    def __init__(self):
        super().__init__(
            label=gettext_lazy("Order of names"),
            choices=[("en", gettext_lazy("English")), ("ru", gettext_lazy("Russian"))],
            empty_label=None,
            error_messages={"invalid_choice": gettext_lazy("Names can be sorted as in “en” or “ru”.")},
        )


def country_choice():
    """Countries of the record."""
    return Codes(gettext_lazy("Country"), "country")


def topic_choice():
    """Topics of the record; each includes its narrower ones."""
    return Codes(gettext_lazy("Topic"), "topic")


def edition_choice():
    """Editions of the forum."""
    return Codes(gettext_lazy("Edition"), "edition")


class Match(OfOneQuestion, django_filters.ChoiceFilter):
    """Whether any of what was chosen will do."""


def country_match():
    """Whether any of the chosen countries will do, or all of them must be there.

    Only where records have several: a delegation, who spoke in one and an organisation have one country, sources none.
    """
    return Match(
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
