"""The real page of a record that is not public, for who has the link: kept nowhere, found by no search engine."""

from copy import copy

from django.http import Http404
from django.urls import resolve
from django.views.decorators.http import require_safe

from records.editing.previewing import NoPreview, as_if_published, found_by
from records.search.lives import LIVES


@require_safe
def preview(request, token):
    """The page behind a link; 404 for one that leads nowhere any more, as for one that never was."""
    try:
        link = found_by(token)
    except NoPreview:
        raise Http404 from None
    return shown(request, LIVES[link.kind].objects.get(pk=link.record), link.state)


def shown(request, record, state=None):
    """The page that the record would have, marked as a preview."""
    with as_if_published(record, state) as published:
        address = published.get_absolute_url()
        asked = copy(request)
        asked.path = asked.path_info = address
        asked.is_preview = True
        view, arguments, named_arguments = resolve(address)
        response = view(asked, *arguments, **named_arguments)
        response.render()
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
