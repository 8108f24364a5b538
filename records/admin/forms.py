"""What staff type, turned into columns: partial dates, lists of words, chosen records, and messages for people."""

from contextlib import contextmanager
from functools import cache, cached_property

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Q, UniqueConstraint, Value
from django.db.models.functions import Coalesce
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet, construct_instance
from django.forms.utils import ErrorDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from records.models.dates import PartialDate, PartialDateColumns

from .deleting import reasons_to_keep


class PartialDateField(forms.Field):
    """One box for a date as far as it is known: 2012, 2012-05 or 2012-05-07."""

    widget = forms.TextInput(attrs={"size": 12, "autocomplete": "off"})

    def to_python(self, value) -> PartialDate:
        return PartialDate.parse(value) if (value or "").strip() else PartialDate()

    def prepare_value(self, value):
        return value.iso() if isinstance(value, PartialDate) else value


class LongTextField(forms.CharField):
    """A text of several lines; a browser ends each with two characters, of which the record keeps one."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class WordsField(forms.CharField):
    """A list of words or names, one on each line; empty lines and the spaces around do not count."""

    widget = forms.Textarea(attrs={"rows": 3, "cols": 40})

    def to_python(self, value) -> list[str]:
        return [word.strip() for word in super().to_python(value or "").splitlines() if word.strip()]

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial, data) -> bool:
        return not self.disabled and self.to_python(data) != (initial or [])


class KnownLabels:
    """An autocomplete that prints what is chosen from records already at hand; Django asks once for each box."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.known: dict[str, str] = {}

    def optgroups(self, name, value, attr=None):
        chosen = [key for key in map(str, value) if key]
        if not all(key in self.known for key in chosen):
            return super().optgroups(name, value, attr)
        is_clearable = not self.is_required and not self.allow_multiple_selected
        options = [self.create_option(name, "", "", False, 0)] if is_clearable else []
        for key in chosen:
            options.append(self.create_option(name, key, self.known[key], True, len(options)))
        return [(None, options, 0)]


class ChooseOne(KnownLabels, AutocompleteSelect):
    """A box for one record."""


class ChooseSeveral(KnownLabels, AutocompleteSelectMultiple):
    """A box for several records."""


