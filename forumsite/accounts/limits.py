"""How often somebody may be wrong: counted before each attempt, in the cache that all processes share.

By address, whatever account is tried; by account, wherever it is tried from. A name that nobody has is counted like one
that somebody has. How many are allowed stands in `ACCOUNT_RATE_LIMITS`. Codes of a second factor are counted by
allauth, by account: only who has the password gets as far.
"""

import unicodedata
from ipaddress import ip_address

from allauth.core.internal.httpkit import get_client_ip
from allauth.core.internal.ratelimit import RateLimitUsage, consume

APPLICATION = "allauth.account"


def count_password(request, name: str, browser: str = "") -> RateLimitUsage | None:
    """Count an attempt with a password; None when the door is shut. A right password takes its count back.

    A browser that this account has signed in from before is counted by itself: whoever tries the account's name from
    elsewhere shuts out others, not its owner.
    """
    from_here = _count(request, "wrong_password_from")
    if from_here is None:
        return None
    for_account = _count(request, "wrong_password_for", f"{plain(name)} {browser}")
    return for_account and RateLimitUsage([*from_here.usage, *for_account.usage])


def first_refusal(request, name: str) -> bool:
    """Whether a door shut to this name from this address is news, so that a flood fills no log."""
    return _count(request, "told_shut", f"{plain(name)} {address_of(request)}") is not None


def address_of(request) -> str | None:
    """Where somebody asks from. Before a server that listens to IPv6 too, IPv4 comes in disguise."""
    found = get_client_ip(request)
    address = found and ip_address(found)
    return str(getattr(address, "ipv4_mapped", None) or address) if address else None


def plain(name: str) -> str:
    """A name in one spelling, so that no limit is escaped by capitals or odd letters."""
    return unicodedata.normalize("NFKC", name).casefold()


def _count(request, action: str, key: str | None = None) -> RateLimitUsage | None:
    return consume(request, app=APPLICATION, action=action, key=key)
