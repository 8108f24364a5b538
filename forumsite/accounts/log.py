"""The log of accounts: one row for what happened, and one line in the log of the server."""

import logging

from allauth.core import context
from allauth.core.internal.httpkit import get_client_ip

from .models import AccountEvent

log = logging.getLogger("forumsite.accounts")
Kind = AccountEvent.Kind


def write(kind: str, account=None, details: str = "", request=None) -> AccountEvent:
    """Write down that something happened to an account, and who did it from where as far as the request knows."""
    request = request or context.request
    actor = getattr(request, "user", None)
    actor = actor if actor is not None and actor.is_authenticated else None
    if request:  # a command speaks for itself
        log.info("%s %s %s", kind, account or "-", details)
    return AccountEvent.objects.create(
        kind=kind,
        account=account,
        account_name=account.get_username() if account else "",
        actor=actor,
        actor_name=actor.get_username() if actor else "",
        address=get_client_ip(request) if request else None,
        details=details,
    )
