"""The addresses of data as OpenAPI 3.1 describes them, made from the lists, their filters and the JSON Schema."""

import re
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import override

from records.search.snapshot import Snapshot

from . import changes, searching, side_by_side
from .beside_pages import feeds, files_of_pages
from .changes import CURSOR, log_schemas
from .comparing import AskedCountries, AskedEditions, AskedPair
from .listing import LISTS, LOG, SEARCH, Listing
from .matrix import MATRIX
from .parameters import in_address, number_in_address, pair, parameter, parameters, template
from .schemas import (
    ABOUT,
    FILES,
    RESPONSES,
    SENT,
    TABLE,
    json_of,
    list_of,
    name_of,
    reference,
    schemas,
)
from .searching import search_schemas
from .side_by_side import comparison_schemas, matrix_schemas

SEARCH_AS_JSON = "What is found among all kinds of records: the first of each kind; of one kind (“is”) a page."
MATRIX_AS_JSON = (
    "Countries with their delegations and topics with their agreements, edition by edition: each number is the total "
    "of a list, an empty cell says whether somebody looked. 24 editions a page."
)
COMPARED = {
    "editions": "Two editions side by side: topics, provisions by topic and by what they say, delegations, sessions.",
    "countries": "Two countries side by side: whom they sent where, and what they agreed together and apart.",
}
MATRIX_AS_TABLE = (
    "The matrix as a table: every cell of all editions, a row each; the totals, which are no cells, are left out."
)
SEARCH_AS_TABLE = "Everything that is found as a table: what it is, why it was found and in which text, and its page."
LOG_AS_TABLE = "The log of changes as a table: every change that answers, a row for each value that differs."


def openapi(now: Snapshot) -> dict:
    """The whole document, in English, with the values that choices have now."""
    with override("en"):
        return _openapi(now)


def _openapi(now: Snapshot) -> dict:
    forum = now.forum
    info = {
        "title": f"{forum.title_en}: data" if forum else "Forum records: data",
        "version": "1",
        "summary": "Every list and every record, as its page shows it, for programs.",
        "description": "Nothing here needs a key, and every site may read it. An address without a language in it "
        "holds every language. Ask again with If-None-Match: what has not changed is answered by 304.",
    }
    if forum and forum.licence:
        info["license"] = {"name": forum.licence, "identifier": forum.licence}
    return {
        "openapi": "3.1.0",
        "info": info,
        "servers": [{"url": settings.SITE_URL}],
        "paths": dict(_paths()),
        "components": {
            "schemas": schemas()
            | log_schemas(list_of(LOG))
            | search_schemas(list_of(SEARCH))
            | matrix_schemas(ABOUT)
            | comparison_schemas(ABOUT),
            "responses": RESPONSES,
        },
    }


def _paths() -> Iterator[tuple[str, dict]]:
    for listing in LISTS.values():
        yield f"/{listing.name}.json", {"get": _list_as_json(listing)}
        yield f"/{listing.name}.csv", {"get": _list_as_csv(listing)}
    for listing in filter(lambda one: one.record, LISTS.values()):
        yield f"/{template(listing)}.json", {"get": _record(listing, "json")}
        yield f"/{template(listing)}.csv", {"get": _record(listing, "csv")}
    yield "/search.json", {"get": _search_as_json()}
    yield "/search.csv", {"get": _as_table(SEARCH, SEARCH_AS_TABLE, searching.COLUMNS_OF_TABLE)}
    yield "/matrix.json", {"get": _matrix_as_json()}
    yield "/matrix.csv", {"get": _matrix_as_csv()}
    for asking in (AskedEditions, AskedCountries):
        yield f"/compare/{asking.name}.json", {"get": _comparison(asking)}
    for kind in ("edition", "agreement"):
        yield f"/{kind}s/{{key}}/versions/{{number}}.json", {"get": _version(kind)}
    yield "/changes.json", {"get": _log_as_json()}
    yield "/changes.csv", {"get": _as_table(LOG, LOG_AS_TABLE, changes.COLUMNS_OF_TABLE)}
    yield from feeds()
    yield from files_of_pages()
    for path, (name, summary, response) in FILES.items():
        responses = {"200": response, "304": reference("responses", "Unchanged"), "503": reference("responses", "Busy")}
        yield path, {"get": {"operationId": name, "summary": summary, "tags": ["files"], "responses": responses}}


def _list_as_json(listing: Listing) -> dict:
    past_the_end = {} if listing.whole else {"404": reference("responses", "PastTheEnd")}
    return {
        "operationId": f"{listing.name}_json",
        "summary": f"{listing.table.explanation} A page at a time.",
        "tags": [listing.name],
        "parameters": list(parameters(listing)),
        "responses": {
            "200": json_of("One page of the list.", reference("schemas", name_of("list_of", listing.name))),
            "304": reference("responses", "Unchanged"),
            "400": reference("responses", "Senseless"),
            **past_the_end,
        },
    }


