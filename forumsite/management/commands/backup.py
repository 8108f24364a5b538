"""`manage.py backup`: writes database, uploads and secret into one file, while the site runs."""

from django.core.management import BaseCommand, CommandError

from forumsite import backups


class Command(BaseCommand):
    """Prints where the file is."""

    help = __doc__

    def handle(self, *args, **options):
        """Write the backup under `VAR_DIR`/backups."""
        try:
            path = backups.write()
        except backups.BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Wrote {path} ({path.stat().st_size / 1e6:.1f} MB). It holds the secret key: keep it private."
        )
