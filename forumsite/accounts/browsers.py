"""Browsers that an account has signed in from, by a signed cookie: others' wrong guesses do not shut its owner out."""

import hashlib
import secrets

from django.conf import settings

from .limits import plain

COOKIE = "known_browser"
SALT = "forumsite.accounts.browsers"
SECONDS = 90 * 24 * 60 * 60


def known_for(request, name: str) -> str:
    """What this browser is known by to the account of this name; empty when it never signed in from here."""
    value = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=SECONDS)
    browser, _, owner = value.partition(":")
    return browser if owner == _digest(name) else ""


def remember(request, response, name: str) -> None:
    """Let the browser be known to this account for three months."""
    browser = known_for(request, name) or secrets.token_hex(8)
    response.set_signed_cookie(
        COOKIE,
        f"{browser}:{_digest(name)}",
        salt=SALT,
        max_age=SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _digest(name: str) -> str:
    return hashlib.sha256(plain(name).encode()).hexdigest()[:32]
