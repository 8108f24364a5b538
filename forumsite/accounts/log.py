"""The log of accounts: one row for what happened, and one line in the log of the server."""

import logging

from allauth.core import context

from . import limits
from .backends import StaffBackend
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
        address=limits.address_of(request) if request else None,
        details=details,
    )


def write_shut_out(name: str, request) -> None:
    """Write down that the door is shut to this name from there: once, however often somebody tries."""
    if limits.first_refusal(request, name):
        write(Kind.SHUT_OUT, StaffBackend.find(name), request=request)
