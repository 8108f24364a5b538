"""A clock that tests move: sessions, limits, links and codes depend on it."""

import time
from datetime import timedelta

from django.core.cache.backends import db
from django.utils import timezone


class Clock:
    """Real time and what was added to it."""

    def __init__(self, monkeypatch):
        self.ahead = timedelta()
        seconds, now = time.time, timezone.now
        monkeypatch.setattr(time, "time", lambda: seconds() + self.ahead.total_seconds())
        monkeypatch.setattr(timezone, "now", lambda: now() + self.ahead)
        monkeypatch.setattr(db, "tz_now", timezone.now)

    def move(self, **amount) -> None:
        """Let time pass: `move(minutes=15)`."""
        self.ahead += timedelta(**amount)
