"""What a record says, with all that belongs to it, as plain values that a database can keep as JSON.

    {"values": {column: value}, "links": {list: [number, …]}, "parts": {name of the parts: [node, …]},
     "life": {column: value}, "called": {"en": …, "ru": …, "zh": …}, "names": {"country 5": "Kazakhstan"}}

A node is its `number`, `values`, `links` and `parts`. What is empty is left out, so a column that a model gets later
makes no difference. `life` is what becomes of a record in public, and is never restored. `called` is its own name;
`names` says what other records were called, by kind and number, for the day when they are gone.
"""

from collections import defaultdict
from datetime import date
from functools import cache

from django.db.models import DateTimeField, FileField
from django.utils import translation

from records import models
from records.exchange.kinds import KINDS, LIFE, NAMES, Kind
from records.models.languages import TAGS
from records.models.publication import WHY_PUBLISHED, Named, Publishable

# What is written on a page of its own has a history of its own; everything else belongs to one of these.
WITH_HISTORY = (
    models.Country, models.Topic, models.Organization, models.Person, models.Source, models.Forum, models.Edition,
    models.RelatedEvent, models.Session, models.Delegation, models.Statement, models.Agreement,
)  # fmt: skip
HISTORIES = {NAMES[model]: model for model in WITH_HISTORY}
# A file is no part of the document, but it is of the history: where it is stored, and what it was found to be.
FILES = "attachments"
FILE = Kind("attachment", models.Attachment, lambda values: (values["token"],))
KIND_OF = {**{model: KINDS[name] for model, name in NAMES.items()}, models.Attachment: FILE}
BATCH = 500


@cache
def parts_of(model) -> dict[str, tuple]:
    """The kinds of small record that belong to records of this model: {name: (model, the column that says to whom)}."""
    owned = [(part, part._meta.get_field(name)) for part in KIND_OF if part not in WITH_HISTORY for name in part.OWNERS]
    return {column.remote_field.related_name: (part, column) for part, column in owned if column.related_model is model}


@cache
def columns_of(model) -> list:
    """The columns of a record that say something: for a part, not whose part it is."""
    left_out = {column.name for column in life_of(model)}
    left_out |= set(model.OWNERS) if model not in WITH_HISTORY else set()
    return [column for column in KIND_OF[model].fields if column.name not in left_out]


@cache
def life_of(model) -> list:
    """The columns that say what becomes of a record in public."""
    names = LIFE if issubclass(model, Publishable) else []
    names = [name for name in names if name not in WHY_PUBLISHED]  # said by each state for itself
    names += ["is_listed"] if issubclass(model, Named) else []
    return [model._meta.get_field(name) for name in names]


def contents(model, numbers) -> dict[int, dict]:
    """What each of these records says now; those that do not exist are left out. A query for each kind of part."""
    found = {}
    numbers = sorted(numbers)
    for start in range(0, len(numbers), BATCH):
        found |= _Reading(model).read(numbers[start : start + BATCH])
    return found


