"""Addresses that lead on: a question that chooses what has been merged or moved, data that are asked in a language."""

import re
from contextlib import suppress

from django.conf import settings
from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from records.lists import LISTS, MATRIX, SEARCH, AskedElsewhere
from records.models.languages import data_address, sorting_column


class QuestionsLast:
    """Middleware: 301 to the surviving question, whichever face was asked."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """The answer as it comes."""
        return self.get_response(request)

    def process_exception(self, request, exception):
        """The same address with the question as it is now; nothing for any other exception."""
        if isinstance(exception, AskedElsewhere):
            return HttpResponsePermanentRedirect(f"{request.path}?{exception.data.urlencode()}")
        return None


@require_safe
def without_language(request, rest: str, face: str) -> HttpResponsePermanentRedirect:
    """301 to the data of a page, which have no language, from where somebody looks for them; 404 where there are none.

    They are told by which letters the names stand on the page.
    """
    where = data_address(request.path.removesuffix(f".{face}"), face)
    found = _data_at(where)
    asked = request.GET.copy()
    listing = {**LISTS, SEARCH.name: SEARCH, MATRIX.name: MATRIX}.get((found.url_name or "").removesuffix(f"_{face}"))
    if listing and "names" in listing.filterset.base_filters and sorting_column() != "en":
        asked.setdefault("names", sorting_column())
    return HttpResponsePermanentRedirect(where + (f"?{asked.urlencode()}" if asked else ""))


def _data_at(where: str):
    """What answers at an address of data; Http404 where nothing does, or a page."""
    with suppress(Resolver404):
        if re.match(settings.DATA_ADDRESSES, where):
            return resolve(where)
    raise Http404(_("The record has nothing at this address."))
