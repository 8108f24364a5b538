"""Backups of SQLite: its own online copy, which is one consistent state however many people save meanwhile."""

import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import DatabaseError, connection, connections

FILE = "forum.sqlite3"


def dump(folder: Path) -> None:
    """Copy the database, in one piece, into a file."""
    connection.ensure_connection()
    with connection.wrap_database_errors, closing(sqlite3.connect(folder / FILE)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # so that the copy is one file and not three


def load(folder: Path, migrations: list) -> None:
    """Bring the copy up to date, then write it over the database in one transaction that other processes wait for."""
    with _opened_as(folder / FILE) as alias:
        with connections[alias].cursor() as cursor:
            if cursor.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise DatabaseError("the copy in the backup is damaged")
        call_command("migrate", database=alias, verbosity=0, interactive=False)
    connection.ensure_connection()
    with connection.wrap_database_errors, closing(sqlite3.connect(folder / FILE)) as copy:
        copy.backup(connection.connection)


@contextmanager
def _opened_as(path: Path):
    """Give Django another database for a moment, under the alias that is given."""
    alias = "restored"
    connections.settings[alias] = {**connections.settings["default"], "NAME": path, "OPTIONS": {}}
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias], connections.settings[alias]
