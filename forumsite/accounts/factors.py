"""The second factor: whether it was shown in this session, and whether that is recent enough for sensitive acts."""

import time

from allauth.account import app_settings
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator

from .backends import FACTORS


def is_confirmed(request) -> bool:
    """Whether the visitor is staff, has a second factor and has shown one in this session."""
    account = request.user
    if not account.is_authenticated or not hasattr(request, "session") or not getattr(account, "has_factor", False):
        return False
    return any(record["method"] == "mfa" for record in get_authentication_records(request, account))


def confirm(request, authenticator) -> None:
    """Who has just set a factor up has shown it."""
    record_authentication(request, request.user, "mfa", id=authenticator.pk, type=authenticator.type)


def is_last(authenticator) -> bool:
    """Whether its account would be left without a factor."""
    factors = Authenticator.objects.filter(user=authenticator.user_id, type__in=FACTORS)
    return not factors.exclude(pk=authenticator.pk).exists()


def is_recent(request) -> bool:
    """Whether the visitor proved who they are, by any means, within the last quarter of an hour."""
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT


def ask_again_unless_recent(request) -> None:
    """Raises ReauthenticationRequired, which sends to the question for the password and back again."""
    if not is_recent(request):
        raise ReauthenticationRequired
