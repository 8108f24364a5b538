"""`manage.py one_time_link NAME`: lets somebody in who lost password or telephone, when no administrator can."""

from django.core.management import BaseCommand, CommandError

from forumsite.accounts import links
from forumsite.accounts.backends import StaffBackend


class Command(BaseCommand):
    """What let the account in until now ends at once, as with a link made in the admin."""

    help = __doc__

    def add_arguments(self, parser):
        """Whose link."""
        parser.add_argument("name", help="the name of the account")

    def handle(self, *args, **options):
        """Print the address, and how long it is good."""
        if not options["name"]:
            raise CommandError("say whose: make link NAME=anna")
        account = StaffBackend.find(options["name"])
        if account is None or not StaffBackend().user_can_authenticate(account):
            raise CommandError(f"there is no open account of the name {options['name']!r}.")
        self.stdout.write(f"Once, and within {links.HOURS} hours, this lets {account} in:\n{links.make(account)}")
