"""Sessions end: after two hours without use, and twelve hours after signing in."""

import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.utils.translation import gettext as _

BEGAN, SEEN = "signed_in_at", "seen_at"
# Writing down each request would cost a write each time.
SECONDS_BETWEEN_NOTES = 60


def begin(request) -> None:
    """Somebody has just signed in."""
    request.session[BEGAN] = request.session[SEEN] = time.time()


class SessionsEnd:
    """Middleware: signs out whoever was away too long, before anything else sees who they are."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Nothing to do for the public, which has no cookies."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            self._look_at_the_clock(request)
        return self.get_response(request)

    def _look_at_the_clock(self, request) -> None:
        now = time.time()
        began, seen = request.session.get(BEGAN, 0), request.session.get(SEEN, 0)
        if now - seen > settings.SESSION_IDLE_SECONDS or now - began > settings.SESSION_COOKIE_AGE:
            request.session_has_ended = True
            logout(request)
            messages.info(request, _("You were signed out because you were away for long. Sign in again."))
        elif now - seen > SECONDS_BETWEEN_NOTES:
            request.session[SEEN] = now
