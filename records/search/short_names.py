"""How else organisations and documents are called: without brackets, by initials, as newspapers shorten them."""

import json
import re
from functools import lru_cache
from itertools import takewhile
from pathlib import Path

from records.models import Document, Organization
from records.models.languages import COLUMNS

from .analyzer import SILENT, Token, tokens

MORE_NAMES = Path(__file__).parent.parent / "data" / "organization_search_names.json"
BRACKETED = re.compile(r"[ \u00a0]*[(（]([^()（）]*)[)）]")
CITY_AND_KIND = re.compile(r"[(（]([\u4e00-\u9fff]+)[)）]([\u4e00-\u9fff]+)$")
SHORTEST_IN_HAN = 4  # characters of a document's name: a city and a kind
UNDER = ("under", "при")
FEWEST, MOST = 3, 7  # letters of an abbreviation: two are a word, more nobody remembers


def names_of_organization(record: Organization) -> list[str]:
    """Its other names as the record has them, and what follows from its names."""
    names = [name for column in COLUMNS if (name := getattr(record, f"name_{column}"))]
    found = [*record.name_variants]
    for name in names:
        found += [*short_forms(name), *_well_known().get(without_brackets(name), [])]
    return [name for name in dict.fromkeys(found) if name not in names]


def names_of_document(record: Document) -> list[str]:
    """Its names, and in Chinese the city in brackets with the kind after it: （银川）倡议 is 银川倡议.

    Single words are left out: texts that say “declaration” do not mean the document of that name.
    """
    names = [name for column in COLUMNS if (name := getattr(record, f"name_{column}"))]
    found = [*names, *(found[1] + found[2] for name in names if (found := CITY_AND_KIND.search(name)))]
    return [name for name in found if len(said := tokens(name)) > 1 or (said and _is_long_in_han(said[0]))]


def _is_long_in_han(token: Token) -> bool:
    return token.is_han and len(token.folded) >= SHORTEST_IN_HAN


def without_brackets(name: str) -> str:
    """A name without what is added in brackets: Almaty Region (Kazakhstan)."""
    return BRACKETED.sub("", name).strip()


def short_forms(name: str) -> list[str]:
    """A name without its brackets, an abbreviation that stands in them, and the initials of its words."""
    bare = without_brackets(name)
    inside = [text for text in BRACKETED.findall(name) if text.isupper() and text.isalpha() and len(text) >= FEWEST]
    return [form for form in (bare, *inside, initials(bare)) if form and form != name]


def initials(name: str) -> str:
    """The first letters of the words of a name, abbreviations and small words left out; empty when they are few.

    Whom an institute is under is no part of its short name: ISRS, ИСМИ.
    """
    words = [name[token.start : token.end] for token in tokens(name) if not token.is_han]
    words = list(takewhile(lambda word: word.lower() not in UNDER, words))
    said = [word for word in words if word.lower() not in SILENT and not word.isupper()]
    return "".join(word[0] for word in said).upper() if FEWEST <= len(said) <= MOST else ""


@lru_cache(maxsize=1)
def _well_known() -> dict[str, list[str]]:
    """Short names that do not follow from the long one, by the English name."""
    return json.loads(MORE_NAMES.read_text(encoding="utf-8"))
