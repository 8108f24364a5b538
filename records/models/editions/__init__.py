"""The forum and its editions: when and where each met, who held it, and what happened there."""

from .edition import (
    AttendingGroup,
    Edition,
    Forum,
    HeadCount,
    NextHost,
    Organizer,
    Place,
    RelatedEvent,
    ReportedAs,
    Session,
)

__all__ = [
    "AttendingGroup", "Edition", "Forum", "HeadCount", "NextHost", "Organizer", "Place", "RelatedEvent", "ReportedAs",
    "Session",
]  # fmt: skip
