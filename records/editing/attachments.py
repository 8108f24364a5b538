"""How a document or a picture is sent: as what it is, to be kept and not to be run."""

from django.http import FileResponse, HttpResponseNotModified
from django.utils.cache import get_conditional_response

from records.models import Attachment

HEADERS = {
    # Even if a browser opens it, it can do nothing.
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


def answer_with(request, attachment: Attachment, *, is_public: bool = True):
    """An answer with the file: a picture to be shown, anything else to be kept; what is not public is not stored."""
    tag = f'"{attachment.digest[:32]}"'
    answer = get_conditional_response(request, etag=tag, response=None) if is_public else None
    if not isinstance(answer, HttpResponseNotModified):
        name = f"{attachment.pk}.{attachment.ending()}"
        kept = {"as_attachment": not attachment.is_picture, "filename": name, "content_type": attachment.kind}
        answer = FileResponse(attachment.file.open(), **kept)
    answer["ETag"] = tag
    # Asked for again each time, so that what is withdrawn is gone at once.
    answer["Cache-Control"] = "public, no-cache" if is_public else "no-store"
    for header, value in HEADERS.items():
        answer[header] = value
    return answer
