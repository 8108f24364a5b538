"""Load the record of a forum from a file."""

import sys
from functools import partial
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, no_translations
from tqdm import tqdm

from records.exchange import NotLoadable, load_file, wording
from records.models import Edition, Forum


class Command(BaseCommand):
    """`manage.py load_forum FILE`; docs/data.md says how loading compares and what it leaves alone."""

    help = "Brings the record up to date with a file (docs/data.md): adds and changes, and says what it did."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", type=Path, help="a document, as dump_forum writes it")
        parser.add_argument("--replace", action="store_true", help="also remove what the file no longer has")
        parser.add_argument("--draft", action="store_true", help="new records are drafts instead of published")
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there is a record already")

    @no_translations
    def handle(self, *, file: Path, replace: bool, draft: bool, if_empty: bool, verbosity: int, **options):
        if if_empty and (Edition.objects.exists() or Forum.objects.exists()):
            self._say(verbosity, ["Nothing was loaded: there is a record already."])
            return
        try:
            report = load_file(
                file,
                replace=replace,
                draft=draft,
                announce=lambda plan: self._say(verbosity, wording.removals(plan)),
                progress=partial(tqdm, delay=1, file=sys.stderr, leave=False, disable=not verbosity),
            )
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except NotLoadable as error:
            count = len(error.problems)
            heading = f"{file} has {count} problem{'s' if count > 1 else ''}; nothing was written."
            raise CommandError("\n".join([heading, *(f"  {line}" for line in error.lines())])) from error
        self._say(verbosity, wording.summary(report, in_full=verbosity > 1))

    def _say(self, verbosity: int, lines: list[str]):
        if verbosity and lines:
            self.stdout.write("\n".join(lines))
