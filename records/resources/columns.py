"""What a column can be: each kind reads what it needs of a portion of records and gives their cells, column by column.

A name that is missing in a language is given in another; a text of the record itself is then left empty.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from records.models.dates import PartialDate
from records.models.languages import COLUMNS, FALLBACKS, in_each_language

BETWEEN = "; "
# A spreadsheet takes what begins so for a formula.
FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
PARTIAL_DATE = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"


class Name(NamedTuple):
    """The code of something and its name in each language."""

    code: str
    en: str
    ru: str
    zh: str

    @classmethod
    def made(cls, code: str, *names: str) -> "Name":
        """A name in which no language is missing, and which can stand in a cell, alone or among others."""
        given = dict(zip(COLUMNS, names, strict=True))
        found = (next((given[one] for one in FALLBACKS[column] if given[one]), "") for column in COLUMNS)
        return cls(*safe(text.replace(BETWEEN, ", ") for text in (code, *found)))

    @classmethod
    def of(cls, code: str, record) -> "Name":
        """The name of a record that has one."""
        return cls.made(code, *(getattr(record, f"name_{column}") for column in COLUMNS))


NOBODY = Name("", "", "", "")


class Field(NamedTuple):
    """A column as a reader sees it: its name, its type in Table Schema, its title, and what it says."""

    name: str
    type: str
    title: object
    explanation: str
    pattern: str = ""
    codes: tuple[str, ...] = ()


def safe(cells: Iterable[str]) -> list[str]:
    """Texts that no spreadsheet takes for a formula: an apostrophe before what looks like one."""
    return [f"'{cell}" if cell[:1] in FORMULA else cell for cell in cells]


def joined(texts: Iterable[str]) -> str:
    """Several texts in one cell, which can be parted again."""
    return BETWEEN.join(text.replace(BETWEEN, ", ") if BETWEEN in text else text for text in texts)


def titled(language: str, title):
    """The title of a column in one of the three languages."""
    return format_lazy("{} ({})", title, COLUMNS[language])


def named_fields(name: str, title, explanation: str, codes: tuple[str, ...] = ()) -> list[Field]:
    """A code and its names: four columns."""
    names = [
        Field(f"{name}_{language}", "string", titled(language, title), format_lazy(_NAMES_OF, name))
        for language in COLUMNS
    ]
    return [Field(name, "string", title, explanation, codes=codes), *names]


_NAMES_OF = _("The name of what stands in “{}”, in the same order.")


@dataclass(frozen=True)
class Column:
    """One column or some that belong together; `reads` are the columns of the model that its cells are made of."""

    name: str
    explanation: str
    reads: tuple[str, ...] = ()
    title: object = ""

    def fields(self, model) -> list[Field]:
        """What readers see."""
        raise NotImplementedError

    def cells(self, portion, *read: Sequence) -> list[Sequence]:
        """The cells of each column, one for each record of the portion."""
        raise NotImplementedError

    def label(self, model):
        """The title: its own, or what the model calls what it reads."""
        return self.title or model._meta.get_field(self.reads[0]).verbose_name


@dataclass(frozen=True)
class Value(Column):
    """A code, a number, or a text that has no language."""

    type: str = "string"
    codes: tuple[str, ...] = ()
    is_text: bool = False

    def fields(self, model):
        return [Field(self.name, self.type, self.label(model), self.explanation, codes=self.codes)]

    def cells(self, portion, values):
        if self.type == "boolean":
            return [[str(cell).lower() for cell in values]]
        return [safe(values) if self.is_text else values]


def value(name: str, explanation: str, reads: str = "", **options) -> Value:
    """A column that is read as it is, from the column of its own name unless another is given."""
    return Value(name, explanation, (reads or name,), **options)


@dataclass(frozen=True)
class Texts(Column):
    """A text in each of the three languages."""

    def fields(self, model):
        titles = [self.title and titled(language, self.title) for language in COLUMNS]
        titles = [own or model._meta.get_field(read).verbose_name for own, read in zip(titles, self.reads, strict=True)]
        names = [f"{self.name}_{language}" for language in COLUMNS]
        return [Field(name, "string", title, self.explanation) for name, title in zip(names, titles, strict=True)]

    def cells(self, portion, *texts):
        return [safe(["" if cell is None else cell for cell in column]) for column in texts]


def texts(name: str, explanation: str, reads: str = "", **options) -> Texts:
    """A text in three languages, read from the columns of its own name unless another is given."""
    return Texts(name, explanation, tuple(f"{reads or name}_{language}" for language in COLUMNS), **options)


@dataclass(frozen=True)
class Date(Column):
    """A partial date."""

    def fields(self, model):
        return [Field(self.name, "string", self.title, self.explanation, PARTIAL_DATE)]

    def cells(self, portion, first, precision):
        return [[PartialDate(*date).iso() for date in zip(first, precision, strict=True)]]


def date(name: str, explanation: str, reads: str, title) -> Date:
    """A date as far as it is known: two columns of the model."""
    return Date(name, explanation, (f"{reads}_on", f"{reads}_precision"), title)


@dataclass(frozen=True)
class Words(Column):
    """A list of words or spellings in one cell."""

    def fields(self, model):
        return [Field(self.name, "string", self.label(model), self.explanation)]

    def cells(self, portion, lists):
        return [safe(joined(words) for words in lists)]


@dataclass(frozen=True)
class Coded(Column):
    """A code with its names, out of the choices of the model."""

    choices: type | None = None

    def fields(self, model):
        return named_fields(self.name, self.label(model), self.explanation, tuple(self.choices.values))

    def cells(self, portion, codes):
        labels = in_each_language(lambda: [str(label) for label in self.choices.labels])
        names = {row[0]: row for row in zip(self.choices.values, *labels.values(), strict=True)}
        names[""] = names[None] = [""] * 4
        return [[names[code][place] for code in codes] for place in range(4)]


def coded(name: str, explanation: str, choices, reads: str = "", title="") -> Coded:
    """A code of the model with its names."""
    return Coded(name, explanation, (reads or name,), title, choices=choices)


@dataclass(frozen=True)
class Several(Column):
    """Several others, by codes and names. `linked` gives for each record of a portion what it is linked to."""

    linked: Callable | None = None
    model: type | None = None

    def fields(self, model):
        return named_fields(self.name, self.title, self.explanation)

    def one_each(self, name: str) -> "Several":
        """The same column where each of several rows has one value of it."""
        return replace(self, name=name, title=ROW_TITLES[name], explanation=ROWS_EXPLAINED)

    def names(self, portion, links: set) -> dict:
        """What each link is called; what is not public is left out."""
        return portion.names(self.model, links)

    def cells(self, portion):
        links = self.linked(portion)
        names = self.names(portion, {link for several in links.values() for link in several})
        written = {(): NOBODY}
        found = []
        for key in portion.keys:
            several = tuple(links.get(key, ()))
            if several not in written:
                written[several] = _together([names[link] for link in several if link in names])
            found.append(written[several])
        return list(zip(*found, strict=True))


def _together(names: list[Name]) -> Name:
    return Name(*map(BETWEEN.join, zip(*names, strict=True))) if names else NOBODY


ROW_TITLES = {"country": _("country"), "topic": _("topic")}
ROWS_EXPLAINED = _(
    "The one value that this row is about: a record has as many rows as it has values, and one row with an empty value "
    "where it has none."
)


def linked_by(relation: str) -> Callable:
    """The links of a many-to-many relation of the model, by pages of records."""

    def links(portion) -> dict:
        field = portion.reading.table.model._meta.get_field(relation)
        through, own = field.remote_field.through, field.m2m_field_name()
        return portion.parts(through, own, f"{field.m2m_reverse_field_name()}_id")

    return links


def found_under(choice: str, among: Callable) -> Callable:
    """The values of a choice by which the list finds a record, in the order in which `among` has them."""

    def links(portion) -> dict:
        keys = {one.slug: one.pk for one in among(portion.reading.now)}
        found = portion.having(choice, keys)
        return {record: [keys[value] for value in values] for record, values in found.items()}

    return links


@dataclass(frozen=True)
class One(Column):
    """One other record, by code and names."""

    model: type | None = None

    def fields(self, model):
        return named_fields(self.name, self.label(model), self.explanation)

    def cells(self, portion, keys):
        names = portion.names(self.model, keys)
        return list(zip(*(names.get(key, NOBODY) for key in keys), strict=True))


def _as_read(*read) -> list[str]:
    return ["" if cell is None else str(cell) for cell in read]


@dataclass(frozen=True)
class Parts(Column):
    """What belongs to a record and has no list of its own, several in one cell; `write` makes one text a column."""

    model: type | None = None
    owner: str = ""
    part_reads: tuple[str, ...] = ()
    where: tuple[tuple[str, object], ...] = ()
    order: tuple[str, ...] = ("pk",)
    write: Callable = _as_read
    given: tuple[Field, ...] = ()

    def fields(self, model):
        return list(self.given)

    def cells(self, portion):
        parts = portion.parts(self.model, self.owner, *self.part_reads, order=self.order, **dict(self.where))
        written = {key: [self.write(*part) for part in found] for key, found in parts.items()}
        cells = {key: safe(map(joined, zip(*found, strict=True))) for key, found in written.items()}
        empty = [""] * len(self.given)
        return list(zip(*(cells.get(key, empty) for key in portion.keys), strict=True))


def parts(model, owner: str, reads: tuple[str, ...], *given: Field, where=None, **options) -> Parts:
    """Columns of what belongs to a record, read from these columns of it."""
    conditions = tuple((where or {}).items())
    return Parts(
        given[0].name, "", model=model, owner=owner, part_reads=reads, where=conditions, given=given, **options
    )
