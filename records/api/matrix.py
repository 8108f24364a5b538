"""The matrix for machines: every cell with its number, why it is empty where it is, and the list it is the total of."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from records.charts import Cell, Empty, Row
from records.lists import AskedMatrix, Half
from records.lists.side_by_side import COLUMNS_OF_TABLE
from records.models import Edition
from records.models.languages import COLUMNS, address, data_address
from records.resources.columns import safe
from records.resources.text import MARK, text
from records.search.snapshot import current

from .answers import json_answer, refused
from .lists import about, links_of
from .objects import absolute, names_of, pages
from .streams import sent
from .tables import CSV, NO_PAGES, as_file

RECORDED = "recorded"
# The words of the page, in English like all that has no language.
STATES = {
    Empty.NONE: "none recorded",
    Empty.NOT_FOUND: "looked for, not found",
    Empty.NOT_LOOKED_FOR: "not looked for",
}


@require_safe
def matrix_as_json(request) -> HttpResponse:
    """Both tables for one page of editions; 400 where the question makes no sense, 404 past the end."""
    asked = AskedMatrix(request.GET)
    if asked.problems:
        return refused(asked.problems, asked.status)
    window = asked.window
    halves = {half.of: _half(half, window.editions) for half in asked.halves}
    return json_answer(
        {
            "page": window.page,
            "pages": window.pages,
            "links": links_of("matrix", asked.filters, window),
            "editions": [_edition(edition) for edition in window.editions],
            **halves,
            **about(current()),
        }
    )


def _edition(edition: Edition) -> dict:
    page = edition.page_address
    links = {"self": absolute(data_address(page(), "json")), "pages": pages(page)}
    return {"code": edition.slug, **names_of(edition), "year": edition.year, "links": links}


def _half(half: Half, editions: list[Edition]) -> dict:
    rows = [_named(row) | _row(half, row, {half.name: row.record.slug}) for row in half.rows()]
    return {"row": half.name, "rows": rows, "all": _row(half, half.whole(editions), {})}


def _named(row: Row) -> dict:
    return {"code": row.record.slug, **names_of(row.record)}


def _row(half: Half, row: Row, asked: dict) -> dict:
    cells = [_cell(half, cell, asked) for cell in row.cells]
    return {"total": row.total, "leads_to": _list(half, asked), "cells": cells}


def _cell(half: Half, cell: Cell, asked: dict) -> dict:
    """One cell; of a country also whether the head of a delegation is known by name or office."""
    head = {"head_is_known": cell.look == "named"} if cell.count and asked and half.of == "delegations" else {}
    where = _list(half, asked | {"edition": cell.edition.slug})
    return {"edition": cell.edition.slug, "count": cell.count, "state": _state(cell), **head, "leads_to": where}


def _state(cell: Cell) -> str:
    return RECORDED if cell.count else STATES[cell.look]


def _list(half: Half, asked: dict) -> str:
    where = absolute(data_address(address(half.of), "json"))
    return f"{where}?{urlencode(asked)}" if asked else where


@require_safe
def matrix_as_csv(request) -> HttpResponse:
    """Every cell of both tables, of all editions, a row each; the totals, which are no cells, are left out."""
    data = request.GET.copy()
    if data.pop("page", None):
        return refused([NO_PAGES], 400)
    asked = AskedMatrix(data, is_for_all=True)
    if asked.problems:
        return refused(asked.problems, asked.status)
    return as_file(sent(request, _pieces(asked), CSV), "matrix", explained_in="openapi")


def _pieces(asked: AskedMatrix) -> Iterator[bytes]:
    yield (MARK + text([list(COLUMNS_OF_TABLE)])).encode()
    for half in asked.halves:
        for row in half.rows():
            with override(settings.LANGUAGE_CODE):
                piece = text(_rows(half, row))
            yield piece.encode()


def _rows(half: Half, row: Row) -> Iterator[list[str]]:
    names = {f"name_{column}": getattr(row.record, f"name_{column}") for column in COLUMNS}
    for cell in row.cells:
        head = {"named": "yes", "unnamed": "no"}.get(cell.look, "")
        told = names | {
            "counts": half.of, "row": half.name, "code": row.record.slug, "edition": cell.edition.slug,
            "year": cell.edition.year or "", "count": cell.count, "state": _state(cell), "head_is_known": head,
            "page": absolute(f"{address(half.of)}?{half.name}={row.record.slug}&edition={cell.edition.slug}"),
        }  # fmt: skip
        yield safe(str(told[name]) for name in COLUMNS_OF_TABLE)
