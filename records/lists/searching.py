"""What is found among all kinds of records: where the rest of a kind is, and the answer as OpenAPI describes it."""

from records.filters import SearchFilter
from records.models.languages import COLUMNS
from records.search.query import Found

from .listing import LIST_OF
from .schemas import ADDRESS, NUMBER, PAGES, TEXT, reference

# What the heading of a record that was found names beside it.
JOINED = {
    "agreement": ("edition", "document"),
    "delegation": ("edition", "country", "organization", "head_person"),
    "statement": ("edition", "person"),
    "session": ("edition",),
}
NAMES = {f"name_{column}": TEXT for column in COLUMNS}
COLUMNS_OF_TABLE = {
    "kind": "What kind of record it is: one of the values of the filter “is”.",
    "edition": "The edition that it is part of, as its address writes it.",
    "key": "Its reference, code or id; with the kind, and the edition where that is named, it stands for one record.",
    "name_en": "What it is called, in English.",
    "name_ru": "The same in Russian.",
    "name_zh": "The same in Chinese.",
    "why": "What it was found through: the countries, topics, people and so on that the words name and it belongs to.",
    "language": "The language of the text that has the words, as a BCP 47 tag.",
    "said": "A text of it that has the words, or a piece of it.",
    "page": "Where it is read, in English.",
}
REASON = {
    "type": "object",
    "required": ["kind", "code"],
    "additionalProperties": False,
    "properties": {
        "kind": {
            "type": "string",
            "description": "country, topic, organization, person, edition, kind, format, host or year.",
        },
        "code": {"type": "string", "description": "Its code or id, as filters take it; of a host city its edition."},
        **NAMES,
    },
}
SAID = {
    "type": ["object", "null"],
    "required": ["language", "text", "words"],
    "additionalProperties": False,
    "description": "A text of the record that has what was asked for; null where none has.",
    "properties": {
        "language": {"type": "string", "description": "As a BCP 47 tag; empty when it is not known."},
        "text": {"type": "string", "description": "The text, or a piece of it."},
        "words": {"type": "array", "items": TEXT, "description": "What was asked for, as it stands there."},
    },
}
ONE = {
    "type": "object",
    "required": ["kind", "key", "why", "said", "links"],
    "additionalProperties": False,
    "properties": {
        "kind": {"type": "string", "description": "One of the values of the filter “is”."},
        "key": {"type": "string", "description": "Its reference, code or id; of its edition, where that is named."},
        "edition": {"type": "string", "description": "The edition that it is part of."},
        **NAMES,
        "why": {"type": "array", "items": reference("schemas", "reason"), "description": "What it was found through."},
        "said": reference("schemas", "said"),
        "links": {
            "type": "object",
            "required": ["pages"],
            "additionalProperties": False,
            "properties": {"self": ADDRESS, "pages": PAGES},
            "description": "The whole record, where it has an address of its own, and where it is read.",
        },
    },
}
GROUP = {
    "type": "object",
    "required": ["kind", "total", "records", "links"],
    "additionalProperties": False,
    "properties": {
        "kind": TEXT,
        "total": NUMBER | {"description": "How many of this kind answer."},
        "records": {"type": "array", "items": reference("schemas", "found"), "description": "The first, or a page."},
        "links": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"all": ADDRESS},
            "description": "All of them, where there are more.",
        },
    },
}
NAMED = {
    "type": "object",
    "required": ["kind", "code", "pages"],
    "additionalProperties": False,
    "properties": {"kind": TEXT, "code": TEXT, **NAMES, "pages": PAGES},
}
OR_NULL = {"type": ["string", "null"]}


def where_all_are(filters: SearchFilter, found: Found, kind: str) -> tuple[str, str] | None:
    """The list of a kind, where it can be asked the same, and that question; else the search for that kind alone.

    Nothing where this is that search.
    """
    listing = LIST_OF.get(kind)
    asked = filters.asking_list(listing.filterset) if listing else None
    if asked is not None:
        return listing.name, asked
    return ("search", filters.asking_only(kind)) if len(found.groups) > 1 or found.pages == 1 else None


def search_schemas(list_of: dict) -> dict:
    """The schemas of what is found by their names; `list_of` is the schema of a list."""
    more = {
        "named": {"type": "array", "items": reference("schemas", "named"), "description": "What the words name."},
        "meant": OR_NULL | {"description": "Other words that may have been meant."},
        "fewer": OR_NULL | {"description": "Those of the words that find something together."},
        "perhaps": {
            "type": "array",
            "items": reference("schemas", "named"),
            "description": "What may have been looked for, where nothing was found: what some of the words name.",
        },
        "groups": {
            "type": "array",
            "items": reference("schemas", "found_of_kind"),
            "description": "What was found, by kind.",
        },
    }
    properties = {name: schema for name, schema in list_of["properties"].items() if name not in ("records", "names")}
    properties |= more
    needed = [name for name in properties if name != "gone"]
    whole = list_of | {"properties": properties, "required": needed}
    return {"reason": REASON, "said": SAID, "found": ONE, "found_of_kind": GROUP, "named": NAMED, "search": whole}
