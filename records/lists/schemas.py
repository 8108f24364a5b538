"""What comes back from the addresses of data: the schemas of the document, and what lists and records add to them."""

from django.conf import settings

from records.exchange import schema
from records.models.reference import NAME_LANGUAGES

from .listing import LISTS, Listing


def name_of(*words: str) -> str:
    """The name of a schema made of words."""
    return "_".join(words)


def reference(room: str, name: str) -> dict:
    """A pointer to what is described once."""
    return {"$ref": f"#/components/{room}/{name}"}


def json_of(description: str, schema: dict) -> dict:
    """An answer in JSON."""
    return {"description": description, "headers": HEADERS, "content": {"application/json": {"schema": schema}}}


TEXT = {"type": "string"}
ADDRESS = {"type": "string", "format": "uri"}
NUMBER = {"type": "integer", "minimum": 0}
HEADERS = {"ETag": {"description": "Names this answer; send it back in If-None-Match.", "schema": TEXT}}
PROBLEMS = {
    "type": "object",
    "required": ["problems"],
    "properties": {"problems": {"type": "array", "items": TEXT, "minItems": 1, "description": "What is wrong."}},
}
SENT = "CSV (RFC 4180) in UTF-8 with a byte order mark, sent whole up to 5 MB, in pieces above."
TABLE = {
    "description": f"{SENT} /data/datapackage.json explains every column.",
    "headers": HEADERS,
    "content": {"text/csv": {"schema": TEXT}},
}


def _text_of(description: str, media_type: str) -> dict:
    """An answer that is no JSON."""
    return {"description": description, "headers": HEADERS, "content": {media_type: {"schema": TEXT}}}


ATOM = _text_of("A feed (RFC 4287), 25 entries a page, the next pages linked (RFC 5005).", "application/atom+xml")
CALENDAR = _text_of("A calendar (RFC 5545).", "text/calendar")
NOTHING_THERE = {
    "description": "There is no such language, no such record, or no such page of the feed.",
    "content": {"text/html": {"schema": TEXT}, "text/plain": {"schema": TEXT}},
}
SENTENCES = {
    "description": "The question makes no sense; each line says why, in the language of the address.",
    "content": {"text/plain": {"schema": TEXT}},
}


def _problem(description: str, **headers) -> dict:
    said = {"description": description, "content": {"application/json": {"schema": reference("schemas", "problems")}}}
    return said | ({"headers": headers} if headers else {})


RESPONSES = {
    "Unchanged": {"description": "The answer is the one you have.", "headers": HEADERS},
    "Senseless": _problem("The question makes no sense; the sentences say why."),
    "AnotherHistory": _problem("The cursor is of a history that was undone; start again from since=0."),
    "PastTheEnd": _problem("The list has fewer pages."),
    "Nothing": _problem("The record has nothing at this address, and never had."),
    "Moved": {
        "description": "The record is at another address now.",
        "headers": {"Location": {"schema": {"type": "string"}}},
    },
    "Gone": {
        "description": "The record was withdrawn or removed; the answer says when and why.",
        "content": {"application/json": {"schema": reference("schemas", "gone")}},
    },
    "AllGone": {
        "description": "Everything that was asked for has left the record; the sentences say when and why.",
        "content": {"application/json": {"schema": reference("schemas", "all_gone")}},
    },
    "Busy": _problem(
        "Too many long answers are being sent, or the file is just being made. Come back later.",
        **{"Retry-After": {"description": "In so many seconds.", "schema": {"type": "integer"}}},
    ),
}
FILES = {
    "/data/forum.json": (
        "forum_json", "The whole public record as one document, from which a site can be loaded.",
        json_of("The document.", reference("schemas", "forum")),
    ),
    "/data/forum.zip": (
        "forum_zip", "The whole public record: every table, the document, and what explains them.",
        {"description": "An archive.", "headers": HEADERS, "content": {"application/zip": {"schema": {}}}},
    ),
    "/data/datapackage.json": (
        "datapackage", "Every table with its columns, as a data package describes them.",
        json_of("The description.", {"type": "object"}),
    ),
    "/data/forum.schema.json": (
        "forum_schema", "The JSON Schema of the document.", json_of("The schema.", {"type": "object"})
    ),
}  # fmt: skip


