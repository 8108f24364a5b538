"""Import a spreadsheet of any size on the server."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, no_translations
from tqdm import tqdm

from records.editing.importing import CHANGED, NEW, WRONG, Refused, carry_out, try_out
from records.resources import workbooks


class Command(BaseCommand):
    """`manage.py import_sheet FILE`; docs/editing.md says what a sheet may hold."""

    help = "Imports the rows of an XLSX or CSV file, all of them or none (docs/editing.md)."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", type=Path, help="a workbook, or a table named after its sheet")
        parser.add_argument("--kind", default="", help="what a CSV file is about, when its name does not say so")
        parser.add_argument("--try", action="store_true", dest="only_try", help="say what would change; write nothing")

    @no_translations
    def handle(self, *, file: Path, kind: str, only_try: bool, verbosity: int, **options):
        try:
            rows = workbooks.read(file.name, file.read_bytes(), kind, is_large=True)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except workbooks.NotReadable as error:
            raise CommandError(f"{file}: {error}") from error
        with tqdm(total=len(rows), desc="Rows", file=sys.stderr, leave=False, disable=not verbosity) as bar:
            try:
                outcomes = try_out(rows, None, bar.update) if only_try else carry_out(rows, None, tick=bar.update)[0]
            except Refused as refused:
                lines = [f"  {o.place} {column}: {said}" for o in refused.outcomes for column, said in o.problems]
                raise CommandError("\n".join([str(refused), *lines])) from refused
        counts = [f"{sum(o.status == status for o in outcomes)} {status}" for status in (NEW, CHANGED, WRONG)]
        self.stdout.write(f"{len(rows)} rows: {', '.join(counts)}.")
