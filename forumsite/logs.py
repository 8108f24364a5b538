"""How the log is written: one line for each event, with the number of the request it belongs to."""

import logging
from contextvars import ContextVar

request_id = ContextVar("request_id", default="-")


class RequestIdFilter(logging.Filter):
    """Gives each event the number of the request being answered, or a dash outside requests."""

    def filter(self, record):
        """Add `request_id`; nothing is ever filtered out."""
        # Django writes some lines after the request has left all our code, but hands it over with the event.
        answered = getattr(record, "request", None)
        record.request_id = getattr(answered, "id", None) or request_id.get()
        return True


class OneLineFormatter(logging.Formatter):
    """Keeps an event on one line, traceback included, so that nobody can forge a line by sending a line break."""

    def format(self, record):
        """The line, with breaks written as a backslash and an n."""
        return super().format(record).replace("\r", "\\r").replace("\n", "\\n")
