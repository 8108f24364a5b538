"""The boxes of a form against what a record says: what each would show of a state, and what was sent from it."""

from django.forms import CheckboxInput, ModelChoiceField, ModelMultipleChoiceField
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from records.editing.contents import columns_of
from records.editing.names import links_of, put


class Boxes:
    """Those boxes of one form that write columns and lists of a model; a form may have others."""

    def __init__(self, model, fields: dict):
        self.model = model
        names = {column.name for column in columns_of(model)} | {relation.name for relation in links_of(model)}
        names |= {column.partial_date for column in columns_of(model) if hasattr(column, "partial_date")}
        self.fields = {name: box for name, box in fields.items() if name in names}

    def values(self, node: dict) -> dict:
        """What each box shows of a record that says what a node says."""
        row = self.model(pk=node["number"])
        for column in columns_of(self.model):
            put(row, column, node["values"].get(column.name))
        links = {relation.name: node["links"].get(relation.name, []) for relation in links_of(self.model)}
        keys = {column.name: column.attname for column in columns_of(self.model)}
        return {name: links[name] if name in links else getattr(row, keys.get(name, name)) for name in self.fields}

    def changed(self, data: MultiValueDict, values: dict, prefix: str = "") -> set[str]:
        """The boxes that were sent with something else in them than these values."""
        return {
            name
            for name, box in self.fields.items()
            if box.has_changed(values[name], box.widget.value_from_datadict(data, {}, prefix + name))
        }


def as_sent(box, value) -> list[str]:
    """A value as a browser sends it from a box: nothing for an empty tick or an empty list."""
    if isinstance(box.widget, CheckboxInput):
        return ["on"] if value else []
    prepared = box.prepare_value(value)
    if isinstance(prepared, (list, tuple)):
        return [str(part) for part in prepared]
    return ["" if prepared is None else str(prepared)]


def read_sent(box, raw: list[str]) -> str | list[str]:
    """What a browser sent from a box, as people read it: records by name, a list as a list."""
    if isinstance(box.widget, CheckboxInput):
        return _("yes") if raw else _("no")
    if isinstance(box, ModelChoiceField):
        keys = [key for key in raw if key.isdecimal() and len(key) < 19]
        names = sorted(box.label_from_instance(record) for record in box.queryset.filter(pk__in=keys))
        return names if isinstance(box, ModelMultipleChoiceField) else ", ".join(names)
    text = raw[-1].replace("\r\n", "\n") if raw else ""
    return str(dict(getattr(box, "choices", ())).get(text, text))


def set_sent(data: MultiValueDict, name: str, raw: list[str]):
    """Put something in the place of what a browser sent from a box."""
    data.pop(name, None)
    if raw:
        data.setlist(name, raw)
