"""The real page of a record that is not public, for who has the link: kept nowhere, found by no search engine.

A second page sets it beside the page that is live. Browsers let no page of this site be framed but these.
"""

from copy import copy

from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import resolve
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from records.editing.attachments import answer_with
from records.editing.previewing import NoPreview, as_if_published, file_behind, found_by, record_of
from records.editing.whereabouts import tombstone
from records.models import Preview
from records.models.languages import address
from records.telling.changes import tell

from .errors import NothingHere
from .page import Page

# Said of a link that never was as well: who guesses learns nothing.
NO_LINK = gettext_lazy("This link shows nothing: it has expired, it was taken back, or what it showed is public now.")
MOST_TOLD = 20  # entries of the log on one page
FRAMED = {"frame-ancestors": "'self'"}


@require_safe
def preview(request, token):
    """The page behind a link; 404 for one that leads nowhere any more, as for one that never was."""
    return _private(_would_be(request, _link(token)))


@require_safe
def file(request, token, name, ending):
    """A document or a picture that the page behind a link shows; nothing once the link leads nowhere."""
    found = file_behind(_link(token), name)
    if found is None or found.ending() != ending or not found.file.storage.exists(found.file.name):
        raise Http404
    return _private(answer_with(request, found, is_public=False))


@require_safe
def side(request, token, is_live):
    """One of the two pages that stand beside each other: what would be, or what is live."""
    link, asked = _link(token), copy(request)
    asked.is_framed = True
    response = _private(_live(asked, link) if is_live else _would_be(asked, link))
    response.policy = FRAMED
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


@require_safe
def beside(request, token):
    """What the log of changes would say, and both pages beside each other."""
    link = _link(token)
    is_live = _is_live(link)
    shown = copy(request)
    shown.is_preview = True
    frame = Page()
    frame.setup(shown)
    try:
        with as_if_published(link) as seen:
            told = {
                "record": seen.record,
                "entries": tell(seen.changes[:MOST_TOLD]),
                "more": len(seen.changes[MOST_TOLD:]),
                "is_live": is_live,
                "token": token,
            }
            context = frame.get_context_data(**told) | {"is_beside": True}
            response = TemplateResponse(shown, "records/preview_beside.html", context).render()
    except NoPreview:
        raise NothingHere(NO_LINK) from None
    response.policy = {"frame-src": "'self'"}
    return _private(response)


def _link(token: str) -> Preview:
    try:
        return found_by(token)
    except NoPreview:
        raise NothingHere(NO_LINK) from None


def _would_be(request, link: Preview):
    """The page that the record would have, marked as a preview."""
    asked = copy(request)
    asked.is_preview, asked.preview = True, link.token
    asked.beside = address("preview_beside", link.token)
    try:
        with as_if_published(link) as seen:
            return _page(asked, seen.record)
    except NoPreview:
        raise NothingHere(NO_LINK) from None


def _live(request, link: Preview):
    """The page that everybody reads now."""
    if not _is_live(link):
        raise Http404
    return _page(request, record_of(link))


def _is_live(link: Preview) -> bool:
    """Whether something is read at the address of the record now: itself, or why it was withdrawn."""
    record = record_of(link)
    key = getattr(record, "reference", None) or getattr(record, "slug", "")
    return type(record).objects.published().filter(pk=record.pk).exists() or bool(tombstone(link.kind, key))


def _page(request, record):
    """The real page of a record, as another request for it would get it."""
    where = record.get_absolute_url().partition("#")[0] if hasattr(record, "get_absolute_url") else address("about")
    asked = copy(request)
    asked.asked_at, asked.path, asked.path_info = request.path, where, where
    view, arguments, named_arguments = resolve(where)
    response = view(asked, *arguments, **named_arguments)
    return response.render() if hasattr(response, "render") else response


def _private(response):
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
