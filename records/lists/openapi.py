"""The addresses of data as OpenAPI 3.1 describes them, made from the lists, their filters and the JSON Schema."""

import re
from collections.abc import Iterator

from django.conf import settings

from records.filters.fields import LONGEST_WORDS, MOST_VALUES, Codes
from records.search.snapshot import Snapshot
from records.search.vocabulary import vocabulary

from .listing import LISTS, Listing
from .schemas import FILES, RESPONSES, TABLE, json_of, name_of, reference, schemas

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
    "organization_kind": "What sort of organisation sent the delegation.",
    "language": "The language of the source, by ISO 639-1 code.",
    "sort": "In which order; the first is the usual one.",
    "page": "Which page of the answer, from 1.",
    "rows": "One row for each value of a record instead of one for each record.",
}
IN_ADDRESS = {
    "slug": ("The id of the record, as pages have it in their address.", r"^[a-z0-9]+(-[a-z0-9]+)*$"),
    "statement": ("The id of the statement, unique in its edition.", r"^[a-z0-9]+(-[a-z0-9]+)*$"),
    "sender": ("A country by its code, or an organisation by its id.", r"^[a-z0-9]+(-[a-z0-9]+)*$"),
    "reference": ("Edition number, dot, running number.", r"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$"),
    "code": ("ISO 3166-1 alpha-2, in small letters.", "^[a-z]{2}$"),
}


def openapi(now: Snapshot) -> dict:
    """The whole document, with the values that choices have now."""
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
        "components": {"schemas": schemas(), "responses": RESPONSES},
    }


def _paths() -> Iterator[tuple[str, dict]]:
    for listing in LISTS.values():
        yield f"/{listing.name}.json", {"get": _list_as_json(listing)}
        yield f"/{listing.name}.csv", {"get": _list_as_csv(listing)}
    for listing in filter(lambda one: one.record, LISTS.values()):
        yield f"/{_template(listing)}.json", {"get": _record(listing, "json")}
        yield f"/{_template(listing)}.csv", {"get": _record(listing, "csv")}
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
            "503": reference("responses", "Busy"),
        },
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
        else:
            codes = [code for code, _label in choice.extra["choices"]]
            yield _parameter(name, {"type": "string", "enum": codes, "default": codes[0]})


def _parameter(name: str, schema: dict) -> dict:
    # An empty value asks for nothing, as forms send it.
    return {"name": name, "in": "query", "description": MEANINGS[name], "allowEmptyValue": True, "schema": schema}


def _codes(codes: list[str]) -> dict:
    one = {"type": "string", "enum": codes} if 0 < len(codes) <= MOST_NAMED else {"type": "string", "pattern": CODE}
    return {"type": "array", "items": one, "maxItems": MOST_VALUES}
