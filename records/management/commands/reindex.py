"""`manage.py reindex`: writes the search index anew from the records."""

from django.core.management import BaseCommand
from tqdm import tqdm

from records.search.documents import KINDS
from records.search.index import is_up_to_date, reindex


class Command(BaseCommand):
    """Empties the index and writes it again, in one transaction; readers keep the old one until it is done."""

    help = __doc__

    def add_arguments(self, parser):
        """`--if-needed` does nothing when there is an index that this build made."""
        parser.add_argument(
            "--if-needed",
            action="store_true",
            help="only when nothing is indexed, or by the rules of another build",
        )

    def handle(self, *args, if_needed, **options):
        """Write it, with a progress bar when that takes longer than a second."""
        if if_needed and is_up_to_date():
            return
        total = sum(model.objects.published().count() for model in KINDS.values())
        with tqdm(total=total, unit=" records", delay=1, leave=False, disable=None) as bar:
            number = reindex(bar.update)
        if number or not if_needed:
            self.stdout.write(f"Indexed: {number} public records.")
