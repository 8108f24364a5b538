"""The forum and its editions: when and where each met, who held it, and what happened there."""

# In this order Django makes the models, and with it their relations.
# isort: off
from .reported import ReportedAs
from .forum import Forum
from .edition import Edition
from .events import RelatedEvent
from .places import Place
from .attendance import AttendingGroup, HeadCount, Organizer
from .next_host import NextHost
from .sessions import Session
# isort: on

__all__ = [
    "AttendingGroup", "Edition", "Forum", "HeadCount", "NextHost", "Organizer", "Place", "RelatedEvent", "ReportedAs",
    "Session",
]  # fmt: skip