def _list_as_csv(listing: Listing) -> dict:
    asked = [one for one in parameters(listing) if one["name"] != "page"]
    if rows_by := listing.table.rows_by():
        asked.append(parameter("rows", {"type": "string", "enum": rows_by}))
    return {
        "operationId": f"{listing.name}_csv",
        "summary": f"{listing.table.explanation} All of them as a table.",
        "tags": [listing.name],
        "parameters": asked,
        "responses": {
            "200": TABLE,
            "304": reference("responses", "Unchanged"),
            "400": reference("responses", "Senseless"),
            "410": reference("responses", "AllGone"),
            "503": reference("responses", "Busy"),
        },
    }


def _search_as_json() -> dict:
    answered = json_of("What was found, by kind, with why.", reference("schemas", "search"))
    return _as_json_by_page(SEARCH, SEARCH_AS_JSON, answered)


def _as_json_by_page(listing: Listing, summary: str, answered: dict) -> dict:
    """What is no list of records, a page at a time."""
    return {
        "operationId": f"{listing.name}_json",
        "summary": summary,
        "tags": [listing.name],
        "parameters": list(parameters(listing)),
        "responses": {
            "200": answered,
            "304": reference("responses", "Unchanged"),
            "400": reference("responses", "Senseless"),
            "404": reference("responses", "PastTheEnd"),
        },
    }


def _matrix_as_json() -> dict:
    answered = json_of("Both tables, for one page of editions.", reference("schemas", "matrix"))
    return _as_json_by_page(MATRIX, MATRIX_AS_JSON, answered)


def _matrix_as_csv() -> dict:
    described = _as_table(MATRIX, MATRIX_AS_TABLE, side_by_side.COLUMNS_OF_TABLE)
    return described | {"responses": {code: one for code, one in described["responses"].items() if code != "410"}}


def _comparison(asking: type[AskedPair]) -> dict:
    """Two records of one kind, both of which have to be named."""
    told = json_of("Both, and what stands beside what.", reference("schemas", f"comparison_of_{asking.name}"))
    return {
        "operationId": f"compare_{asking.name}_json",
        "summary": COMPARED[asking.name],
        "tags": ["comparisons"],
        "parameters": pair(asking),
        "responses": {
            "200": told,
            "301": reference("responses", "Moved"),
            "304": reference("responses", "Unchanged"),
            "400": reference("responses", "Senseless"),
            "410": reference("responses", "Gone"),
        },
    }


def _log_as_json() -> dict:
    either = {"oneOf": [reference("schemas", "list_of_changes"), reference("schemas", "changes_since")]}
    since = parameter("since", {"type": "string", "pattern": CURSOR}) | {"allowEmptyValue": False}
    return {
        "operationId": "changes_json",
        "summary": "The log of changes: a page of it by what is asked, the last first; or, with “since” and nothing "
        "else, every change after a cursor, so that a copy stays in step.",
        "tags": ["changes"],
        "parameters": [since, *parameters(LOG)],
        "responses": {
            "200": json_of("A page of the log; with “since”, what came after the cursor.", either),
            "304": reference("responses", "Unchanged"),
            "400": reference("responses", "Senseless"),
            "404": reference("responses", "PastTheEnd"),
            "410": reference("responses", "AnotherHistory"),
            "503": reference("responses", "Busy"),
        },
    }


def _as_table(listing: Listing, summary: str, columns: dict[str, str]) -> dict:
    """What is no list of records, as a table whose columns are explained here."""
    return {
        "operationId": f"{listing.name}_csv",
        "summary": summary,
        "tags": [listing.name],
        "x-columns": columns,
        "parameters": [one for one in parameters(listing) if one["name"] != "page"],
        "responses": {
            "200": TABLE | {"description": SENT},
            "304": reference("responses", "Unchanged"),
            "400": reference("responses", "Senseless"),
            "410": reference("responses", "AllGone"),
            "503": reference("responses", "Busy"),
        },
    }


def _record(listing: Listing, ending: str) -> dict:
    one = json_of("The record.", reference("schemas", name_of("one", listing.kind)))
    return {
        "operationId": f"{listing.kind}_{ending}",
        "summary": f"One {listing.kind}." if ending == "json" else f"One {listing.kind}, as a table of one row.",
        "tags": [listing.name],
        "parameters": [in_address(name) for name in re.findall(r"<\w+:(\w+)>", listing.record)],
        "responses": {
            "200": one if ending == "json" else TABLE,
            "301": reference("responses", "Moved"),
            "304": reference("responses", "Unchanged"),
            "404": reference("responses", "Nothing"),
            "410": reference("responses", "Gone"),
        },
    }


def _version(kind: str) -> dict:
    one = json_of("What it said then, and what has become of it.", reference("schemas", name_of("version_of", kind)))
    return {
        "operationId": f"{kind}_version_json",
        "summary": f"One {kind} as it was in one of its public versions, also when it is public no longer.",
        "tags": [f"{kind}s"],
        "parameters": [
            in_address("slug" if kind == "edition" else "reference") | {"name": "key"},
            number_in_address(),
        ],
        "responses": {
            "200": one,
            "301": reference("responses", "Moved"),
            "304": reference("responses", "Unchanged"),
            "404": reference("responses", "Nothing"),
        },
    }
