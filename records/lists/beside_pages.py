"""Files beside pages in their language, as OpenAPI describes them: feeds, calendars, Markdown, citations, pictures."""

import re
from collections.abc import Iterator

from records.citations import FILES

from .comparing import AskedCountries, AskedEditions, AskedPair
from .listing import LISTS, LOG, SEARCH, Listing
from .matrix import MATRIX
from .parameters import in_address, number_in_address, pair, parameter, parameters, template
from .schemas import ATOM, CALENDAR, HEADERS, NOTHING_THERE, SENTENCES, TEXT, reference


def feeds() -> Iterator[tuple[str, dict]]:
    """What is followed: its address has the language of what is read."""
    for listing in (*LISTS.values(), LOG, SEARCH):
        yield f"/{{language}}/{listing.name}.atom", {"get": _followed(listing, "atom", ATOM)}
    yield "/{language}/editions.ics", {"get": _followed(LISTS["editions"], "ics", CALENDAR)}
    yield "/{language}/editions/{slug}.ics", {"get": _calendar_of_edition()}
    for listing in LISTS.values():
        yield f"/{{language}}/{template(listing)}.atom", {"get": _feed_of_record(listing)}


def _followed(listing: Listing, ending: str, answer: dict) -> dict:
    return {
        "operationId": f"{listing.name}_{ending}",
        "summary": f"What is new in the answer of /{listing.name}.json, to be followed."
        if ending == "atom"
        else "The editions that answer, as a calendar.",
        "tags": [listing.name],
        "parameters": [in_address("language"), *(one for one in parameters(listing) if _is_in(one, ending))],
        "responses": {
            "200": answer,
            "304": reference("responses", "Unchanged"),
            "400": SENTENCES,
            "404": NOTHING_THERE,
        },
    }


def _is_in(parameter: dict, ending: str) -> bool:
    return ending != "ics" or parameter["name"] != "page"


def _feed_of_record(listing: Listing) -> dict:
    page = parameter("page", {"type": "integer", "minimum": 1, "maximum": 10**7 - 1, "default": 1})
    return {
        "operationId": f"{listing.kind}_atom",
        "summary": f"What is new about one {listing.kind}, to be followed.",
        "tags": [listing.name],
        "parameters": [
            *(in_address(name) for name in ("language", *re.findall(r"<\w+:(\w+)>", listing.record))),
            page | {"allowEmptyValue": False},
        ],
        "responses": {
            "200": ATOM,
            "301": reference("responses", "Moved"),
            "304": reference("responses", "Unchanged"),
            "400": SENTENCES,
            "404": NOTHING_THERE,
        },
    }


def _calendar_of_edition() -> dict:
    one = _feed_of_record(LISTS["editions"])
    gone = {
        "description": "It was withdrawn; the answer says why.",
        "content": {"text/plain": {"schema": {"type": "string"}}},
    }
    answers = {key: value for key, value in one["responses"].items() if key != "400"}
    return one | {
        "operationId": "edition_ics",
        "summary": "One edition, as a calendar.",
        "parameters": one["parameters"][:-1],
        "responses": answers | {"200": CALENDAR, "410": gone},
    }


# What a page is told as: its Markdown, its citation for programs that manage references, the picture that goes with it.
TYPES = {"md": "text/markdown", **{ending: file.media_type for ending, file in FILES.items()}, "png": "image/png"}
TOLD = {
    "description": "The file.",
    "headers": HEADERS,
    "content": {type_: {"schema": {} if type_ == "image/png" else TEXT} for type_ in TYPES.values()},
}
# An item of CSL-JSON is JSON, and so are sentences for who asked for it.
TOLD["content"][TYPES["csl.json"]] = {"schema": {"type": "array", "items": {"type": "object"}}}
WHY_NOT = {**SENTENCES["content"], "application/json": {"schema": reference("schemas", "problems")}}
ENDING = {
    "name": "ending", "in": "path", "required": True, "schema": {"type": "string", "enum": list(TYPES)},
    "description": "md: the page as Markdown. bib, ris, csl.json: how it is cited. png: the picture of a link to it.",
}  # fmt: skip


def files_of_pages() -> Iterator[tuple[str, dict]]:
    """Files beside every page that is cited: its address with another ending."""
    for listing in (*LISTS.values(), LOG, SEARCH, MATRIX):
        asked = [*parameters(listing)]
        yield (
            f"/{{language}}/{listing.name}.{{ending}}",
            {"get": _file(listing.name, listing.name, asked, "400", "404")},
        )
    for listing in LISTS.values():
        names = [in_address(name) for name in re.findall(r"<\w+:(\w+)>", listing.record)]
        yield (
            f"/{{language}}/{template(listing)}.{{ending}}",
            {"get": _file(listing.kind, listing.name, names, "404", "410")},
        )
    for asking in (AskedEditions, AskedCountries):
        yield f"/{{language}}/compare/{asking.name}.{{ending}}", {"get": _file_of_pair(asking)}
    for kind in ("edition", "agreement"):
        names = [in_address("slug" if kind == "edition" else "reference") | {"name": "key"}, number_in_address()]
        where = f"/{{language}}/{kind}s/{{key}}/versions/{{number}}.{{ending}}"
        yield where, {"get": _file(f"{kind}_version", f"{kind}s", names, "404")}
    yield "/{language}/about.{ending}", {"get": _file("about", "files", [], "404")}


def _file_of_pair(asking: type[AskedPair]) -> dict:
    return _file(f"compare_{asking.name}", "comparisons", pair(asking), "400", "404", "410")


def _file(name: str, tag: str, asked: list[dict], *refused: str) -> dict:
    """A page as a file. `refused` are the answers it may give instead, which say why."""
    instead = {
        "400": SENTENCES | {"content": WHY_NOT},
        "404": NOTHING_THERE | {"content": {**NOTHING_THERE["content"], **WHY_NOT}},
        "410": {"description": "It has left the record; the answer says when and why.", "content": WHY_NOT},
    }
    return {
        "operationId": f"{name}_file",
        "summary": "What the page of this address says, as a file: in Markdown, as a citation, as a picture.",
        "tags": [tag],
        "parameters": [in_address("language"), *asked, ENDING],
        "responses": {
            "200": TOLD,
            "301": reference("responses", "Moved"),
            "304": reference("responses", "Unchanged"),
            **{status: instead[status] for status in refused},
        },
    }
