"""`manage.py reindex`: writes the search index anew from the records."""

from django.core.management import BaseCommand
from tqdm import tqdm

from records.models.postings import IndexedRecord
from records.search.documents import KINDS
from records.search.index import reindex


class Command(BaseCommand):
    """Empties the index and writes it again, in one transaction; readers keep the old one until it is done."""

    help = __doc__

    def add_arguments(self, parser):
        """`--if-missing` does nothing when there is an index."""
        parser.add_argument("--if-missing", action="store_true", help="only when nothing is indexed yet")

    def handle(self, *args, if_missing, **options):
        """Write it, with a progress bar when that takes longer than a second."""
        if if_missing and IndexedRecord.objects.exists():
            return
        total = sum(model.objects.published().count() for model in KINDS.values())
        with tqdm(total=total, unit=" records", delay=1, leave=False, disable=None) as bar:
            number = reindex(bar.update)
        if number or not if_missing:
            self.stdout.write(f"Indexed: {number} public records.")