class _Reading:
    """Reads a batch of records of one model, and what they name."""

    def __init__(self, model):
        self.model = model
        self.named = defaultdict(dict)

    def read(self, numbers: list[int]) -> dict[int, dict]:
        rows = self._rows(self.model, "pk", numbers)
        nodes = self._nodes(self.model, rows, {row.pk: row.pk for row in rows})
        return {row.pk: self._whole(row, nodes[row.pk]) for row in rows}

    def _whole(self, row, node: dict) -> dict:
        life = _filled({column.name: _plain(column, row) for column in life_of(self.model)})
        called = {column: _name(row, tag) for column, tag in TAGS.items()}
        names = {key: _name(other, "en") for key, other in self.named[row.pk].items()}
        return node | {"life": life, "called": called, "names": names}

    def _rows(self, model, by: str, numbers) -> list:
        pointing = [column.name for column in columns_of(model) if column.is_relation]
        found = model._base_manager.filter(**{f"{by}__in": numbers}).order_by("pk")
        return list(found.select_related(*pointing) if pointing else found)

    def _nodes(self, model, rows, roots: dict[int, int]) -> dict[int, dict]:
        """By number; `roots` says in whose content each row stands."""
        nodes = {
            row.pk: {"number": row.pk, "values": self._values(row, roots[row.pk]), "links": {}, "parts": {}}
            for row in rows
        }
        if nodes:
            for name in KIND_OF[model].links:
                self._add_links(model, name, nodes, roots)
            for name, (part, column) in parts_of(model).items():
                self._add_parts(part, column, name, nodes, roots)
        return nodes

    def _values(self, row, root: int) -> dict:
        columns = columns_of(type(row))
        for column in columns:
            if column.is_relation and (other := getattr(row, column.name)):
                self.named[root][key_of(other)] = other
        return _filled({column.name: _plain(column, row) for column in columns})

    def _add_links(self, model, name: str, nodes: dict, roots: dict[int, int]):
        relation = model._meta.get_field(name)
        own, other = relation.m2m_field_name(), relation.m2m_reverse_field_name()
        through = relation.remote_field.through._base_manager.filter(**{f"{own}__in": list(nodes)})
        for row in through.select_related(other).order_by(f"{other}_id"):
            number, linked = getattr(row, f"{own}_id"), getattr(row, other)
            nodes[number]["links"].setdefault(name, []).append(linked.pk)
            self.named[roots[number]][key_of(linked)] = linked

    def _add_parts(self, part, column, name: str, nodes: dict, roots: dict[int, int]):
        rows = self._rows(part, column.name, list(nodes))
        owners = {row.pk: getattr(row, column.attname) for row in rows}
        inner = self._nodes(part, rows, {number: roots[owner] for number, owner in owners.items()})
        for number, node in inner.items():
            nodes[owners[number]]["parts"].setdefault(name, []).append(node)


def _name(record, language: str) -> str:
    with translation.override(language):
        return str(record)[:500]


def key_of(record) -> str:
    """What a record is called among the names of a content."""
    return f"{NAMES[type(record)]} {record.pk}"


def _filled(values: dict) -> dict:
    return {name: value for name, value in values.items() if not is_empty(value)}


def is_empty(value) -> bool:
    """Whether a column says nothing; what a content leaves out."""
    return value is None or value is False or value in ("", [])


def _plain(column, row):
    value = column.value_from_object(row)
    if isinstance(column, DateTimeField):
        return value and value.isoformat()
    if isinstance(column, FileField):
        return value.name
    return value.isoformat() if isinstance(value, date) else value


def roots_of(model, numbers) -> dict:
    """The records with a history to which these belong, as {model: numbers}; they must still exist."""
    found, waiting = defaultdict(set), [(model, set(numbers))]
    while waiting:
        model, numbers = waiting.pop()
        if model in WITH_HISTORY:
            found[model] |= numbers
            continue
        owners = [model._meta.get_field(name) for name in getattr(model, "OWNERS", ())]
        rows = model._base_manager.filter(pk__in=numbers).values_list(*(owner.attname for owner in owners))
        above = defaultdict(set)
        for row in rows if owners else ():
            for owner, number in zip(owners, row, strict=True):
                above[owner.related_model] |= {number} - {None}
        waiting += [(owner, more) for owner, more in above.items() if more]
    return found


def with_later_files(content: dict, now: dict | None) -> dict:
    """A content with the files that a record has been given since: what is restored takes none away."""
    files = content["parts"].get(FILES, [])
    known = {node["number"] for node in files}
    later = [node for node in now["parts"].get(FILES, []) if node["number"] not in known] if now else []
    return content | {"parts": content["parts"] | {FILES: [*files, *later]}} if later else content


def with_files_of(content: dict, now: dict) -> dict:
    """A content with the files that a record has now."""
    parts = {name: nodes for name, nodes in content["parts"].items() if name != FILES}
    return content | {"parts": parts | ({FILES: now["parts"][FILES]} if FILES in now["parts"] else {})}


def changed_names(before: dict, after: dict) -> list[str]:
    """The columns, lists and parts that are not the same in two contents."""
    found = []
    for part in ("values", "links", "parts", "life"):
        one, other = before[part], after[part]
        names = [*one, *(name for name in other if name not in one)]
        found += [name for name in names if one.get(name) != other.get(name)]
    return found


def node_of(root, content: dict, model, number: int) -> dict | None:
    """The record itself, or one of its parts, in the content of a record of the model `root`."""
    if root is model:
        return content
    for name, (part, _column) in parts_of(root).items():
        for node in content["parts"].get(name, []):
            is_it = part is model and node["number"] == number
            if found := node if is_it else part is not model and node_of(part, node, model, number):
                return found
    return None