class RecordForm(forms.ModelForm):
    """A form of a record: partial dates are one box each, and every constraint answers with its own sentence."""

    # Told by the formset: the key to the owner, and the constraints it checks over all rows at once.
    owner_key = None
    checked_together = ()
    # Told by the page: why nothing may be saved now, whatever stands in the form.
    stopped_by = ""

    def check_more(self):
        """What a page asks beyond the rules of the record; the page puts its own in this place."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name in self.partial_dates():
            self.initial.setdefault(name, getattr(self.instance, name))
        for name, field in self.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, KnownLabels):
                widget.known = {str(record.pk): field.label_from_instance(record) for record in self._chosen(name)}

    def partial_dates(self) -> list[str]:
        """The names of the boxes that write two columns."""
        return [name for name, field in self.fields.items() if isinstance(field, PartialDateField)]

    def _chosen(self, name: str) -> list:
        field = self._meta.model._meta.get_field(name)
        if field.many_to_many:
            return [record for record in self.initial.get(name) or [] if isinstance(record, field.related_model)]
        return [field.get_cached_value(self.instance)] if self._has_at_hand(field) else []

    def _has_at_hand(self, field) -> bool:
        return field.is_cached(self.instance) and field.get_cached_value(self.instance) is not None

    def full_clean(self):
        """Leave a stored row alone that nobody touched: checking thirty of them would ask the database hundreds."""
        if self.owner_key and self.is_bound and self.instance.pk and not self.has_changed():
            self._errors, self.cleaned_data = ErrorDict(), {}
            return
        super().full_clean()

    def _post_clean(self):
        """Fill the record and check it; Django would skip constraints that name a column which is not in the form."""
        excluded = self._get_validation_exclusions()
        if self.owner_key:
            excluded.add(self.owner_key.name)
        self._attempt(self._fill)
        self._attempt(self.instance.full_clean, exclude=excluded, validate_unique=False, validate_constraints=False)
        self._check_constraints()
        if self._validate_unique:
            self.validate_unique()
        self.check_more()
        if self.stopped_by:
            self.add_error(None, self.stopped_by)

    def _attempt(self, act, **options):
        try:
            act(**options)
        except ValidationError as error:
            self._update_errors(error)

    def _fill(self):
        self.instance = construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)
        for name in self.partial_dates():
            if name in self.cleaned_data:
                setattr(self.instance, name, self.cleaned_data[name])

    def _update_errors(self, errors):
        """A message for a field that this page only shows, or does not have, stands above the form."""
        if hasattr(errors, "error_dict"):
            homeless = [name for name in errors.error_dict if name not in {*self.fields, NON_FIELD_ERRORS}]
            for name in homeless:
                errors.error_dict.setdefault(NON_FIELD_ERRORS, []).extend(errors.error_dict.pop(name))
        super()._update_errors(errors)

    def _check_constraints(self):
        excluded = {column for name in self._errors for column in (name, f"{name}_on", f"{name}_precision")}
        with self._with_an_owner():
            for model, constraints in self.instance.get_constraints():
                for constraint in constraints:
                    if constraint not in self.checked_together:
                        self._check(model, constraint, excluded)

    def _check(self, model, constraint, excluded: set[str]):
        try:
            constraint.validate(model, self.instance, exclude=excluded)
        except ValidationError as error:
            self.add_error(self._place_of(constraint), error)

    def _place_of(self, constraint) -> str | None:
        """Beside the box when a constraint speaks of one only, else above the form."""
        fields = getattr(constraint, "fields", ())
        return fields[0] if len(fields) == 1 and fields[0] in self.fields else None

    @contextmanager
    def _with_an_owner(self):
        """A new owner has no number yet; constraints that ask for one get a number that nobody has."""
        column = self.owner_key and self.owner_key.attname
        is_new = column and getattr(self.instance, column) is None
        if is_new:
            setattr(self.instance, column, 0)
        yield
        if is_new:
            setattr(self.instance, column, None)


@cache
def form_for(model) -> type[RecordForm]:
    """The form of a model, with a box for each of its partial dates."""
    boxes = {
        name: PartialDateField(
            label=capfirst(columns.label),
            required=False,
            help_text=columns.help_text or _("As much as is known: 2012, 2012-05 or 2012-05-07."),
        )
        for name, columns in vars(model).items()
        if isinstance(columns, PartialDateColumns)
    }
    return type(RecordForm)(f"{model.__name__}Form", (RecordForm,), boxes)


class RecordFormSet(BaseInlineFormSet):
    """All rows of one owner: what must differ between them is checked here, before the database has to refuse."""

    @cached_property
    def constraints(self) -> list[UniqueConstraint]:
        """What may stand once below an owner. The formset holds all its rows, so it needs nobody else to decide."""
        found = [c for c in self.model._meta.constraints if isinstance(c, UniqueConstraint)]
        return [c for c in found if self.fk.name in _columns_of(c)]

    def _construct_form(self, i, **options):
        form = super()._construct_form(i, **options)
        form.owner_key, form.checked_together = self.fk, self.constraints
        if self.instance.pk:
            setattr(form.instance, self.fk.name, self.instance)
        return form

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if tick := form.fields.get(DELETION_FIELD_NAME):
            # In a table only the head of the column says what the tick is for.
            tick.widget.attrs["aria-label"] = tick.label

    def clean(self):
        """Refuse to delete a row that others name, and to keep two that may not both stand."""
        if reasons := reasons_to_keep(form.instance for form in self.initial_forms if self._is_going(form)):
            raise ValidationError(reasons)
        self.validate_unique()

    def validate_unique(self):
        """Put the constraint's sentence on the second of two rows that may not both stand."""
        rows = [form for form in self.forms if self._is_kept(form)]
        for constraint in self.constraints:
            seen = set()
            for form in rows:
                key = _key(constraint, form.instance, self.fk)
                if key is not None and key in seen:
                    form.add_error(None, constraint.get_violation_error_message())
                seen.add(key)

    def _is_going(self, form) -> bool:
        return self.can_delete and self._should_delete_form(form)

    def _is_kept(self, form) -> bool:
        if form.errors or self._is_going(form):
            return False
        return bool(form.instance.pk) or form.has_changed()

    def save_existing_objects(self, commit=True):
        """Save changed rows; one that must wait until another has given up its place comes last."""
        self._waiting = []
        saved = super().save_existing_objects(commit)
        for form in self._waiting:
            form.save(commit=commit)
        return saved

    def save_existing(self, form, obj, commit=True):
        try:
            with transaction.atomic():
                return super().save_existing(form, obj, commit=commit)
        except IntegrityError:
            self._waiting.append(form)
            return obj


def _columns_of(constraint: UniqueConstraint) -> set[str]:
    return {*constraint.fields, *(name for part in constraint.expressions for name in _names_in(part))}


def _names_in(expression) -> list[str]:
    if isinstance(expression, F):
        return [expression.name]
    return [name for part in expression.get_source_expressions() for name in _names_in(part)]


def _key(constraint: UniqueConstraint, record, owner_key) -> tuple | None:
    """What two rows below one owner may not share; None when the constraint does not speak of this row."""
    if constraint.condition and not _holds(constraint.condition, record):
        return None
    expressions = constraint.expressions or [F(name) for name in constraint.fields]
    values = [_value(part, record) for part in expressions if part != F(owner_key.name)]
    return None if None in values else tuple(values)


def _value(expression, record):
    """The value of the few expressions that constraints are written in."""
    match expression:
        case F():
            return getattr(record, record._meta.get_field(expression.name).attname)
        case Value():
            return expression.value
        case Coalesce():
            values = (_value(part, record) for part in expression.get_source_expressions())
            return next((value for value in values if value is not None), None)
    raise NotImplementedError(f"A constraint of {record._meta.label} is written with {expression!r}.")


def _holds(condition: Q, record) -> bool:
    """Whether a record, as it stands in memory, meets the condition of a constraint."""
    parts = (_holds(part, record) if isinstance(part, Q) else _matches(record, *part) for part in condition.children)
    return (all if condition.connector == Q.AND else any)(parts) != condition.negated


def _matches(record, lookup: str, wanted) -> bool:
    name, _separator, word = lookup.partition("__")
    value = _value(F(name), record)
    tests = {"": value == wanted, "isnull": (value is None) == wanted}
    if word not in tests:
        raise NotImplementedError(f"A constraint of {record._meta.label} asks {lookup}.")
    return tests[word]
