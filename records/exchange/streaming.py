"""The public document as text, a portion at a time: what `to_text(dump())` is, in the memory of one edition.

Nothing is locked meanwhile, so that staff can save; whoever asks for the pieces finds out whether they did (Overtaken).
"""

import json
from collections.abc import Iterator

from records.models import Agreement, Country, Edition
from records.models.postings import DataVersion

from .dumping import DocumentWriter, NothingToDump, own_names
from .kinds import FORUM, KINDS
from .shapes import META, TOP, Shape
from .stored import entries_around

PORTION = 500


class Overtaken(Exception):
    """Something public was written while the document was read, so what was read is of no one moment."""


def document_pieces() -> Iterator[str]:
    """The document in pieces of text; raises NothingToDump, and Overtaken at the end."""
    version = _version()
    yield '{\n "meta": ' + _text(_forum(), depth=1)
    for key, shape in TOP.items():
        yield f',\n "{key}": '
        yield from _list(_records(shape))
        if key == "sources":
            yield from _countries()
    yield "\n}\n"
    if _version() != version:
        raise Overtaken


def _version() -> list:
    return list(DataVersion.objects.values_list("number", "stamp"))


def _text(value, depth: int) -> str:
    """A value as it stands so deep in the document; a text in it has no line breaks of its own in JSON."""
    return json.dumps(value, ensure_ascii=False, indent=1).replace("\n", "\n" + " " * depth)


def _list(things: Iterator[dict]) -> Iterator[str]:
    is_empty = True
    for thing in things:
        yield ("[\n  " if is_empty else ",\n  ") + _text(thing, depth=2)
        is_empty = False
    yield "[]" if is_empty else "\n ]"


def _forum() -> dict:
    writer = _writer({"forum": _numbers("forum")})
    if FORUM not in writer.entries:
        raise NothingToDump("There is nothing to dump: the forum itself has not been entered yet.")
    return writer.write(META, writer.entries[FORUM])


def _countries() -> Iterator[str]:
    countries = _writer({"country": set(Country.objects.published().values_list("pk", flat=True))}).top("country")
    names = {country.values["code"]: own_names(country.values) for country in countries}
    special = {code: own for code, own in names.items() if own}
    yield ',\n "countries": ' + _text(list(names), depth=1)
    if special:
        yield ',\n "country_names": ' + _text(special, depth=1)


def _records(shape: Shape) -> Iterator[dict]:
    """The objects of a list at the top, in its order."""
    kind = shape.kind.name
    for numbers in _editions() if kind == "edition" else _portions(kind):
        writer = _writer(numbers)
        for entry in filter(lambda one: one.number in numbers[kind], writer.top(kind)):
            yield writer.write(shape, entry)


def _portions(kind: str) -> Iterator[dict[str, set[int]]]:
    """The numbers of the public records of a kind, some at a time, by their ids; topics stand by their broader ones."""
    numbers = [number for _key, number in sorted(KINDS[kind].model.objects.published().values_list("slug", "pk"))]
    size = len(numbers) if kind == "topic" else PORTION
    for start in range(0, len(numbers), size or 1):
        yield {kind: set(numbers[start : start + size])}


def _editions() -> Iterator[dict[str, set[int]]]:
    """Each public edition with its agreements, drafts among them, which say which documents are used."""
    for _number, _slug, edition in sorted(Edition.objects.published().values_list("number", "slug", "pk")):
        agreements = Agreement.objects.filter(edition=edition).values_list("pk", flat=True)
        yield {"edition": {edition}, "agreement": set(agreements)}


def _numbers(kind: str) -> set[int]:
    return set(KINDS[kind].model.objects.values_list("pk", flat=True))


def _writer(numbers: dict[str, set[int]]) -> DocumentWriter:
    return DocumentWriter(entries_around(numbers), is_public=True)
