"""Contents made readable: rows of records out of plain values, and other records by name instead of number."""

from collections import defaultdict

from records.exchange.kinds import NAMES

from .contents import BATCH, KIND_OF, columns_of, life_of, parts_of


class Gone(str):
    """What a record was called that exists no more."""

    __slots__ = ()


class Called:
    """What the records that some contents name are called: as they are now, or as they were before they went."""

    def __init__(self, model, *contents: dict | None):
        self.once, self.now = {}, {}
        wanted = defaultdict(set)
        for content in filter(None, contents):
            self.once |= content["names"]
            collect(model, content, wanted)
        for other, numbers in wanted.items():
            self._load(other, sorted(numbers))

    def _load(self, model, numbers: list[int]):
        for start in range(0, len(numbers), BATCH):
            found = model._base_manager.filter(pk__in=numbers[start : start + BATCH])
            self.now |= {(model, record.pk): record for record in found}

    def record(self, model, number: int):
        """The record; when there is none any more, what it was called."""
        return self.now.get((model, number)) or Gone(self.once.get(f"{NAMES[model]} {number}", f"#{number}"))

    def missing(self) -> list[str]:
        """What the records were called that are named and exist no more."""
        return [name for key, name in self.once.items() if self._is_missing(*key.split())]

    def _is_missing(self, kind: str, number: str) -> bool:
        return not any(NAMES[model] == kind and found == int(number) for model, found in self.now)


def collect(model, node: dict, wanted: dict):
    """Add to {model: numbers} every record that a node names."""
    for column in columns_of(model):
        if column.is_relation and (number := node["values"].get(column.name)):
            wanted[column.related_model].add(number)
    for name, numbers in node["links"].items():
        wanted[model._meta.get_field(name).related_model].update(numbers)
    for name, nodes in node["parts"].items():
        for inner in nodes:
            collect(parts_of(model)[name][0], inner, wanted)


def row_of(model, node: dict, called: Called):
    """A record, not saved, that says what a node says; it does not know whose part it is."""
    row = model(pk=node["number"])
    for column in columns_of(model):
        put(row, column, node["values"].get(column.name))
        if column.is_relation and (number := node["values"].get(column.name)):
            column.set_cached_value(row, called.record(column.related_model, number))
    for column in life_of(model):
        put(row, column, node.get("life", {}).get(column.name))
    return row


def put(row, column, value):
    """Give a column of a record the value that a content holds of it; nothing is what a new record would have."""
    if value is None:
        is_flag = column.get_internal_type() == "BooleanField"
        value = False if is_flag else None if column.null else column.get_default()
    setattr(row, column.attname, column.to_python(value))


def links_of(model) -> list:
    """The lists of other records that a record has."""
    return [model._meta.get_field(name) for name in KIND_OF[model].links]
