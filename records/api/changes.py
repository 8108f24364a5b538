"""The log of changes for machines: a page of it, or everything after a cursor, so that a copy stays in step.

docs/data.md (“Keeping a copy”) says how to use it.
"""

import json
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from records.editing import log
from records.filters import given_several, one_value_only
from records.lists import LOG, Asked
from records.lists.changes import COLUMNS_OF_TABLE
from records.models import Change
from records.models.languages import COLUMNS
from records.resources.columns import joined, safe
from records.resources.text import MARK, text
from records.telling.changes import sources_of

from .answers import JSON, json_answer, refused
from .lists import page_of
from .streams import sent
from .tables import CSV, NO_PAGES, all_gone, as_file

START_AGAIN = (
    "This cursor belongs to a history that was undone, as when a backup is put back: start again from since=0."
)
NO_CURSOR = "“{}” is not a cursor that was given here. Take “next” of the answer before, or since=0 for everything."
ALONE = "With “since” everything after the cursor is given: leave “{}” out."


@require_safe
def changes_as_json(request) -> HttpResponse:
    """A page of the log, or everything after a cursor; sentences where the question makes no sense."""
    if "since" in request.GET:
        return _since(request)
    asked = Asked(LOG, request.GET)
    if asked.problems:
        return refused(asked.problems, asked.status)
    changes = [as_object(change) for change in asked.answer.rows(Change.objects.for_telling())]
    return json_answer(page_of(asked, newest=log.newest_cursor(), changes=changes))


def _since(request) -> HttpResponse:
    if others := [name for name in request.GET if name != "since"]:
        return refused([ALONE.format(others[0][:50])], 400)
    if given_several(request.GET, "since"):
        return refused([one_value_only("since")], 400)
    try:
        found = log.since(request.GET["since"])
    except log.Senseless:
        return refused([NO_CURSOR.format(request.GET["since"][:50])], 400)
    except log.AnotherHistory:
        return refused([START_AGAIN], 410)
    return sent(request, _pieces(found), JSON)


def _pieces(found: log.Since) -> Iterator[bytes]:
    yield f'{{"next":{json.dumps(found.next)},"has_more":{json.dumps(found.has_more)},"changes":['.encode()
    for place, change in enumerate(found):
        text = json.dumps(as_object(change), ensure_ascii=False, separators=(",", ":"))
        yield f",{text}".encode() if place else text.encode()
    yield b"]}"


def as_object(change: Change) -> dict:
    """A change with the whole object after it; null when the record is no longer at this address."""
    with override(settings.LANGUAGE_CODE):
        page = settings.SITE_URL + change.page
    return {
        "cursor": change.cursor,
        "happened_at": change.happened_at.isoformat(),
        "act": change.act,
        "kind": change.kind,
        "key": change.key,
        "page": page,
        **_texts(change, "name"),
        **_texts(change, "reason"),
        "differences": [{"path": path, "before": was, "after": now} for path, was, now in change.differences],
        "sources_added": sources_of(change),
        "into": change.into or None,
        "version": change.after.number if change.after else None,
        "object": change.after.content if change.after else None,
    }


def _texts(change: Change, name: str) -> dict:
    texts = {f"{name}_{column}": getattr(change, f"{name}_{column}") for column in COLUMNS}
    return {key: text for key, text in texts.items() if text}


@require_safe
def changes_as_csv(request) -> HttpResponse:
    """Every change that answers the question, a row for each field that differs."""
    data = request.GET.copy()
    if data.pop("page", None):
        return refused([NO_PAGES], 400)
    asked = Asked(LOG, data, is_for_all=True)
    if asked.problems:
        return refused(asked.problems, asked.status)
    changes, gone = log.everything(asked.question).select_related("before", "after"), asked.filters.withdrawn()
    if gone and not changes.exists():
        return all_gone(gone)
    return as_file(
        sent(request, _csv_pieces(changes.iterator(chunk_size=100)), CSV), "changes", gone, explained_in="openapi"
    )


def _csv_pieces(changes: Iterator[Change]) -> Iterator[bytes]:
    yield (MARK + text([list(COLUMNS_OF_TABLE)])).encode()
    for change in changes:
        yield text(_rows(as_object(change))).encode()


def _rows(told: dict) -> Iterator[list[str]]:
    told["sources_added"] = joined(told["sources_added"])
    for difference in told["differences"] or [{"path": [], "before": None, "after": None}]:
        row = told | difference | {"path": "/".join(difference["path"])}
        yield safe(_cell(row.get(name)) for name in COLUMNS_OF_TABLE)


def _cell(value) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False)
