"""A list or a record as CSV: every row, codes and names in all languages, nothing that a spreadsheet would run."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from records.lists import LIST_OF, LISTS, Asked, Listing
from records.resources import Reading, pieces
from records.search.snapshot import current

from .answers import refused
from .found import of_record
from .streams import sent

CSV = "text/csv; charset=utf-8; header=present"
# So many rows are made before the first byte leaves.
FIRST = 100


@require_safe
def list_as_csv(request, name: str) -> HttpResponse:
    """All rows of a list that answer the question; 400 with sentences where it makes no sense."""
    listing, data = LISTS[name], request.GET.copy()
    rows_by = (data.pop("rows", None) or [""])[-1]
    problems = _problems(listing, data, rows_by)
    asked = Asked(listing, data, is_for_all=True)
    if problems or asked.problems:
        return refused([*problems, *asked.problems], 400)
    total, portions = listing.everything(asked.question)
    reading = Reading(listing.table, current(), rows_by)
    answer = sent(request, pieces(reading, _soon(portions)), CSV, share=min(1, FIRST / total) if total else 1)
    return as_file(answer, listing.name)


def _problems(listing: Listing, data, rows_by: str) -> list[str]:
    found = []
    if data.pop("page", None):
        found.append("A table has all rows at once, and no pages: leave “page” out.")
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


def as_file(answer: HttpResponse, name: str) -> HttpResponse:
    """An answer that a browser keeps as a file of this name."""
    if answer.status_code == 200:
        answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        answer["Link"] = f'<{reverse("datapackage")}>; rel="describedby"; type="application/json"'
    return answer


def _soon(portions: Iterator[list[int]]) -> Iterator[list[int]]:
    """The portions, the first of them in two, so that a reader has something to read at once."""
    for keys in portions:
        yield keys[:FIRST]
        yield keys[FIRST:]
        break
    yield from portions
