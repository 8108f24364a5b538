"""What the site is made of, in one short text: another build makes other answers out of the same data."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings

BUILT_OF = ("records/**/*.py", "records/data/*", "forumsite/**/*.py", "forumsite/locale/**/*.mo",
            "templates/**/*", "static/**/*", "requirements.txt")  # fmt: skip


@cache
def build() -> str:
    """The build of the site: a digest of its code, templates, catalogues and static files, read once by a process."""
    digest = hashlib.sha256()
    for pattern in BUILT_OF:
        for path in sorted(Path(settings.BASE_DIR).glob(pattern)):
            if path.is_file():
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
