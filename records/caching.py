"""Conditional answers: a page that has not changed since the reader last saw it is not made again.

An answer is known by the version of the public data, the build of the site, the year, its address and its language.
What this process answered lately is kept under that name: the same question is answered out of memory, at the one
query that tells the version. Nothing has to be taken out when something is published: then everything has another name.
"""

import hashlib
import re

from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import get_language

from records.build import build
from records.search.index import publish_due
from records.search.snapshot import Snapshot, current, look_again, moment

CODES = "|".join(code for code, _name in settings.LANGUAGES)
# A longer answer is made anew each time, so that a few of them do not fill the memory.
LONGEST_KEPT = 512 * 1024
FOR_CRAWLERS = r"/(?:robots\.txt|llms\.txt|sitemap[^/]*\.xml)\Z"
ANSWERS = re.compile(rf"/(?:{CODES})/(?!admin/|account/|report/|preview/)|{settings.DATA_ADDRESSES}|{FOR_CRAWLERS}")


class ConditionalAnswers:
    """Middleware: gives every public answer its ETag, and 304 where the reader has it already, at one query.

    What is inside of it has to be the same for everybody who asks for an address.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Answer out of one snapshot of the data, and say which it was."""
        request.entity_tag, request.is_answered_from_memory = None, False
        with moment():
            response = self.get_response(request)
        if request.entity_tag and response.status_code in (200, 304):
            return _told(response, request)
        return response

    def process_view(self, request, view, arguments, named_arguments):
        """Publish what is due, then see whether the reader has this answer already; nothing for an unknown address."""
        if request.method not in ("GET", "HEAD") or not ANSWERS.match(request.path_info):
            return None
        if current().is_due():
            publish_due()
            look_again()
        request.entity_tag = entity_tag(current(), request.get_full_path())
        unchanged = get_conditional_response(request, etag=request.entity_tag, response=None)
        return unchanged if isinstance(unchanged, HttpResponseNotModified) else remembered(request)


def remembered(request) -> HttpResponse | None:
    """The answer that this process gave to the same question at the same version of the data, if it did."""
    if kept := caches["answers"].get(request.entity_tag):
        request.is_answered_from_memory = True
        content, headers = kept
        return HttpResponse(content, headers=headers)
    return None


def _remember(response, request):
    """Keep an answer; not one that is written while it is sent, nor one that tells somebody something of their own."""
    is_for_all = request.method == "GET" and response.status_code == 200 and not response.cookies
    if request.is_answered_from_memory or not is_for_all or response.streaming:
        return
    if len(response.content) <= LONGEST_KEPT:
        caches["answers"].set(request.entity_tag, (response.content, dict(response.headers)))


def _told(response, request):
    _remember(response, request)
    response["ETag"] = request.entity_tag
    # Kept by anybody, but asked for again each time: a publication is seen at the next request.
    patch_cache_control(response, public=True, no_cache=True)
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def entity_tag(now: Snapshot, address: str) -> str:
    """The ETag of an address at a version of the data; weak, because the answer may be compressed on its way."""
    known_by = f"{now.number} {now.stamp} {build()} {timezone.localdate().year} {get_language()} {address}"
    return f'W/"{hashlib.sha256(known_by.encode()).hexdigest()[:32]}"'
