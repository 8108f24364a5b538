"""`manage.py first_account`: makes an account that may enter the admin and do everything there."""

import os
import sys

from django.conf import settings
from django.contrib.auth import get_user_model, password_validation
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError, call_command
from django.db import DatabaseError
from django.urls import reverse


class Command(BaseCommand):
    """Takes the name and the password from STAFF_NAME and STAFF_PASSWORD, or asks for them."""

    help = __doc__

    def handle(self, *args, **options):
        """Make the account and say what comes next."""
        accounts = get_user_model().objects
        try:
            known = accounts.filter(is_superuser=True, is_active=True).values_list("username", flat=True).first()
        except DatabaseError as error:
            raise CommandError("the database is not ready: start the site once with `make run`.") from error
        if known:
            self.stdout.write(f"There is an account already that may do everything: {known}.")
            self.stdout.write(f"If it has lost its password or its telephone: make link NAME={known}")
            return self._say_what_next()
        if name := os.environ.get("STAFF_NAME"):
            self._make(accounts, name, os.environ.get("STAFF_PASSWORD", ""))
        elif sys.stdin.isatty():
            call_command("createsuperuser", email="", interactive=True)
        else:
            raise CommandError("nobody to ask here: give STAFF_NAME and STAFF_PASSWORD.")
        return self._say_what_next()

    def _make(self, accounts, name, password):
        account = accounts.model(username=name, is_staff=True, is_superuser=True)
        try:
            password_validation.validate_password(password, account)
            account.set_password(password)
            account.full_clean()
        except ValidationError as error:
            raise CommandError(f"this account cannot be made: {' '.join(error.messages)}") from error
        account.save()
        self.stdout.write(f"Made the account {name}.")

    def _say_what_next(self):
        self.stdout.write(
            f"Next:\n"
            f"1. Open {settings.SITE_URL}{reverse('admin:index')} on the running site (`make run`) and sign in.\n"
            "2. Have a telephone with an authenticator app at hand: signing in for the first time sets it up as the\n"
            "   second factor (or a passkey), and gives ten recovery codes to keep on paper.\n"
            "3. Make accounts for the others there, each with only the rights they need (docs/editing.md, Signing in)."
        )
