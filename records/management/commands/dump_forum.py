"""Write the record of the forum to a file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, no_translations

from records.exchange import NothingToDump, dump, to_text, write_file


class Command(BaseCommand):
    """`manage.py dump_forum [FILE]`; docs/data.md describes what it writes."""

    help = "Writes what is public as one JSON document (docs/data.md), to a file or to the terminal."

    def add_arguments(self, parser):
        parser.add_argument(
            "file", metavar="FILE", type=Path, nargs="?", help="where to write; the terminal if left out"
        )
        parser.add_argument("--everything", action="store_true", help="drafts and states too, for moving a site")

    @no_translations
    def handle(self, *, file: Path | None, everything: bool, **options):
        try:
            document = dump(everything=everything)
            if file:
                write_file(document, file)
        except NothingToDump as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        if not file:
            self.stdout.write(to_text(document), ending="")
