"""`manage.py prepare`: makes everything ready to serve, in one process, doing only what is not done yet."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, CommandError, call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from records.editing.versions import keep_missing
from records.models import PublicVersion


class Command(BaseCommand):
    """Migrates the database, loads the record into an empty one, and collects the static files."""

    help = __doc__
    requires_system_checks = []

    def handle(self, *args, **options):
        """Do the steps, each saying what it does and silent when there is nothing to do."""
        self._migrate()
        call_command("load_forum", settings.BASE_DIR / "records" / "data" / "forum.json", if_empty=True)
        call_command("reindex", if_needed=True)
        self._keep_versions()
        self._collect_static_files()

    def _migrate(self):
        try:
            executor = MigrationExecutor(connection)
        except OperationalError as error:
            raise CommandError(f"the database does not answer ({str(error).strip()}); see DATABASE_URL.") from error
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Bringing the database up to date …")
            call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        call_command("clearsessions")

    def _keep_versions(self):
        """A record that was published before versions were kept gets its first one."""
        if not PublicVersion.objects.exists() and (count := keep_missing()):
            self.stdout.write(f"{count} public records have their first version now.")

    def _collect_static_files(self):
        stamp = settings.VAR_DIR / "static.stamp"
        wanted = _fingerprint_of_static_files()
        if _is_collected() and stamp.exists() and stamp.read_text() == wanted:
            return
        self.stdout.write("Collecting static files …")
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(wanted)


def _is_collected() -> bool:
    return any(Path(settings.STATIC_ROOT).iterdir())


def _fingerprint_of_static_files() -> str:
    """Changes when any static file, or the way of storing them, does."""
    found = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            path = Path(storage.path(name))
            found.update(f"{name}\0{path.stat().st_size}\0{path.stat().st_mtime_ns}\n".encode())
    return found.hexdigest()
