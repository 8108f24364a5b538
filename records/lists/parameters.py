"""What addresses are asked, as OpenAPI describes it, out of the filters of the lists; and what stands in addresses."""

import re
from collections.abc import Iterator

from django.conf import settings

from records.filters.fields import LONGEST_WORDS, MOST_VALUES, Codes
from records.search.vocabulary import vocabulary

from .changes import RECORD
from .comparing import AskedPair
from .listing import Listing

# More values than these are not written one by one.
MOST_NAMED = 300
CODE = r"^[A-Za-z0-9_-]+$"
MEANINGS = {
    "q": "Words that must all occur, in any language and letter case; what stands in quotes stands together.",
    "country": "Countries, by ISO 3166-1 alpha-2 code. Several mean any of them, unless country_match says otherwise.",
    "country_match": "Whether any of the countries will do, or all of them must be there.",
    "topic": "Topics, by id; each takes in its narrower ones. Several mean any of them.",
    "edition": "Editions, as their addresses write them. Several mean any of them.",
    "year": "Years, or “undated”. Several mean any of them.",
    "format": "How people met.",
    "kind": "What sort it is.",
    "is": "Kinds of records. Of one alone the answer has pages.",
    "organization_kind": "What sort of organisation sent the delegation.",
    "language": "The language of the source, by ISO 639-1 code.",
    "a": "One of the two, by its code or id.",
    "b": "The other, which is not the same.",
    "sort": "In which order; the first is the usual one.",
    "names": "By the letters of which language names sort; a page in Russian leads to its data with names=ru.",
    "page": "Which page of the answer, from 1.",
    "act": "What happened.",
    "of": "Of which kind the record is that changed.",
    "month": "When it happened: months like 2026-11, or whole years. Several mean any of them.",
    "record": "One record by its kind and the last part of its address: agreement/9.2.",
    "since": "Instead of all else: every change after this cursor, oldest first. 0 stands for the beginning.",
    "rows": "One row for each value of a record instead of one for each record.",
}
IN_ADDRESS = {
    "slug": ("The id of the record, as pages have it in their address.", r"^[a-z0-9]+(-[a-z0-9]+)*$"),
    "statement": ("The id of the statement, unique in its edition.", r"^[a-z0-9]+(-[a-z0-9]+)*$"),
    "sender": ("A country by its code, or an organisation by its id.", r"^[a-z0-9]+(-[a-z0-9]+)*$"),
    "reference": ("Edition number, dot, running number.", r"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$"),
    "code": ("ISO 3166-1 alpha-2, in small letters.", "^[a-z]{2}$"),
    "language": ("The language of what is read.", f"^({'|'.join(code for code, _name in settings.LANGUAGES)})$"),
}


def template(listing: Listing) -> str:
    """The address of one record of a list, with names for what differs."""
    return re.sub(r"<\w+:(\w+)>", r"{\1}", listing.record)


def in_address(name: str) -> dict:
    """What stands in an address under a name."""
    meaning, pattern = IN_ADDRESS[name]
    return {
        "name": name, "in": "path", "required": True, "description": meaning,
        "schema": {"type": "string", "pattern": pattern},
    }  # fmt: skip


def number_in_address() -> dict:
    """The number of a version, as it stands in an address."""
    number = {"type": "integer", "minimum": 1}
    return {"name": "number", "in": "path", "required": True, "description": "Which version, from 1.", "schema": number}


def pair(asking: type[AskedPair]) -> list[dict]:
    """The two records that a comparison has to be told, and the order of names."""
    filters = asking.filterset({}, vocabulary()).filters
    sides = [parameter(name, one_of([code for code, _label in filters[name].offered])) for name in "ab"]
    names = [code for code, _label in filters["names"].extra["choices"]]
    order = parameter("names", {"type": "string", "enum": names, "default": names[0]})
    return [*(one | {"required": True, "allowEmptyValue": False} for one in sides), order]


def parameters(listing: Listing) -> Iterator[dict]:
    """What the list can be asked, out of its filters."""
    filters = listing.filterset({}, vocabulary())
    for name, choice in filters.filters.items():
        if isinstance(choice, Codes):
            yield parameter(name, _codes([code for code, _label in choice.offered]))
        elif name == "q":
            yield parameter(name, {"type": "string", "maxLength": LONGEST_WORDS, "pattern": r"^[^\u0000]*$"})
        elif name == "page":
            yield parameter(name, {"type": "integer", "minimum": 1, "maximum": 10**9, "default": 1})
        elif name == "record":
            yield parameter(name, {"type": "string", "pattern": RECORD})
        else:
            codes = [code for code, _label in choice.extra["choices"]]
            yield parameter(name, {"type": "string", "enum": codes, "default": codes[0]})


def parameter(name: str, schema: dict) -> dict:
    """Something that may be asked, once."""
    # An empty value asks for nothing, as forms send it.
    return {"name": name, "in": "query", "description": MEANINGS[name], "allowEmptyValue": True, "schema": schema}


def _codes(codes: list[str]) -> dict:
    return {"type": "array", "items": one_of(codes), "maxItems": MOST_VALUES}


def one_of(codes: list[str]) -> dict:
    """A code out of those that there are."""
    return {"type": "string", "enum": codes} if 0 < len(codes) <= MOST_NAMED else {"type": "string", "pattern": CODE}
