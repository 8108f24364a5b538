"""Pages for when something went wrong; none of them asks the database."""

import re

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language

from .page import other_languages

RETRY_SECONDS = 30


# Data speak English, like every answer without a language in its address.
PROBLEMS = {
    400: "This request makes no sense.",
    403: "This is not for you to see.",
    404: "The record has nothing at this address.",
    405: "This can only be read.",
    500: "Something went wrong here; it is our mistake, not yours.",
    503: "The record cannot be reached just now. Please try again in half a minute.",
}


def _page(request, template: str, status: int, **context) -> HttpResponse:
    if re.match(settings.DATA_ADDRESSES, request.path_info):
        return JsonResponse({"problems": [PROBLEMS[status]]}, status=status)
    languages = other_languages(request) if get_language() else []
    context |= {
        "forum": None,
        "section": "",
        "languages": languages,
        "is_indexed": False,
        "canonical": "",
        "cited": None,
    }
    return HttpResponse(render_to_string(template, context, request), status=status)


def bad_request(request, exception=None):
    """400: the request itself makes no sense."""
    return _page(request, "400.html", 400)


def permission_denied(request, exception=None, reason=""):
    """403: not for this visitor, or a form that was not sent from this site."""
    return _page(request, "403.html", 403)


def only_read(request):
    """405: something was sent to what can only be read."""
    return _page(request, "405.html", 405)


class NothingHere(Http404):
    """Nothing is at an address, and it is known why: in a sentence for whoever followed the link."""


def page_not_found(request, exception=None):
    """404: nothing is at this address."""
    sentence = str(exception) if isinstance(exception, NothingHere) else ""
    return _page(request, "404.html", 404, sentence=sentence)


def server_error(request):
    """500: our mistake."""
    return _page(request, "500.html", 500)


def unreachable(request, exception=None):
    """503: the database does not answer; asks to come back."""
    response = _page(request, "503.html", 503)
    response["Retry-After"] = str(RETRY_SECONDS)
    response["Cache-Control"] = "no-store"
    return response
