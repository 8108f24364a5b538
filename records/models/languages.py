"""Texts in three languages: a column each, read in the visitor's language, and a text that knows its language."""

import re
import unicodedata
from functools import lru_cache

from django.db import models
from django.urls import get_script_prefix, reverse
from django.utils.text import format_lazy
from django.utils.translation import get_language, get_language_info, override
from django.utils.translation import gettext_lazy as _

COLUMNS = {"en": _("English"), "ru": _("Russian"), "zh": _("Chinese")}
TAGS = {"en": "en", "ru": "ru", "zh": "zh-Hans"}
# The language of pages that reads each column.
PAGE_LANGUAGES = {"en": "en", "ru": "ru", "zh": "zh-hans"}
FALLBACKS = {"en": ("en", "ru", "zh"), "ru": ("ru", "en", "zh"), "zh": ("zh", "en", "ru")}
# Quotation marks, and those within them.
QUOTES = {"en": "“”‘’", "ru": "«»„“", "zh": "“”‘’"}
# Marks that only decorate a letter; the breve of Cyrillic й and ў makes another letter and stays.
ACCENTS = re.compile("(?<![иу])\u0306|[\u0300-\u0305\u0307-\u036f]")
APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼʻ`´ʹʺ"))


def visitor_column() -> str:
    """The column suffix of the visitor's language: en, ru or zh."""
    return (get_language() or "en")[:2]


def within_quotes(text: str) -> str:
    """A text that is about to stand in quotation marks: its own become the inner ones of the visitor's language."""
    left, right, inner_left, inner_right = QUOTES[visitor_column()]
    return str(text).replace(left, inner_left).replace(right, inner_right)


def language_name(code: str) -> str:
    """The name of any language in the visitor's words; its ISO 639-1 code when Django has no name for it."""
    if code in COLUMNS:
        return str(COLUMNS[code])
    try:
        return get_language_info(code)["name_translated"]
    except KeyError:
        return code


def in_each_language(say) -> dict:
    """What a function says in each of the three languages, by the suffix of its column."""
    found = {}
    for column, code in PAGE_LANGUAGES.items():
        with override(code):
            found[column] = say()
    return found


def fold(text: str) -> str:
    """A text as it is compared: no case, accents or apostrophes, ё as е; й and ў stay letters of their own."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(APOSTROPHES))
    letters = unicodedata.normalize("NFC", ACCENTS.sub("", decomposed))
    return " ".join(letters.split())


class Text(str):
    """A text that knows which language it is in, and whether that is the one asked for."""

    __slots__ = ("column", "is_fallback")

    def __new__(cls, value: str, column: str, is_fallback: bool):
        text = super().__new__(cls, value)
        text.column, text.is_fallback = column, is_fallback
        return text

    def __getnewargs__(self):
        return str(self), self.column, self.is_fallback

    @property
    def tag(self) -> str:
        """The BCP 47 tag for an HTML `lang` attribute."""
        return TAGS[self.column]

    @property
    def language(self):
        """The name of the language, in the visitor's language."""
        return COLUMNS[self.column]


def best_text(values: dict[str, str], wanted: str | None = None) -> Text:
    """The value in the wanted language (the visitor's if none is named), else the declared fallback."""
    wanted = wanted or visitor_column()
    for column in FALLBACKS[wanted]:
        if values.get(column):
            return Text(values[column], column, column != wanted)
    return Text("", wanted, False)


def text_of(columns) -> Text:
    """The best text out of the three columns of one, in their order."""
    return best_text(dict(zip(COLUMNS, columns, strict=True)))


def every_text(record, *names: str) -> list[Text]:
    """The named texts of a record in every language they are in, the visitor's first."""
    wanted = visitor_column()
    return [
        Text(value, column, column != wanted)
        for column in FALLBACKS[wanted]
        for name in names
        if (value := getattr(record, f"{name}_{column}"))
    ]


class Translated:
    """Declares `name_en`, `name_ru`, `name_zh` on a model, and `name`, which reads as the visitor's.

    `required` asks for the English text; the other two may always be missing.
    """

    def __init__(self, kind, label, *, required=False, help_text="", **options):
        self.kind, self.label, self.required = kind, label, required
        self.help_text, self.options = help_text, options

    def contribute_to_class(self, model, name):
        self.name = name
        self.columns = {column: f"{name}_{column}" for column in COLUMNS}
        for column, language in COLUMNS.items():
            field = self.kind(
                format_lazy("{} ({})", self.label, language),
                blank=not (self.required and column == "en"),
                help_text=self.help_text if column == "en" else "",
                **self.options,
            )
            field.translation_of, field.translation_column = name, column
            model.add_to_class(self.columns[column], field)
        setattr(model, name, self)

    def __get__(self, record, model=None):
        if record is None:
            return self
        wanted = visitor_column()
        for column in FALLBACKS[wanted]:
            if value := getattr(record, self.columns[column]):
                return Text(value, column, column != wanted)
        return Text("", wanted, False)


def translated_names(model) -> list[str]:
    """The names of a model's texts in three languages, in the order they were declared."""
    return list(dict.fromkeys(f.translation_of for f in model._meta.fields if hasattr(f, "translation_of")))


class SortKey(models.CharField):
    """A folded name to sort by, the same on every database: bytes in order, never the database's locale.

    Chinese names sort by the English one, so two columns serve three languages.
    """

    def __init__(self, *args, of="name", language="en", **options):
        self.of, self.language = of, language
        super().__init__(*args, **{"max_length": 400, "editable": False, "blank": True, **options})

    def deconstruct(self):
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "of": self.of, "language": self.language}

    def db_parameters(self, connection):
        parameters = super().db_parameters(connection)
        return parameters | {"collation": "C" if connection.vendor == "postgresql" else None}

    def pre_save(self, record, add):
        values = {column: getattr(record, f"{self.of}_{column}") for column in COLUMNS}
        value = fold(best_text(values, self.language))[: self.max_length]
        setattr(record, self.attname, value)
        return value


def sorting_column() -> str:
    """The language by whose letters names sort for the visitor: en or ru."""
    return "ru" if visitor_column() == "ru" else "en"


def sort_key(prefix: str = "") -> str:
    """The column by which names sort for the visitor, as a lookup below `prefix`."""
    return f"{prefix}sort_{sorting_column()}"


class FoldedText(models.TextField):
    """What a record can be found by, folded: the named attributes joined (SQLite compares Cyrillic by case)."""

    def __init__(self, *args, of=(), **options):
        self.of = tuple(of)
        super().__init__(*args, **{"editable": False, "blank": True, **options})

    def deconstruct(self):
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "of": list(self.of)}

    def pre_save(self, record, add):
        value = fold("\n".join(part for name in self.of for part in _texts(record, name)))
        setattr(record, self.attname, value)
        return value


def _texts(record, name: str) -> list[str]:
    if name in translated_names(type(record)):
        return [getattr(record, f"{name}_{column}") for column in COLUMNS]
    value = getattr(record, name)
    return [str(part) for part in value] if isinstance(value, list) else [str(value or "")]


@lru_cache(maxsize=256)
def _address_parts(name: str, count: int, language: str, prefix: str) -> list[str]:
    return reverse(name, args=[f"zzz{i}zzz" for i in range(count)]).replace("zzz", "\0").split("\0")


def address(name: str, *keys) -> str:
    """The address of a page in the visitor's language; lists print hundreds, so `reverse` is asked once a page."""
    parts = _address_parts(name, len(keys), get_language() or "en", get_script_prefix())
    return parts[0] + "".join(f"{key}{parts[2 * i + 2]}" for i, key in enumerate(keys))


class Link:
    """A record as a link prints it, in the visitor's language; what has been printed once stays `printed`."""

    __slots__ = ("address", "name", "printed")

    def __init__(self, name: Text, address: str):
        self.name, self.address, self.printed = name, address, None

    def get_absolute_url(self) -> str:
        """Where the record can be read."""
        return self.address


def data_address(page: str, ending: str) -> str:
    """The address of what a page shows as data: the same without its language and with an ending; no fragment."""
    prefix = get_script_prefix()
    rest = page.partition("#")[0].removeprefix(f"{prefix}{get_language()}/")
    return f"{prefix}{rest.rstrip('/')}.{ending}"
