"""The questions that put two records side by side."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy

from records.filters.fields import NameOrder
from records.filters.listing import RecordFilterSet
from records.models import Country, Edition


class CodeField(forms.ChoiceField):
    """One code out of a list, in any letter case."""

    default_error_messages = {"invalid_choice": gettext_lazy("“%(value)s” is not in the record.")}

    def to_python(self, value):
        """The code as the record writes it; nothing when none is chosen."""
        return super().to_python(value).strip().lower()


class Code(django_filters.Filter):
    """A choice of one code; the values are set when the page's vocabulary is known."""

    field_class = CodeField

    def __init__(self, label, vocabulary):
        self.vocabulary, self.offered = vocabulary, ()
        super().__init__(label=label, choices=(), required=False)

    def offer(self, choices):
        """Set the values that the public record has now."""
        self.offered = self.extra["choices"] = choices


class PairFilter(RecordFilterSet):
    """Which two records, as `a` and `b`, and by the letters of which language what they have sorts."""

    page = None
    names = NameOrder()
    alike = missing = ""

    def problems(self) -> list[str]:
        """What makes no sense, in sentences: an unknown code, several for one side, the same on both."""
        found = super().problems()
        given = self.form.cleaned_data
        return found or ([str(self.alike)] if given["a"] and given["a"] == given["b"] else [])

    def pair(self) -> tuple[str, str] | None:
        """The two codes, or nothing while one is missing; ask `problems()` first."""
        given = self.form.cleaned_data
        return (given["a"], given["b"]) if given["a"] and given["b"] else None

    def sides(self) -> list[tuple]:
        """For the form: name, label and (code, label, whether it is chosen) for each side."""
        return [
            (name, choice.label, [(code, label, code == self._asked(name)) for code, label in choice.offered])
            for name, choice in self.filters.items()
            if isinstance(choice, Code)
        ]

    def _asked(self, name: str) -> str:
        return self.data.get(name, "").strip().lower()


class EditionPairFilter(PairFilter):
    """Which two editions."""

    model = Edition
    alike = gettext_lazy("Choose two different editions.")
    missing = gettext_lazy("Choose two editions, as “a” and “b”.")
    a = Code(gettext_lazy("One edition"), "edition")
    b = Code(gettext_lazy("Another edition"), "edition")


class CountryPairFilter(PairFilter):
    """Which two countries."""

    model = Country
    alike = gettext_lazy("Choose two different countries.")
    missing = gettext_lazy("Choose two countries, as “a” and “b”.")
    a = Code(gettext_lazy("One country"), "country")
    b = Code(gettext_lazy("Another country"), "country")
