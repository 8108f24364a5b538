"""The log of changes as OpenAPI describes it: what one change says, a page of the log, everything after a cursor."""

from records.models.languages import COLUMNS

from .schemas import ADDRESS, NUMBER, TEXT, reference

CURSOR = r"^[0-9]{1,18}(\.[0-9a-f]{8})?$"
RECORD = r"^[a-z_]+/[a-z0-9.-]+$"
COLUMNS_OF_TABLE = {
    "cursor": "The version of the public data that came with the change; shared by one act.",
    "happened_at": "When it became public.",
    "act": "What happened: one of the values of the filter “act”.",
    "kind": "The kind of record: one of the values of the filter “of”.",
    "key": "The last part of its address.",
    "page": "Where the record is, or was, to be read, in English.",
    "name_en": "What it was called then, in English.",
    "name_ru": "The same in Russian.",
    "name_zh": "The same in Chinese.",
    "reason_en": "Why it changed, in English.",
    "reason_ru": "The same in Russian.",
    "reason_zh": "The same in Chinese.",
    "path": "The keys that lead to the value that differs, with slashes between them; empty where none does.",
    "before": "What it said; a list or an object as JSON.",
    "after": "What it says now, likewise.",
    "sources_added": "The ids of the sources that came with the change, with “; ” between them.",
    "into": "The key of what the record was merged into, moved to or replaced by.",
    "version": "The number of the public version that it made.",
}
TEXT_OR_NULL = {"type": ["string", "null"]}
DIFFERENCE = {
    "type": "object",
    "required": ["path", "before", "after"],
    "properties": {
        "path": {"type": "array", "items": TEXT, "minItems": 1, "description": "The keys that lead to the value."},
        "before": {"description": "What it said; null where it was not there."},
        "after": {"description": "What it says; null where it is no longer there."},
    },
    "additionalProperties": False,
}
NAMES = {f"{text}_{column}": TEXT for text in ("name", "reason") for column in COLUMNS}
CHANGE = {
    "type": "object",
    "required": [
        "cursor", "happened_at", "act", "kind", "key", "page", "differences", "sources_added", "into", "version",
        "object",
    ],
    "properties": {
        "cursor": NUMBER | {"description": "The version of the public data that came with it; shared by one act."},
        "happened_at": {"type": "string", "format": "date-time", "description": "When it became public."},
        "act": {"type": "string", "description": "What happened: one of the values of the filter “act”."},
        "kind": {"type": "string", "description": "The kind of record: one of the values of the filter “of”."},
        "key": {"type": "string", "description": "The last part of its address."},
        "page": ADDRESS | {"description": "Where the record is, or was, to be read."},
        **NAMES,
        "differences": {"type": "array", "items": DIFFERENCE, "description": "Each value that is not as it was."},
        "sources_added": {"type": "array", "items": TEXT, "description": "The ids of the sources that came with it."},
        "into": TEXT_OR_NULL | {"description": "The key of what it was merged into, moved to or replaced by."},
        "version": {"type": ["integer", "null"], "description": "The number of the public version that it made."},
        "object": {
            "type": ["object", "null"],
            "description": "The whole record after it, as the document has it; null when it is no longer at this "
            "address.",
        },
    },
    "additionalProperties": False,
}  # fmt: skip
CHANGES = {"type": "array", "items": reference("schemas", "change")}
SINCE = {
    "type": "object",
    "required": ["next", "has_more", "changes"],
    "properties": {
        "next": {"type": "string", "pattern": CURSOR, "description": "The cursor to ask with next time."},
        "has_more": {"type": "boolean", "description": "Whether more has happened already: ask again at once."},
        "changes": CHANGES | {"description": "Every change after the cursor, in order, no act of them cut in two."},
    },
    "additionalProperties": False,
}


def page_of_log(list_of: dict) -> dict:
    """A page of the log: a list like the others, whose entries are changes; `list_of` is the schema of a list of it."""
    newest = {"type": "string", "pattern": CURSOR, "description": "The cursor after which nothing has happened yet."}
    changes = CHANGES | {"description": "The changes in order, each with the whole record after it."}
    instead = {"records": ("newest", newest), "names": ("changes", changes)}
    properties = dict(instead.get(key, (key, value)) for key, value in list_of["properties"].items())
    return list_of | {"properties": properties, "required": [name for name in properties if name != "gone"]}


def log_schemas(list_of: dict) -> dict:
    """The schemas of the log by their names."""
    return {"change": CHANGE, "list_of_changes": page_of_log(list_of), "changes_since": SINCE}
