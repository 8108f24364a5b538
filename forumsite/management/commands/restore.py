"""`manage.py restore FILE`: puts a backup back, all of it or nothing, also while the site runs."""

from pathlib import Path

from django.core.management import BaseCommand, CommandError

from forumsite import backups


class Command(BaseCommand):
    """Refuses to replace what is there unless `--force` is given."""

    help = __doc__

    def add_arguments(self, parser):
        """The file, and whether what is there may be replaced."""
        parser.add_argument("file", help="a file that `make backup` wrote")
        parser.add_argument("--force", action="store_true", help="replace what is there; it is backed up first")

    def handle(self, *args, **options):
        """Restore and say what was done."""
        if not options["file"]:
            raise CommandError("say which backup: make restore FILE=var/backups/forum-….tar.gz")
        try:
            for sentence in backups.restore(Path(options["file"]), force=options["force"]):
                self.stdout.write(sentence)
        except backups.BackupError as error:
            raise CommandError(str(error)) from error
