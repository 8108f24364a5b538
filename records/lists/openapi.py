"""The addresses of data as OpenAPI 3.1 describes them, made from the lists, their filters and the JSON Schema."""

import re
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import override

from records.filters.fields import LONGEST_WORDS, MOST_VALUES, Codes
from records.search.snapshot import Snapshot
from records.search.vocabulary import vocabulary

from .changes import CURSOR, RECORD, log_schemas
from .comparing import AskedCountries, AskedEditions, AskedPair
from .listing import LISTS, LOG, SEARCH, Listing
from .matrix import MATRIX
from .schemas import (
    ABOUT,
    ATOM,
    CALENDAR,
    FILES,
    NOTHING_THERE,
    RESPONSES,
    SENTENCES,
    TABLE,
    json_of,
    list_of,
    name_of,
    reference,
    schemas,
)
from .searching import search_schemas
from .side_by_side import COLUMNS_EXPLAINED, comparison_schemas, matrix_schemas

# More values than these are not written one by one.
MOST_NAMED = 300
SEARCH_AS_JSON = "What is found among all kinds of records: the first of each kind; of one kind (“is”) a page."
MATRIX_AS_JSON = (
    "Countries with their delegations and topics with their agreements, edition by edition: each number is the total "
    "of a list, an empty cell says whether somebody looked. 24 editions a page."
)
COMPARED = {
    "editions": "Two editions side by side: topics, provisions by topic and by what they say, delegations, sessions.",
    "countries": "Two countries side by side: whom they sent where, and what they agreed together and apart.",
}
SEARCH_AS_TABLE = "Everything that is found as a table: what it is, why it was found and in which text, and its page."
LOG_AS_TABLE = "The log of changes as a table: every change that answers, a row for each value that differs."
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
        yield f"/{_template(listing)}.json", {"get": _record(listing, "json")}
        yield f"/{_template(listing)}.csv", {"get": _record(listing, "csv")}
    yield "/search.json", {"get": _search_as_json()}
    yield "/search.csv", {"get": _as_table(SEARCH, SEARCH_AS_TABLE)}
    yield "/matrix.json", {"get": _matrix_as_json()}
    yield "/matrix.csv", {"get": _matrix_as_csv()}
    for asking in (AskedEditions, AskedCountries):
        yield f"/compare/{asking.name}.json", {"get": _comparison(asking)}
    for kind in ("edition", "agreement"):
        yield f"/{kind}s/{{key}}/versions/{{number}}.json", {"get": _version(kind)}
    yield "/changes.json", {"get": _log_as_json()}
    yield "/changes.csv", {"get": _as_table(LOG, LOG_AS_TABLE)}
    yield from _feeds()
    for path, (name, summary, response) in FILES.items():
        responses = {"200": response, "304": reference("responses", "Unchanged"), "503": reference("responses", "Busy")}
        yield path, {"get": {"operationId": name, "summary": summary, "tags": ["files"], "responses": responses}}


def _template(listing: Listing) -> str:
    return re.sub(r"<\w+:(\w+)>", r"{\1}", listing.record)


def _list_as_json(listing: Listing) -> dict:
    past_the_end = {} if listing.whole else {"404": reference("responses", "PastTheEnd")}
    return {
        "operationId": f"{listing.name}_json",
        "summary": f"{listing.table.explanation} A page at a time.",
        "tags": [listing.name],
        "parameters": list(_parameters(listing)),
        "responses": {
            "200": json_of("One page of the list.", reference("schemas", name_of("list_of", listing.name))),
            "304": reference("responses", "Unchanged"),
            "400": reference("responses", "Senseless"),
            **past_the_end,
        },
    }


