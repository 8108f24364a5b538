"""Records as JSON: each what its current public version says, with links; and the names of whatever they point to.

What a record says is written in one place only, the exchange (docs/data.md); a version of it is kept at each change.
A delegation and a statement stand in the version of their edition.
"""

from collections import defaultdict
from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q
from django.utils.translation import override

from records.exchange import written
from records.lists import LIST_OF, LISTS
from records.models import Delegation, PublicVersion, Statement
from records.models.editorial import page_address
from records.models.languages import COLUMNS, address, data_address
from records.models.reference import NAME_LANGUAGES
from records.search.lives import LIVES
from records.search.snapshot import Snapshot, current

# What stands under a key of an object, as docs/data.md says for all objects alike.
POINTS_TO = {
    "country": "country", "topics": "topic", "broader": "topic", "person": "person", "people": "person",
    "organization": "organization", "organizations": "organization", "organizers": "organization",
    "co_organizers": "organization", "source": "source", "sources": "source", "edition": "edition",
}  # fmt: skip
NAMED = [f"{text}_{column}" for text in ("name", "title") for column in COLUMNS]
NAMED += ["publisher", "url", "language", "published"]


def objects(kind: str, keys: list[int]) -> list[dict]:
    """The records with these numbers, in this order; what is no longer public is left out."""
    found = _parts(kind, keys) if kind in PARTS else _lives(kind, keys)
    return [found[key] for key in keys if key in found]


def _lives(kind: str, keys: list[int]) -> dict[int, dict]:
    found = {}
    for version in PublicVersion.objects.current().filter(kind=kind, record__in=keys):
        found[version.record] = _linked(kind, version.key, version.content) | {"version": _numbered(version)}
    missing = set(keys) - found.keys()
    for (_kind, number), (key, content) in written({kind: missing}).items() if missing else ():
        found[number] = _linked(kind, key, content)
    return found


def _numbered(version: PublicVersion) -> dict:
    return {"number": version.number, "published_at": version.published_at.isoformat()}


def object_of_version(version: PublicVersion) -> dict:
    """What a record said in one public version, with links to that version and to the record as it is now."""
    linked = _linked(version.kind, version.key, version.content)
    links = {name: linked["links"][name] for name in ("self", "edition") if name in linked["links"]}
    links["record"] = links.pop("self")
    links["self"] = absolute(data_address(version.get_absolute_url(), "json"))
    return {**linked, "links": links | {"pages": pages(version.get_absolute_url)}, "version": _numbered(version)}


def _linked(kind: str, key: str, content: dict) -> dict:
    if kind == "country":
        content = _country(content["code"])
    links = _links(kind, key) | (_of_edition(content["edition"]) if "edition" in content else {})
    return {**content, "links": links}


def _country(code: str) -> dict:
    """A country with its names; the document has them only where they differ from those of the Unicode CLDR."""
    found = next(country for country in current().countries if country.code == code)
    names = {f"name_{language}": getattr(found, f"name_{language}") for language in NAME_LANGUAGES}
    return {"code": code} | {name: text for name, text in names.items() if text}


def _sender(part: dict) -> str:
    return part.get("country", "").lower() or part["organization"]


class Part(NamedTuple):
    """What has no version of its own: its list in an edition, and what tells one from the others there."""

    name: str
    model: type
    joined: tuple[str, ...]
    key_in: Callable
    key_of: Callable


PARTS = {
    "delegation": Part(
        "delegations", Delegation, ("edition", "country", "organization"), _sender, lambda record: record.sender.slug
    ),
    "statement": Part(
        "statements", Statement, ("edition", "person"), lambda content: content["id"], lambda record: record.slug
    ),
}


def _parts(kind: str, keys: list[int]) -> dict[int, dict]:
    part = PARTS[kind]
    records = part.model.objects.published().filter(pk__in=keys).select_related(*part.joined)
    editions = _lives("edition", list({record.edition_id for record in records}))
    contents = {
        (number, part.key_in(content)): content
        for number, edition in editions.items()
        for content in edition.get(part.name, ())
    }
    found = {}
    for record in records:
        key = part.key_of(record)
        if content := contents.get((record.edition_id, key)):
            slug = record.edition.slug
            links = _links_to(address(kind, slug, key), record.page_address) | _of_edition(slug)
            found[record.pk] = {**content, "edition": slug, "links": links}
    return found


def absolute(path: str) -> str:
    """An address with the site in front of it."""
    return settings.SITE_URL + path


def pages(address_of: Callable) -> dict[str, str]:
    """The address of a page in each language of the site; `address_of` gives it in the language around it."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            found[code] = absolute(address_of())
    return found


def _links_to(page: str, address_of: Callable) -> dict:
    """A record's data, beside its page, and where it is read in every language."""
    data = {"self": data_address(page, "json"), "csv": data_address(page, "csv")}
    return {name: absolute(path) for name, path in data.items()} | {"pages": pages(address_of)}


def _of_edition(slug: str) -> dict:
    return {"edition": absolute(data_address(address("edition", slug), "json"))}


def _links(kind: str, key: str) -> dict:
    lists = {name: listing for name, listing in LISTS.items() if kind in listing.filterset.facets}
    asked = {name: absolute(f"{data_address(address(name), 'json')}?{kind}={key}") for name in lists}
    return _links_to(page_address(kind, key), lambda: page_address(kind, key)) | asked


def names(found: list[dict], now: Snapshot) -> dict[str, dict[str, dict]]:
    """The names of everything that objects point to by a code or an id: by list, then by code."""
    codes = defaultdict(set)
    for one in found:
        _collect(one, codes)
    kept = {
        "country": {one.code: one for one in now.countries},
        "topic": {one.slug: one for one in now.topics},
        "edition": {one.slug: one for one in now.editions},
    }
    named = {
        kind: {code: names_of(known[code]) for code in sorted(codes.pop(kind, ())) if code in known}
        for kind, known in kept.items()
    }
    named |= _names_in_versions(codes)
    return {LIST_OF[kind].name: named[kind] for kind in LIVES if named.get(kind)}


def _collect(value, codes: dict[str, set]):
    if isinstance(value, list):
        for one in value:
            _collect(one, codes)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key in POINTS_TO and isinstance(inner, (str, list)):
                codes[POINTS_TO[key]] |= {inner} if isinstance(inner, str) else set(inner)
            elif key != "links":
                _collect(inner, codes)


def names_of(record) -> dict:
    names = {f"name_{column}": getattr(record, f"name_{column}") for column in COLUMNS}
    return {name: text for name, text in names.items() if text}


def _names_in_versions(codes: dict[str, set]) -> dict[str, dict]:
    """People, organisations and sources: too many to be kept in memory."""
    named = defaultdict(dict)
    asked = [Q(kind=kind, key__in=wanted) for kind, wanted in codes.items() if wanted]
    versions = PublicVersion.objects.current().filter(reduce(or_, asked)) if asked else ()
    for version in versions:
        named[version.kind][version.key] = {name: version.content[name] for name in NAMED if name in version.content}
    return {kind: dict(sorted(found.items())) for kind, found in named.items()}
