"""The matrix and the comparisons as OpenAPI describes them."""

from records.models.languages import COLUMNS

from .schemas import ADDRESS, NUMBER, PAGES, TEXT, reference

NAMES = {f"name_{column}": TEXT for column in COLUMNS}
STATES = ["recorded", "none recorded", "looked for, not found", "not looked for"]
COLUMNS_OF_TABLE = {
    "counts": "What is counted: delegations, or agreements.",
    "row": "What the row of the cell is: a country, or a topic.",
    "code": "The code of the country or the id of the topic.",
    "name_en": "What it is called, in English.",
    "name_ru": "The same in Russian.",
    "name_zh": "The same in Chinese.",
    "edition": "The edition, as its address writes it.",
    "year": "The year it was held; empty where that is not known.",
    "count": "How many there are; on narrower topics too.",
    "state": "recorded; none recorded, where something else is known of the edition; looked for, not found; or not "
    "looked for.",
    "head_is_known": "Of delegations: whether a head is known by name or office, yes or no.",
    "page": "The list that the number is the total of, in English.",
}


def _object(properties: dict, *may_miss: str) -> dict:
    needed = [name for name in properties if name not in may_miss and not name.startswith("name_")]
    return {"type": "object", "required": needed, "additionalProperties": False, "properties": properties}


def _links(*may_miss: str, **more: dict) -> dict:
    return _object({"self": ADDRESS, "pages": PAGES, **more}, *may_miss)


CELL = _object(
    {
        "edition": TEXT | {"description": "The edition, as its address writes it."},
        "count": NUMBER | {"description": "How many records the list has."},
        "state": {
            "enum": STATES,
            "description": "“none recorded” where something else of its kind is recorded of the edition; else whether "
            "somebody has looked.",
        },
        "head_is_known": {
            "type": "boolean",
            "description": "Of delegations of a country: whether a head is known by name or office.",
        },
        "leads_to": ADDRESS | {"description": "The list that the number is the total of."},
    },
    "head_is_known",
)
ALL = {
    "total": NUMBER | {"description": "How many records there are at all editions, those of other pages too."},
    "leads_to": ADDRESS,
    "cells": {"type": "array", "items": reference("schemas", "matrix_cell"), "description": "One for each edition."},
}
HALF = _object(
    {
        "row": {"enum": ["country", "topic"], "description": "What its rows are."},
        "rows": {"type": "array", "items": _object({"code": TEXT, **NAMES, **ALL})},
        "all": _object(ALL) | {"description": "All records of the list, whatever row they are in, if any."},
    }
)


def matrix_schemas(about: dict) -> dict:
    """The schemas of the matrix by their names; `about` is what every answer says of the data."""
    edition = {"code": TEXT, **NAMES, "year": {"type": ["integer", "null"]}, "links": _links()}
    matrix = _object(
        {
            "page": NUMBER | {"description": "Which page this is, from 1; the first has the newest editions."},
            "pages": NUMBER | {"description": "How many pages there are."},
            "links": _links("previous", "next", csv=ADDRESS, previous=ADDRESS, next=ADDRESS),
            "editions": {"type": "array", "items": _object(edition), "description": "The columns, in order."},
            "delegations": reference("schemas", "matrix_half"),
            "agreements": reference("schemas", "matrix_half"),
            **about,
        }
    )
    return {"matrix": matrix, "matrix_half": HALF, "matrix_cell": CELL}


CODES = {"type": "array", "items": TEXT}
ADDRESSES = {"type": "array", "items": ADDRESS, "description": "The data of each, as its links say."}
PARTS = ("first_only", "both", "second_only")


def _beside(name: str, kind: dict, said: dict = CODES) -> dict:
    """Rows of what is matched by one thing, with those of the first and of the second."""
    return {"type": "array", "items": _object({name: kind, "first": said, "second": said})}


def _parted(said: dict) -> dict:
    return _object(dict.fromkeys(PARTS, said))


def _records(*kinds: str) -> dict:
    found = {f"{kind}s": {"type": "array", "items": reference("schemas", f"record_{kind}")} for kind in kinds}
    return _object(found) | {"description": "The records that are named by reference or by the address of their data."}


def _comparison(kind: str, about: dict, **told: dict) -> dict:
    one = reference("schemas", f"record_{kind}")
    asked = _object({"a": TEXT, "b": TEXT, "names": TEXT}, "names") | {"description": "What was asked."}
    names = reference("schemas", "names")
    return _object({"question": asked, "links": _links(), "first": one, "second": one, **told, "names": names, **about})


def comparison_schemas(about: dict) -> dict:
    """The schemas of the comparisons by their names; `about` is what every answer says of the data."""
    topic_or_none = {"type": ["string", "null"], "description": "A top topic; null for those without any topic."}
    alike = _object({"first": TEXT, "second": TEXT, "is_close": {"type": "boolean"}, "topics": CODES})
    newest = CODES | {"description": "The newest ten of them, by reference."}
    shared = _object({"topic": TEXT, **dict.fromkeys(PARTS, NUMBER)})
    editions = _comparison(
        "edition",
        about,
        topics=_parted(CODES) | {"description": "The main topics that only the first has, both have, only the second."},
        agreements=_beside("topic", topic_or_none) | {"description": "By top topic; one on several stands in each."},
        alike={
            "type": "array",
            "items": alike,
            "description": "Provisions of both that have a topic or, in English, many words in common, the most alike "
            "together; where is_close, one text is a change of the other.",
        },
        delegations=_beside("sender", TEXT, ADDRESSES) | {"description": "By country or organisation."},
        sessions=_beside("kind", TEXT) | {"description": "By kind: their ids, as the editions have them."},
        records=_records("agreement"),
    )
    countries = _comparison(
        "country",
        about,
        editions=_parted(NUMBER) | {"description": "To how many editions either came, or held them."},
        hosted=_object({"first": CODES, "second": CODES}) | {"description": "The editions that each held."},
        delegations=_beside("edition", TEXT, ADDRESSES) | {"description": "By edition, those of organisations too."},
        has_more_delegations={"type": "boolean", "description": "Whether only the newest are told."},
        agreements=_parted(_object({"total": NUMBER, "newest": newest})),
        topics={"type": "array", "items": shared, "description": "How many agreements there are on each topic."},
        records=_records("delegation", "agreement"),
    )
    return {"comparison_of_editions": editions, "comparison_of_countries": countries}
