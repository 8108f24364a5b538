"""`manage.py check_index`: compares the search index with a fresh reading of the records."""

import sys

from django.core.management import BaseCommand
from tqdm import tqdm

from records.search.checking import differences


class Command(BaseCommand):
    """Says where the index differs from the records; exit status 1 when it does anywhere."""

    help = __doc__

    def handle(self, *args, **options):
        """List every difference, one on each line."""
        with tqdm(unit=" records", delay=1, leave=False, disable=None) as bar:
            found = list(differences(bar.update))
        for difference in found:
            self.stdout.write(difference)
        if found:
            self.stderr.write(
                f"The index differs from the records in {len(found)} places; `manage.py reindex` mends it."
            )
            sys.exit(1)
        self.stdout.write("The index is what the records say.")
