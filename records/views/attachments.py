"""Documents and pictures of public records."""

from django.http import Http404

from records.editing.attachments import answer_with
from records.models import Attachment


def attachment(request, token, ending):
    """The file behind an unguessable link; a draft's is not there, as one that never was."""
    found = Attachment.objects.published().filter(token=token).first()
    if found is None or found.ending() != ending or not found.file.storage.exists(found.file.name):
        raise Http404
    return answer_with(request, found)
