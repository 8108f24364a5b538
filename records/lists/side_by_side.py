"""The matrix as OpenAPI describes it."""

from records.models.languages import COLUMNS

from .schemas import ADDRESS, NUMBER, PAGES, TEXT, reference

NAMES = {f"name_{column}": TEXT for column in COLUMNS}
STATES = ["recorded", "none recorded", "looked for, not found", "not looked for"]
COLUMNS_EXPLAINED = (
    "Every cell of the matrix as a table, a row each, of all editions: what it counts (delegations or agreements), "
    "whether its row is a country or a topic, the code and the names of that, the edition with its year, the number, "
    "whether something is recorded (“none recorded” where something else is known of the edition), for countries "
    "whether the head of a delegation is known by name or office, and the page of the list that it is the total of."
)


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