def _list_as_csv(listing: Listing) -> dict:
    parameters = [one for one in _parameters(listing) if one["name"] != "page"]
    if rows_by := listing.table.rows_by():
        parameters.append(_parameter("rows", {"type": "string", "enum": rows_by}))
    return {
        "operationId": f"{listing.name}_csv",
        "summary": f"{listing.table.explanation} All of them as a table.",
        "tags": [listing.name],
        "parameters": parameters,
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
        "parameters": list(_parameters(listing)),
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
    described = _as_table(MATRIX, COLUMNS_EXPLAINED)
    return described | {"responses": {code: one for code, one in described["responses"].items() if code != "410"}}


def _comparison(asking: type[AskedPair]) -> dict:
    """Two records of one kind, both of which have to be named."""
    filters = asking.filterset({}, vocabulary())
    sides = [_parameter(name, _one_of([code for code, _label in filters.filters[name].offered])) for name in "ab"]
    names = [code for code, _label in filters.filters["names"].extra["choices"]]
    order = _parameter("names", {"type": "string", "enum": names, "default": names[0]})
    told = json_of("Both, and what stands beside what.", reference("schemas", f"comparison_of_{asking.name}"))
    return {
        "operationId": f"compare_{asking.name}_json",
        "summary": COMPARED[asking.name],
        "tags": ["comparisons"],
        "parameters": [*(one | {"required": True, "allowEmptyValue": False} for one in sides), order],
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
    since = _parameter("since", {"type": "string", "pattern": CURSOR}) | {"allowEmptyValue": False}
    return {
        "operationId": "changes_json",
        "summary": "The log of changes: a page of it by what is asked, the last first; or, with “since” and nothing "
        "else, every change after a cursor, so that a copy stays in step.",
        "tags": ["changes"],
        "parameters": [since, *_parameters(LOG)],
        "responses": {
            "200": json_of("A page of the log; with “since”, what came after the cursor.", either),
            "304": reference("responses", "Unchanged"),
            "400": reference("responses", "Senseless"),
            "404": reference("responses", "PastTheEnd"),
            "410": reference("responses", "AnotherHistory"),
            "503": reference("responses", "Busy"),
        },
    }


def _as_table(listing: Listing, summary: str) -> dict:
    """What is no list of records, as a table."""
    return {
        "operationId": f"{listing.name}_csv",
        "summary": summary,
        "tags": [listing.name],
        "parameters": [one for one in _parameters(listing) if one["name"] != "page"],
        "responses": {
            "200": TABLE,
            "304": reference("responses", "Unchanged"),
            "400": reference("responses", "Senseless"),
            "410": reference("responses", "AllGone"),
            "503": reference("responses", "Busy"),
        },
    }


def _feeds() -> Iterator[tuple[str, dict]]:
    """What is followed: its address has the language of what is read."""
    for listing in (*LISTS.values(), LOG, SEARCH):
        yield f"/{{language}}/{listing.name}.atom", {"get": _followed(listing, "atom", ATOM)}
    yield "/{language}/editions.ics", {"get": _followed(LISTS["editions"], "ics", CALENDAR)}
    yield "/{language}/editions/{slug}.ics", {"get": _calendar_of_edition()}
    for listing in LISTS.values():
        yield f"/{{language}}/{_template(listing)}.atom", {"get": _feed_of_record(listing)}


def _followed(listing: Listing, ending: str, answer: dict) -> dict:
    return {
        "operationId": f"{listing.name}_{ending}",
        "summary": f"What is new in the answer of /{listing.name}.json, to be followed."
        if ending == "atom"
        else "The editions that answer, as a calendar.",
        "tags": [listing.name],
        "parameters": [_in_address("language"), *(one for one in _parameters(listing) if _is_in(one, ending))],
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
    page = _parameter("page", {"type": "integer", "minimum": 1, "maximum": 10**7 - 1, "default": 1})
    return {
        "operationId": f"{listing.kind}_atom",
        "summary": f"What is new about one {listing.kind}, to be followed.",
        "tags": [listing.name],
        "parameters": [
            *(_in_address(name) for name in ("language", *re.findall(r"<\w+:(\w+)>", listing.record))),
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


def _record(listing: Listing, ending: str) -> dict:
    one = json_of("The record.", reference("schemas", name_of("one", listing.kind)))
    return {
        "operationId": f"{listing.kind}_{ending}",
        "summary": f"One {listing.kind}." if ending == "json" else f"One {listing.kind}, as a table of one row.",
        "tags": [listing.name],
        "parameters": [_in_address(name) for name in re.findall(r"<\w+:(\w+)>", listing.record)],
        "responses": {
            "200": one if ending == "json" else TABLE,
            "301": reference("responses", "Moved"),
            "304": reference("responses", "Unchanged"),
            "404": reference("responses", "Nothing"),
            "410": reference("responses", "Gone"),
        },
    }


def _version(kind: str) -> dict:
    one = json_of("What it said then.", reference("schemas", name_of("one", kind)))
    number = {"type": "integer", "minimum": 1}
    return {
        "operationId": f"{kind}_version_json",
        "summary": f"One {kind} as it was in one of its public versions, also when it is public no longer.",
        "tags": [f"{kind}s"],
        "parameters": [
            _in_address("slug" if kind == "edition" else "reference") | {"name": "key"},
            {
                "name": "number",
                "in": "path",
                "required": True,
                "description": "Which version, from 1.",
                "schema": number,
            },
        ],
        "responses": {
            "200": one,
            "301": reference("responses", "Moved"),
            "304": reference("responses", "Unchanged"),
            "404": reference("responses", "Nothing"),
        },
    }


def _in_address(name: str) -> dict:
    meaning, pattern = IN_ADDRESS[name]
    return {
        "name": name, "in": "path", "required": True, "description": meaning,
        "schema": {"type": "string", "pattern": pattern},
    }  # fmt: skip


def _parameters(listing: Listing) -> Iterator[dict]:
    """What the list can be asked, out of its filters."""
    filters = listing.filterset({}, vocabulary())
    for name, choice in filters.filters.items():
        if isinstance(choice, Codes):
            yield _parameter(name, _codes([code for code, _label in choice.offered]))
        elif name == "q":
            yield _parameter(name, {"type": "string", "maxLength": LONGEST_WORDS, "pattern": r"^[^\u0000]*$"})
        elif name == "page":
            yield _parameter(name, {"type": "integer", "minimum": 1, "maximum": 10**9, "default": 1})
        elif name == "record":
            yield _parameter(name, {"type": "string", "pattern": RECORD})
        else:
            codes = [code for code, _label in choice.extra["choices"]]
            yield _parameter(name, {"type": "string", "enum": codes, "default": codes[0]})


def _parameter(name: str, schema: dict) -> dict:
    # An empty value asks for nothing, as forms send it.
    return {"name": name, "in": "query", "description": MEANINGS[name], "allowEmptyValue": True, "schema": schema}


def _codes(codes: list[str]) -> dict:
    return {"type": "array", "items": _one_of(codes), "maxItems": MOST_VALUES}


def _one_of(codes: list[str]) -> dict:
    return {"type": "string", "enum": codes} if 0 < len(codes) <= MOST_NAMED else {"type": "string", "pattern": CODE}
