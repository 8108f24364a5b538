"""How allauth behaves here: nobody signs up, wrong attempts are counted, secrets are kept encrypted."""

import base64
import hashlib
import logging

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from . import browsers, factors, limits, log
from .backends import StaffBackend

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """The door."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("Name and password do not belong together."),
        "too_many_login_attempts": _(
            "Too many wrong attempts: the door is shut for a while. Try again in a quarter of an hour; if that does "
            "not help, ask an administrator for a one-time link."
        ),
        "account_inactive": _("This account is closed. Ask an administrator."),
    }

    ways_to_ask_again = {
        "reauthenticate": _("By your password"),
        "mfa_reauthenticate": _("By a code of your app, or a recovery code"),
        "mfa_reauthenticate:webauthn": _("By a passkey"),
    }

    def is_open_for_signup(self, request):
        return False

    def get_login_stages(self):
        """After the password comes the second factor, where there is one; no address is ever confirmed by e-mail."""
        return ["allauth.mfa.stages.AuthenticateStage"]

    def is_reauthentication_required(self, *, app, **options):
        return not factors.is_recent(self.request)

    def get_reauthentication_methods(self, user):
        ways = super().get_reauthentication_methods(user)
        return [way | {"description": self.ways_to_ask_again[way["id"]]} for way in ways]

    def get_client_ip(self, request):
        return limits.address_of(request) or super().get_client_ip(request)

    def pre_authenticate(self, request, username="", **credentials):
        """Count the attempt; refuse it before the password is looked at when there were too many."""
        usage = limits.count_password(request, username, browsers.known_for(request, username))
        if usage is None:
            log.write_shut_out(username, request)
            raise self.validation_error("too_many_login_attempts")
        self._login_failed_rl_usage = usage  # taken back by allauth when the password is right

    def pre_login(self, request, user, **options):
        """A passkey knows its account whatever has become of it."""
        if StaffBackend().user_can_authenticate(user):
            return super().pre_login(request, user, **options)
        self.add_message(request, messages.ERROR, message=self.error_messages["account_inactive"])
        return HttpResponseRedirect(reverse("account_login"))

    def post_login(self, request, user, **options):
        response = super().post_login(request, user, **options)
        browsers.remember(request, response, user.get_username())
        return response


class FactorAdapter(DefaultMFAAdapter):
    """The second factors."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("This is your only second factor. Set up another one first."),
        "incorrect_code": _("This code is wrong, too old or was used before."),
    }

    def can_delete_authenticator(self, authenticator):
        """Nobody is left without a factor."""
        return not factors.is_last(authenticator)

    def generate_authenticator_name(self, user, type):
        """What a passkey is called until its owner says otherwise."""
        count = Authenticator.objects.filter(user=user.pk, type=type).count()
        return _("Passkey %(number)s") % {"number": count + 1}

    def encrypt(self, text):
        return _safe().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        """The secret; a new one, which no code fits, when it was written with another SECRET_KEY."""
        try:
            return _safe().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            logger.warning("A second factor was written with another SECRET_KEY; its account needs a one-time link.")
            return generate_totp_secret()


def _safe() -> MultiFernet:
    """Locks with the secret of the site; opens with those before it too."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"forumsite.accounts.factors" + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
