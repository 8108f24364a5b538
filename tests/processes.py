"""Other processes that do something on the database of a test."""

import os
import subprocess
import sys
from pathlib import Path

from django.db import connection

CHECKOUT = Path(__file__).parent.parent
PROCESS = """
import sys
from importlib import import_module
import django
from django.conf import settings
from django.db import connection
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
connection.settings_dict["NAME"] = sys.argv[1]
getattr(import_module(sys.argv[2]), sys.argv[3])(*sys.argv[4:])
"""


def start(act, *given) -> subprocess.Popen:
    """A process that calls a function of a test module with these words."""
    database = str(connection.settings_dict["NAME"])
    return subprocess.Popen(
        [sys.executable, "-c", PROCESS, database, act.__module__, act.__name__, *map(str, given)],
        cwd=CHECKOUT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "forumsite.settings"},
    )  # fmt: skip


def said_by(running: subprocess.Popen) -> str:
    """What a process printed; it must have ended well."""
    out, problems = running.communicate(timeout=900)
    assert running.returncode == 0, problems
    return out.strip()
