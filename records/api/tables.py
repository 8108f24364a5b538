"""A list or a record as CSV: every row, codes and names in all languages, nothing that a spreadsheet would run."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from records.filters import given_several, one_value_only
from records.lists import LIST_OF, LISTS, Asked, Listing
from records.resources import Reading, pieces
from records.search.snapshot import current

from .answers import json_answer, refused
from .found import of_record
from .lists import said_of_gone
from .streams import sent

CSV = "text/csv; charset=utf-8; header=present"
NO_PAGES = "A table has all rows at once, and no pages: leave “page” out."
# So many rows are made before the first byte leaves.
FIRST = 100


@require_safe
def list_as_csv(request, name: str) -> HttpResponse:
    """All rows of a list that answer the question; 400 with sentences where it makes no sense."""
    listing, data = LISTS[name], request.GET.copy()
    if given_several(data, "rows"):
        return refused([one_value_only("rows")], 400)
    rows_by = (data.pop("rows", None) or [""])[-1]
    problems = _problems(listing, data, rows_by)
    asked = Asked(listing, data, is_for_all=True)
    if problems or asked.problems:
        return refused([*problems, *asked.problems], 400)
    total, portions = listing.everything(asked.question)
    if not total and (gone := asked.filters.withdrawn()):
        return all_gone(gone)
    reading = Reading(listing.table, current(), rows_by)
    answer = sent(request, pieces(reading, _soon(portions)), CSV, share=min(1, FIRST / total) if total else 1)
    return as_file(answer, listing.name, asked.filters.withdrawn())


def all_gone(gone: list) -> HttpResponse:
    """410 with what became of everything that was asked for: an empty table could not say why it is empty."""
    problems = [" ".join(filter(None, (one.sentence, one.reason))) for one in gone]
    return json_answer({"problems": problems, "gone": [said_of_gone(one) for one in gone]}, 410)


def _problems(listing: Listing, data, rows_by: str) -> list[str]:
    found = []
    if data.pop("page", None):
        found.append(NO_PAGES)
    if rows_by and rows_by not in listing.table.rows_by():
        choices = " or ".join(f"rows={one}" for one in listing.table.rows_by())
        hint = f"ask for {choices}, or leave “rows” out" if choices else "leave “rows” out"
        found.append(f"This list has no rows by “{rows_by[:50]}”: {hint}.")
    return found


@require_safe
@of_record("csv")
def record_as_csv(request, kind: str, record) -> HttpResponse:
    """The row of one record."""
    reading = Reading(LIST_OF[kind].table, current())
    name = request.path.strip("/").removesuffix(".csv").replace("/", "-")
    return as_file(sent(request, pieces(reading, iter([[record.pk]])), CSV), name)


def as_file(answer: HttpResponse, name: str, gone: Iterable = (), explained_in: str = "datapackage") -> HttpResponse:
    """An answer that a browser keeps as a file of this name.

    Its header leads to what explains its columns, and to what was asked for and is gone.
    """
    if answer.status_code == 200:
        answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        links = [f'<{reverse(explained_in)}>; rel="describedby"; type="application/json"']
        links += [f"<{one.address}>; rel=\"related\"; title*=UTF-8''{quote(one.sentence)}" for one in gone]
        answer["Link"] = ", ".join(links)
    return answer


def _soon(portions: Iterator[list[int]]) -> Iterator[list[int]]:
    """The portions, the first of them in two, so that a reader has something to read at once."""
    for keys in portions:
        yield keys[:FIRST]
        yield keys[FIRST:]
        break
    yield from portions
