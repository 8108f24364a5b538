"""Long answers. A reader who stops reading an answer in pieces holds the thread that sends it, so only some may.

What stays under five megabytes is made whole and handed to the server, which needs no thread to send it.
"""

import threading
import weakref
from collections.abc import Iterable, Iterator
from itertools import chain

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse

from .answers import busy

WHOLE = 5_000_000  # bytes

_places = threading.BoundedSemaphore(settings.STREAMS_AT_ONCE)


class Stream(StreamingHttpResponse):
    """An answer in pieces; it gives its place free when it has been sent, or when its reader is gone."""

    def __init__(self, pieces: Iterable[bytes], **options):
        super().__init__(pieces, **options)
        self._leave = weakref.finalize(self, _places.release)

    def close(self):
        """The last thing the server calls."""
        super().close()
        self._leave()


def sent(request, pieces: Iterator[bytes], content_type: str, share: float = 0) -> HttpResponse:
    """The pieces as one answer: whole, or while they are coming; 503 when too many are being sent so.

    `share` is how much of the answer the first piece is, where that is known: a long answer then begins at once.
    """
    kept = list(_until_long(pieces, share))
    size = sum(map(len, kept))
    if size <= WHOLE and not _is_long(len(kept[0]) if kept else 0, share):
        return HttpResponse(b"".join(kept), content_type=content_type)
    if request.method == "HEAD":
        return StreamingHttpResponse((), content_type=content_type)
    if not _places.acquire(blocking=False):
        return busy("Too many long answers are being sent just now.")
    return Stream(chain(kept, pieces), content_type=content_type)


def _until_long(pieces: Iterator[bytes], share: float) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        yield piece
        size += len(piece)
        if size > WHOLE or _is_long(len(piece), share):
            return


def _is_long(first: int, share: float) -> bool:
    return bool(share) and first / share > WHOLE
