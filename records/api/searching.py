"""What is found among all kinds of records, for machines: the answer of the page, and all of it as a table."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from records.filters import kinds_told
from records.lists import SEARCH, Asked
from records.lists.searching import COLUMNS_OF_TABLE, JOINED, where_all_are
from records.models.languages import COLUMNS, address, data_address, every_text, translated_names
from records.resources.columns import joined, safe
from records.resources.text import MARK, text
from records.search.documents import KINDS
from records.search.instead import perhaps_instead
from records.search.named import OF_HOST, Named
from records.search.query import everything_found
from records.search.reasons import note_reasons
from records.search.snippets import Snippet
from records.search.words import Words

from .answers import json_answer, refused
from .lists import page_of
from .objects import absolute, pages
from .streams import sent
from .tables import CSV, NO_PAGES, all_gone, as_file

PORTION = 100
# What a record is called by on the page of what was found.
CALLED = {
    "delegation": lambda record: (record.sender, "name"),
    "statement": lambda record: (record.person, "name"),
    "agreement": lambda record: (record, "title"),
    "session": lambda record: (record, "title"),
    "source": lambda record: (record, "title"),
}
KEY_OF = {"agreement": lambda record: record.reference, "delegation": lambda record: record.sender.slug}


@require_safe
def search_as_json(request) -> HttpResponse:
    """What the page of the same question shows; sentences where the question makes no sense."""
    asked = Asked(SEARCH, request.GET)
    if asked.problems:
        return refused(asked.problems, asked.status)
    found = asked.answer
    note_reasons(found.words, {kind: keys for kind, (_total, keys) in found.groups.items()})
    with override(settings.LANGUAGE_CODE):
        groups = [_group(kind, asked) for kind, _name in kinds_told(found.words) if kind in found.groups]
    instead = perhaps_instead(found)
    instead["perhaps"] = _named(instead["perhaps"])
    return json_answer(page_of(asked, named=_named(found.words.names), **instead, groups=groups))


def _named(found: list[Named]) -> list[dict]:
    return [_reason(one) | {"pages": pages(lambda one=one: address(one.kind, one.slug))} for one in found]


def _group(kind: str, asked: Asked) -> dict:
    total, keys = asked.answer.groups[kind]
    records = list(_objects(kind, keys, asked.answer.words))
    more = where_all_are(asked.filters, asked.answer, kind) if total > len(records) else None
    links = {"all": absolute(data_address(address(more[0]), "json") + more[1])} if more else {}
    return {"kind": kind, "total": total, "records": records, "links": links}


def _objects(kind: str, keys: Iterable[int], words: Words) -> Iterator[dict]:
    """Records of a kind with why they were found, in this order."""
    found = KINDS[kind].objects.select_related(*JOINED.get(kind, ())).in_bulk(keys)
    return (_object(kind, found[key], words) for key in keys if key in found)


def _object(kind: str, record, words: Words) -> dict:
    owner, text_of = CALLED.get(kind, lambda record: (record, "name"))(record)
    names = {f"name_{column}": getattr(owner, f"{text_of}_{column}") for column in COLUMNS}
    page = record.get_absolute_url()
    data = {} if kind == "session" else {"self": absolute(data_address(record.page_address(), "json"))}
    return {
        "kind": kind,
        "key": KEY_OF.get(kind, lambda record: record.slug)(record),
        **({"edition": record.edition.slug} if kind in JOINED else {}),
        **{name: said for name, said in names.items() if said},
        "why": [_reason(one) for one in words.reasons.get((kind, record.pk), ())],
        "said": _said(kind, record, words),
        "links": data | {"pages": pages(record.get_absolute_url)} if page else data,
    }


def _reason(one: Named) -> dict:
    names = {f"name_{column}": one.names[column][0] for column in COLUMNS if one.names.get(column)}
    return {"kind": one.kind, "code": one.slug.partition(OF_HOST)[0], **names}


def _said(kind: str, record, words: Words) -> dict | None:
    """The first text of a record that has what was asked for: its own; else, where nothing else is a reason, any."""
    if not words:
        return None
    found = words.snippet(every_text(record, *translated_names(type(record))))
    if not found and not words.reasons.get((kind, record.pk)):
        found = words.snippet(words.every_text(kind, record.pk))
    return _piece(found) if found else None


def _piece(found: Snippet) -> dict:
    asked = [piece for piece, is_asked in found.pieces if is_asked]
    whole = "".join(piece for piece, _is_asked in found.pieces)
    return {"language": found.tag, "text": whole, "words": list(dict.fromkeys(asked))}


@require_safe
def search_as_csv(request) -> HttpResponse:
    """Everything that was found, a row each, in the order of the page."""
    data = request.GET.copy()
    if data.pop("page", None):
        return refused([NO_PAGES], 400)
    asked = Asked(SEARCH, data, is_for_all=True)
    if asked.problems:
        return refused(asked.problems, asked.status)
    words, found = everything_found(asked.question, PORTION)
    total, gone = sum(total for total, _portions in found.values()), asked.filters.withdrawn()
    if gone and not total:
        return all_gone(gone)
    rows = _rows([(kind, found[kind][1]) for kind, _name in kinds_told(words) if kind in found], words)
    return as_file(
        sent(request, rows, CSV, share=min(1, PORTION / total) if total else 1), "search", gone, explained_in="openapi"
    )


def _rows(portions: list[tuple[str, Iterator[list[int]]]], words: Words) -> Iterator[bytes]:
    yield (MARK + text([list(COLUMNS_OF_TABLE)])).encode()
    for kind, of_kind in portions:
        for keys in of_kind:
            note_reasons(words, {kind: keys})
            with override(settings.LANGUAGE_CODE):
                yield text(map(_row, _objects(kind, keys, words))).encode()


def _row(told: dict) -> list[str]:
    said = told["said"] or {"language": "", "text": ""}
    cells = told | {
        "why": joined(f"{one['kind']}: {one.get('name_en', one['code'])}" for one in told["why"]),
        "language": said["language"],
        "said": said["text"],
        "page": told["links"]["pages"][settings.LANGUAGE_CODE],
    }
    return safe(cells.get(name, "") for name in COLUMNS_OF_TABLE)
