"""The question that the log of changes answers."""

import re

import django_filters
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.filters.fields import Codes, Sort, country_choice, edition_choice, topic_choice
from records.filters.listing import Chosen, RecordFilterSet
from records.models.editorial import KIND_NAMES, Change

RECORD = re.compile(r"([a-z_]+)/([a-z0-9.-]+)")


class RecordField(forms.CharField):
    """One record by its kind and the last part of its address: `agreement/9.2`."""

    default_error_messages = {
        "invalid": gettext_lazy("Write the kind and the identifier of a record: agreement/9.2, person/shen-yueyue."),
        "unknown": gettext_lazy("The log has nothing of “%(value)s”."),
    }

    def to_python(self, value):
        """The kind and the identifier; nothing when none is given."""
        value = (super().to_python(value) or "").strip().lower()
        if not value:
            return ()
        found = RECORD.fullmatch(value)
        if not found or found[1] not in KIND_NAMES:
            raise forms.ValidationError(self.error_messages["invalid"])
        if not Change.objects.of(*found.groups()).exists():
            raise forms.ValidationError(self.error_messages["unknown"], params={"value": value[:100]})
        return found.groups()


class OneRecord(django_filters.Filter):
    """Which record."""

    field_class = RecordField


class ChangeFilter(RecordFilterSet):
    """Which changes."""

    model = Change
    facets = ("act", "of", "month", "country", "topic", "edition")
    act = Codes(gettext_lazy("What happened"), choices=Change.Act.choices)
    of = Codes(gettext_lazy("Kind of record"), choices=list(KIND_NAMES.items()))
    month = Codes(gettext_lazy("When"), "month_of_change")
    country = country_choice()
    topic = topic_choice()
    edition = edition_choice()
    record = OneRecord(label=gettext_lazy("Record"))
    sort = Sort("newest", "oldest")

    def question(self):
        """The validated question, with the one record that was asked for."""
        question = super().question()
        if record := self.form.cleaned_data.get("record"):
            question.choices["record"] = record
        return question

    def chosen(self):
        """What was chosen, and the one record, by its name where the log knows it."""
        written = self.data.get("record", "").strip()
        known = self.form.cleaned_data.get("record") if written and self.form.is_valid() else None
        name = Change.objects.of(*known).newest_first().first().called if known else written
        one = [Chosen(_("Record"), name, self.asking_without("record", written))] if written else []
        return super().chosen() + one
