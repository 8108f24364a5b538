"""Files that describe the data, and the whole record in one."""

from collections.abc import Callable

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from records import exchange
from records.exchange import NothingToDump
from records.lists import archive as archives
from records.lists import openapi as described
from records.lists import package
from records.search.snapshot import current

from .answers import JSON, busy, json_answer, refused
from .streams import sent


@require_safe
def datapackage(request) -> HttpResponse:
    """Every table with its columns."""
    return json_answer(package.datapackage(current()))


@require_safe
def schema(request) -> HttpResponse:
    """The JSON Schema of the document."""
    return json_answer(exchange.schema())


@require_safe
def openapi(request) -> HttpResponse:
    """Every address of data, what it may be asked and what it answers."""
    return json_answer(described.openapi(current()))


@require_safe
def forum(request) -> HttpResponse:
    """The whole public record as one document."""
    return _file(request, archives.document, JSON, "forum.json")


@require_safe
def archive(request) -> HttpResponse:
    """The whole public record: tables, the document, and what explains them."""
    return _file(request, archives.archive, "application/zip", "forum.zip")


def _file(request, make: Callable, content_type: str, name: str) -> HttpResponse:
    try:
        path = make(current())
    except NothingToDump:
        return refused(["There is no record yet."], 404)
    except archives.BeingMade:
        return busy("The file is just being made.")
    size = path.stat().st_size
    answer = sent(request, archives.read(path), content_type, share=min(1, archives.PIECE / size))
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
