"""An object of the exchange document as labelled facts, in the visitor's language, names in place of identifiers."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from records.models.dates import PartialDate
from records.models.languages import COLUMNS, Text, best_text, language_name
from records.templatetags.printing import integer, iso_dates

from .labels import CODES, DATES, INSIDE, base_and_language, code_in_words, label
from .names import REFERS, Names, Said, references

# What stands for a whole object when it is named in a few words; the first that it has.
CAPTIONS = ("city", "country", "organization", "person", "title", "name", "gist", "value", "source", "status", "field",
            "count", "note", "edition")  # fmt: skip
# Said by other keys, or of use to machines only.
NOT_TOLD = ("id", "date_precision")


@dataclass(frozen=True)
class Fact:
    """One labelled fact with everything that is said of it."""

    label: str
    said: list[Said]


def facts(of: str, thing: dict, names: Names, without=()) -> list[Fact]:
    """Everything that an object says, in its own order, but for the keys left out."""
    found = []
    for base, value in _by_base(thing).items():
        if base not in NOT_TOLD and base not in without and value != []:
            found.append(Fact(label(of, base), said(of, base, value, names)))
    return found


def _by_base(thing: dict) -> dict:
    """Keys with their values; the languages of one text together, under the name of the text."""
    together = {}
    for key, value in thing.items():
        base, language = base_and_language(key)
        if language and not isinstance(value, list):
            together.setdefault(base, {})[language] = value
        else:
            together[key] = value
    return together


def said(of: str, key: str, value, names: Names) -> list[Said]:
    """What a value under a key of such an object says."""
    if key in INSIDE:
        things = value if isinstance(value, list) else [value]
        return [in_words(INSIDE[key], thing, names, is_alone=isinstance(value, dict)) for thing in things]
    if isinstance(value, dict):
        return [Said(iso_dates(best_text(value)) if of == "reading" else best_text(value))]
    if isinstance(value, list):
        return [one for part in value for one in said(of, key, part, names)]
    return [_single(of, key, value, names)]


def _single(of: str, key: str, value, names: Names) -> Said:
    if isinstance(value, bool):
        return Said(_("yes") if value else _("no"))
    if key in REFERS and isinstance(value, str) and (of, key) not in (("agreement", "ref"), ("country", "code")):
        return names.said(key, value)
    if isinstance(value, int):
        return Said(str(value) if key in ("number", "edition") else integer(value))
    if key in DATES:
        return Said(date_in_words(value))
    if key == "language":
        return Said(language_name(value))
    if key == "url":
        return Said(value, value)
    return Said(code_in_words(of, key, value) if (of, key) in CODES else value)


def date_in_words(text: str) -> str:
    """A partial date as the visitor writes it."""
    try:
        return str(PartialDate.parse(text))
    except ValidationError:
        return text


def in_words(of: str, thing: dict, names: Names, *, is_alone: bool = False) -> Said:
    """An object by what it is called, with all else that it says; one that stands alone needs no name."""
    if is_alone:
        return Said("", facts=tuple(facts(of, thing, names)))
    caption, key = name_of(of, thing, names)
    return Said(caption.text, caption.address, tuple(facts(of, thing, names, without=(key,))))


def name_of(of: str, thing: dict, names: Names) -> tuple[Said, str]:
    """What an object in a list is called, and the key that says it."""
    together = _by_base(thing)
    for key in CAPTIONS:
        if key in together and not isinstance(together[key], list):
            return said(of, key, together[key], names)[0], key
    return Said(""), ""


def is_plain_text(of: str, key: str) -> bool:
    """Whether people wrote what stands under this key, so that it is no code, date or identifier."""
    return (of, key) not in CODES and key not in DATES and key not in REFERS and key != "language"


# The texts that a page prints before the facts, as headings and paragraphs.
HEADINGS = {"edition": "name", "agreement": "title"}
PARAGRAPHS = {"edition": ("theme", "summary"), "agreement": ("text",)}


def text_of(thing: dict, name: str) -> Text:
    """A text of an object in the visitor's language; empty when it has none."""
    return best_text({column: thing.get(f"{name}_{column}", "") for column in COLUMNS})


def heading(of: str, thing: dict) -> Text:
    """What an edition or an agreement is called."""
    return text_of(thing, HEADINGS[of])


def names_others(thing: dict) -> bool:
    """Whether it names records other than itself, so that it matters from when their names are."""
    return bool(references("", {key: value for key, value in thing.items() if key != "ref"}))


def read(of: str, thing: dict, then: datetime) -> tuple[list[Text], list[Fact]]:
    """An edition or an agreement as it was read then: paragraphs, and all else as facts."""
    names = Names(references("", thing), then)
    paragraphs = [text for name in PARAGRAPHS[of] if (text := text_of(thing, name))]
    return paragraphs, facts(of, thing, names, without=(HEADINGS[of], *PARAGRAPHS[of]))
