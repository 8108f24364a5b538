"""Why something changes in public: asked of reviewers where they save, and of editors for the reviewer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from records.models.languages import COLUMNS, TAGS
from records.search.index import Because

REASONS = tuple(f"reason_{column}" for column in COLUMNS)
TITLES = {"en": _("Reason (English)"), "ru": _("Reason (Russian)"), "zh": _("Reason (Chinese)")}
LABELS = {f"reason_{column}": label for column, label in TITLES.items()}
ASKED_OF_REVIEWERS = _("Readers see it in the log of changes. One language is enough.")
ASKED_OF_EDITORS = _("For the reviewer, who can take it over into the public log of changes.")
NEEDED = _("This is public: say why it changes, in one language at least. Readers see it in the log of changes.")


def reason_fields() -> dict[str, forms.Field]:
    """Three boxes, none of which is needed by itself."""
    return {f"reason_{column}": _box(column, label) for column, label in TITLES.items()}


def _box(column: str, label) -> forms.Field:
    widget = forms.Textarea(attrs={"rows": 2, "lang": TAGS[column]})
    return forms.CharField(label=label, required=False, max_length=1000, widget=widget)


def because_of(form) -> Because:
    """What stands in the three boxes of a valid form."""
    return Because(**{name: form.cleaned_data.get(name, "").strip() for name in REASONS})


def is_given(form) -> bool:
    """Whether any of the boxes says something."""
    return any(form.cleaned_data.get(name, "").strip() for name in REASONS)


class ReasonForm(forms.Form):
    """Asks for a public reason; where it is needed, one language is enough."""

    def __init__(self, *args, is_needed=True, **options):
        super().__init__(*args, **options)
        self.fields |= reason_fields()
        self.is_needed = is_needed

    def clean(self):
        """Say that a reason is needed."""
        if self.is_needed and not is_given(self):
            self.add_error("reason_en", NEEDED)
        return self.cleaned_data
