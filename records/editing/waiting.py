"""Files that were sent with a form that could not be saved: kept for a day, so that nobody has to choose them again."""

import secrets
from contextlib import suppress
from datetime import timedelta

from django.core import signing
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

FOLDER = "waiting"
LASTS = timedelta(days=1)


def keep(upload) -> str:
    """Keep an upload; gives what stands for it in the form, and what nobody else can make up."""
    _forget_old()
    stored = default_storage.save(f"{FOLDER}/{secrets.token_urlsafe(24)}", upload)
    return signing.dumps([stored, upload.name], salt=FOLDER)


def kept(text: str) -> SimpleUploadedFile | None:
    """The upload that something stands for; nothing when it is too old or was made up."""
    with suppress(signing.BadSignature, FileNotFoundError):
        stored, name = signing.loads(text, salt=FOLDER, max_age=LASTS)
        with default_storage.open(stored) as file:
            return SimpleUploadedFile(name, file.read())
    return None


def _forget_old():
    with suppress(FileNotFoundError):
        for name in default_storage.listdir(FOLDER)[1]:
            if default_storage.get_modified_time(f"{FOLDER}/{name}") < timezone.now() - LASTS:
                default_storage.delete(f"{FOLDER}/{name}")