# Of what a version can be read at an address of its own.
VERSIONS_READ = ("edition", "agreement")
# What says something else alone than in the document.
ALONE = {"country": "country_alone", "edition": "edition_alone"}


def schemas() -> dict:
    """Those of the document, and what lists and single records add to them."""
    document = _moved(schema())
    found = document.pop("$defs")
    document = {key: value for key, value in document.items() if key != "$schema"}
    found["edition_alone"] = _edition(found["edition"])
    found["country_alone"] = COUNTRY
    found |= {
        "forum": document,
        "problems": PROBLEMS,
        "gone": GONE,
        "all_gone": ALL_GONE,
        "names": NAMES,
        "choice": CHOICE,
    }
    for listing in LISTS.values():
        record = _with(found[ALONE.get(listing.kind, listing.kind)], _added(listing))
        found[name_of("record", listing.kind)] = record
        found[name_of("one", listing.kind)] = _with(record, {"names": reference("schemas", "names"), **ABOUT})
        found[name_of("list_of", listing.name)] = list_of(listing)
    return found | {name_of("version_of", kind): _version(found[name_of("one", kind)]) for kind in VERSIONS_READ}


def _moved(part):
    """A part of the JSON Schema as it stands here."""
    if isinstance(part, list):
        return [_moved(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {
        key: value.replace("#/$defs/", "#/components/schemas/") if key == "$ref" else _moved(value)
        for key, value in part.items()
    }


def _edition(edition: dict) -> dict:
    """An edition alone says whether its agreements were looked for; they have addresses of their own."""
    properties = {key: value for key, value in edition["properties"].items() if key != "agreements"}
    return edition | {"properties": properties}


def _with(record: dict, more: dict) -> dict:
    needed = [key for key in more if key != "version"]
    return record | {
        "properties": record["properties"] | more,
        "required": list(dict.fromkeys([*record["required"], *needed])),
    }


def _version(one: dict) -> dict:
    """A record as it was, with what has become of it."""
    more = {"links": LINKS_OF_VERSION, "names": NAMES_TODAY, "gone": WENT}
    return one | {"properties": one["properties"] | more, "required": [*one["required"], "version"]}


def _added(listing: Listing) -> dict:
    links = {
        "type": "object",
        "required": ["pages"],
        "properties": {"self": ADDRESS, "csv": ADDRESS, "pages": PAGES},
        "additionalProperties": ADDRESS,
    }
    more = {"links": links}
    if listing.kind in ("delegation", "statement", "agreement"):
        more["edition"] = {"type": "string", "description": "The edition, as its address writes it."}
    if listing.kind not in ("delegation", "statement"):
        more["version"] = VERSION
    return more


def list_of(listing: Listing) -> dict:
    """One page of a list."""
    choices = {name: {"type": "array", "items": reference("schemas", "choice")} for name in listing.filterset.facets}
    properties = {
        "list": {"const": listing.name, "description": "Which list it is."},
        "total": NUMBER | {"description": "How many records answer the question."},
        "page": NUMBER | {"description": "Which page this is, from 1."},
        "pages": NUMBER | {"description": "How many pages there are; an empty answer has one."},
        "question": {"type": "object", "description": "What was asked, as it was understood."},
        "gone": {"type": "array", "items": GONE_CHOICE, "description": "What is asked for and has left the record."},
        "links": {
            "type": "object",
            "required": ["self", "csv", "pages"],
            "additionalProperties": False,
            "properties": {"self": ADDRESS, "csv": ADDRESS, "pages": PAGES, "previous": ADDRESS, "next": ADDRESS},
            "description": "This answer, those before and after it, the table, and the page in each language.",
        },
        "records": {
            "type": "array",
            "items": reference("schemas", name_of("record", listing.kind)),
            "description": "The records in order, each as the document has it (forum.schema.json), with links.",
        },
        "names": reference("schemas", "names") | {"description": NAMES["description"]},
        "facets": {
            "type": "object",
            "properties": choices,
            "required": list(choices),
            "additionalProperties": False,
            "description": "What can be chosen: each value with its names, how many records it would leave, and where "
            "it leads.",
        },
        **ABOUT,
    }
    needed = [name for name in properties if name != "gone"]
    return {
        "type": "object", "properties": properties, "required": needed, "additionalProperties": False
    }  # fmt: skip


PAGES = {
    "type": "object",
    "required": [code for code, _language in settings.LANGUAGES],
    "properties": {code: ADDRESS for code, _language in settings.LANGUAGES},
    "additionalProperties": False,
    "description": "The page in each language.",
}
ABOUT = {
    "data_version": NUMBER | {"description": "Grows whenever a public answer can change."},
    "licence": {"type": "string", "description": "How the texts may be used, as an SPDX identifier."},
}
VERSION = {
    "type": "object",
    "required": ["number", "published_at"],
    "properties": {"number": {"type": "integer", "minimum": 1}, "published_at": {"type": "string"}},
    "additionalProperties": False,
    "description": "Which public version of the record this is, and since when.",
}
COUNTRY = {
    "type": "object",
    "additionalProperties": False,
    "required": ["code", "name_en"],
    "properties": {"code": reference("schemas", "country")} | {f"name_{one}": TEXT for one in NAME_LANGUAGES},
}
NAMES = {
    "type": "object",
    "description": "What everything is called that the records point to: by list, then by code or id.",
    "additionalProperties": {"type": "object", "additionalProperties": {"type": "object"}},
}
CHOICE = {
    "type": "object",
    "required": ["code", "count", "is_chosen", "leads_to"],
    "additionalProperties": False,
    "properties": {
        "code": TEXT,
        **{f"name_{column}": TEXT for column in ("en", "ru", "zh")},
        "count": {
            "type": ["integer", "null"],
            "minimum": 0,
            "description": "How many records its address leads to; null in the log of changes "
            "for countries, topics and editions, by which nothing is counted there.",
        },
        "is_chosen": {"type": "boolean"},
        "leads_to": ADDRESS
        | {
            "description": "The same question with this value alone of its choice; beside the others where all of them "
            "must be there (country_match=all)."
        },
        "without": ADDRESS | {"description": "Of a chosen value: the same question without it."},
    },
}
GONE_CHOICE = {
    "type": "object",
    "required": ["code", "sentence", "page"],
    "additionalProperties": False,
    "properties": {"code": TEXT, "sentence": TEXT, "reason": TEXT, "page": ADDRESS},
}
ALL_GONE = {
    "type": "object",
    "required": ["problems", "gone"],
    "properties": {**PROBLEMS["properties"], "gone": {"type": "array", "items": GONE_CHOICE}},
    "additionalProperties": False,
}
WENT = {
    "type": "object",
    "required": ["kind", "key", "act", "happened_at"],
    "description": "Only of a record that is public no longer: what happened to it, when and why.",
    "properties": {
        **dict.fromkeys(("kind", "key", "act", "happened_at", "reason_en", "reason_ru", "reason_zh"), TEXT),
        "edition": {"type": "string", "description": "Of a delegation or a statement that left it: its edition."},
        "went_with": {"type": "string", "description": "The address of what it was withdrawn with."},
        "replaced_by": {"type": "string", "description": "The address of what replaces it."},
    },
    "additionalProperties": False,
}
GONE = {
    "type": "object",
    "required": ["problems", *WENT["required"]],
    "properties": {**PROBLEMS["properties"], **WENT["properties"]},
    "additionalProperties": False,
}
LINKS_OF_VERSION = {
    "type": "object",
    "required": ["self", "record", "newest", "pages"],
    "properties": {
        "self": ADDRESS,
        "record": ADDRESS | {"description": "The record as it is now."},
        "newest": ADDRESS | {"description": "The newest version; this one, where nothing was published after it."},
        "edition": ADDRESS,
        "pages": PAGES,
    },
    "additionalProperties": False,
}
NAMES_TODAY = NAMES | {"description": "What everything is called today that the version points to."}
