"""Two states of a record side by side: what was said and what is said, words marked, with all that belongs to it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import BooleanField, DateTimeField, FileField, JSONField
from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from records.models import Attachment
from records.models.languages import TAGS
from records.templatetags.wording import Piece, compare_words

from .contents import columns_of, life_of, parts_of
from .names import Called, links_of, row_of


@dataclass(frozen=True)
class Line:
    """One column or list of a record, its words marked."""

    label: str
    pieces: list[Piece]
    language: str = ""


@dataclass(frozen=True)
class Section:
    """A record, or a part of it, with what is not as it was; `what` is "added" or "removed" when it came or went."""

    title: str
    what: str = ""
    lines: list[Line] = field(default_factory=list)


def compare(model, before: dict | None, after: dict | None) -> list[Section]:
    """Everything that is not the same in two contents of a record; the whole of one, when the other is nothing."""
    comparing = _Comparing(Called(model, before, after), is_whole=not (before and after))
    return list(comparing.sections(model, before, after))


class _Comparing:
    """`is_whole`: there is one content only, so nothing in it came or went."""

    def __init__(self, called: Called, is_whole: bool):
        self.called, self.is_whole = called, is_whole

    def sections(self, model, before: dict | None, after: dict | None, path: tuple = ()) -> Iterator[Section]:
        """What is to be said of a record or part itself, then of its parts."""
        one, other = (node and row_of(model, node, self.called) for node in (before, after))
        lines = list(self._lines(model, before, after, one, other))
        is_alone = not (one and other)
        if path and is_alone:  # the title says what it is called
            lines = [line for line in lines if "".join(piece.text for piece in line.pieces) != str(other or one)]
        if lines or (path and is_alone):
            what = "" if self.is_whole or not is_alone else "added" if other else "removed"
            yield Section(" › ".join(path), what, lines)
        for name, (part, _column) in parts_of(model).items():
            for pair in _pairs(before, after, name):
                yield from self.sections(part, *pair, (*path, self._title(part, *pair)))

    def _title(self, part, before, after) -> str:
        return f"{capfirst(part._meta.verbose_name)}: {row_of(part, after or before, self.called)}"

    def _lines(self, model, before, after, one, other) -> Iterator[Line]:
        for label, texts, column in _shown(model, one, other):
            if isinstance(column, BooleanField) and None in texts and not getattr(other or one, column.name):
                continue  # not worth a line where nothing is compared
            if pieces := marked(*texts, is_prose=is_prose(column)):
                yield Line(label, pieces, TAGS.get(getattr(column, "translation_column", ""), ""))
        for relation in links_of(model):
            names = [node and self._names(relation, node) for node in (before, after)]
            if pieces := marked(*names):
                yield Line(str(capfirst(relation.verbose_name)), pieces)

    def _names(self, relation, node: dict) -> list[str]:
        numbers = node["links"].get(relation.name, [])
        return sorted(str(self.called.record(relation.related_model, number)) for number in numbers)


def _pairs(before: dict | None, after: dict | None, name: str) -> Iterator[tuple]:
    """The parts of two nodes by their numbers, those that came last."""
    one, other = (_parts(node, name) for node in (before, after))
    for number in [*one, *(number for number in other if number not in one)]:
        yield one.get(number), other.get(number)


def _parts(node: dict | None, name: str) -> dict[int, dict]:
    return {part["number"]: part for part in node["parts"].get(name, [])} if node else {}


def _shown(model, *rows) -> Iterator[tuple]:
    """(label, what each of two rows says, column) for each column; a date and its precision are one."""
    columns = [column for column in [*columns_of(model), *life_of(model)] if not column.name.endswith("_precision")]
    if model is Attachment:
        columns = [column for column in columns if column.editable]  # what the file was found to be is told with it
    for column in columns:
        if date := getattr(column, "partial_date", ""):
            label, texts = getattr(model, date).label, [row and str(getattr(row, date)) for row in rows]
        else:
            label, texts = column.verbose_name, [row and shown(column, row) for row in rows]
        yield str(capfirst(label)), texts, column


def shown(column, row) -> str | list[str]:
    """What a column of a record says, as people read it; a list of words as a list."""
    value = getattr(row, column.name)
    if isinstance(column, JSONField):
        return [str(word) for word in value or []]
    if value is None or value == "":
        return ""
    if isinstance(column, FileField):
        return f"{row.what_it_is()} ({row.digest[:8]})"
    if isinstance(column, BooleanField):
        return _("yes") if value else _("no")
    if isinstance(column, DateTimeField):
        return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")
    return str(getattr(row, f"get_{column.name}_display")() if column.choices else value)


def labels(model, names: list[str]) -> list[str]:
    """What the columns, lists and parts of these names are called, each once."""
    return list(dict.fromkeys(str(capfirst(label(model, name))) for name in names))


def label(model, name: str) -> str:
    """What a column, list or kind of part is called."""
    if name in parts_of(model):
        return parts_of(model)[name][0]._meta.verbose_name_plural
    column = model._meta.get_field(name)
    date = getattr(column, "partial_date", "")
    return getattr(model, date).label if date else column.verbose_name


def is_prose(column) -> bool:
    """Whether a column holds words, which are compared one by one."""
    return column.get_internal_type() in ("CharField", "TextField") and not column.choices


def marked(before, after, *, is_prose: bool = False) -> list[Piece]:
    """What two rows say, marked; nothing when they say the same, and unmarked when there is one row only."""
    if before is None or after is None:
        said = after if before is None else before
        text = ", ".join(said) if isinstance(said, list) else said
        return [Piece(text, "same")] if text else []
    if before == after:
        return []
    if isinstance(after, list):
        return _marked_list(before, after)
    if is_prose and before and after:
        return compare_words(before, after)
    pieces = [Piece(before, "removed"), Piece(" ", "same"), Piece(after, "added")]
    return [piece for piece in pieces if piece.text]


def _marked_list(before: list[str], after: list[str]) -> list[Piece]:
    """The items of two lists, those that stay first."""
    same = [Piece(item, "same") for item in after if item in before]
    removed = [Piece(item, "removed") for item in before if item not in after]
    added = [Piece(item, "added") for item in after if item not in before]
    pieces = [piece for item in (*same, *removed, *added) for piece in (item, Piece(", ", "same"))]
    return pieces[:-1]
