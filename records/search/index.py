"""The one door for writing: what is derived from records is brought up to date in the transaction that changes them."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

from records.models import Organization, Person, Source

_is_open = ContextVar("door_is_open", default=False)


class OutsideTheDoor(RuntimeError):
    """A record was written outside `recording()`, so what is derived from it would be stale."""


@contextmanager
def recording():
    """Open a transaction for writing records; before it commits, derived columns are brought up to date.

    Inside another `recording()` it only joins it. An error rolls everything back.
    """
    if _is_open.get():
        yield
        return
    token = _is_open.set(True)
    try:
        with transaction.atomic():
            yield
            for model in (Person, Organization, Source):
                model.objects.refresh_is_public()
    finally:
        _is_open.reset(token)


def refuse_outside(sender, raw=False, **signal):
    """Signal receiver: a record is about to be written; raises OutsideTheDoor when the door is closed."""
    if not raw and not _is_open.get():
        raise OutsideTheDoor(f"{sender.__name__} was written outside records.search.index.recording().")
