"""`manage.py check_index`: compares the search index with a fresh reading of the records."""

import sys

from django.core.management import BaseCommand
from tqdm import tqdm

from records.search.checking import differences

MOST = 40  # lines: of more, nobody reads the rest


class Command(BaseCommand):
    """Says where the index differs from the records; exit status 1 when it does anywhere."""

    help = __doc__

    def handle(self, *args, **options):
        """List the differences, one on each line, and how many there are."""
        with tqdm(unit=" records", delay=1, leave=False, disable=None) as bar:
            found = list(differences(bar.update))
        for difference in found[:MOST]:
            self.stdout.write(difference)
        if len(found) > MOST:
            self.stdout.write(f"… and {len(found) - MOST} differences more.")
        if found:
            self.stderr.write(
                f"The index differs from the records in {len(found)} places; `manage.py reindex` mends it."
            )
            sys.exit(1)
        self.stdout.write("The index is what the records say.")
