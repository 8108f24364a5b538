"""What a record is, and the words to ask for many of them."""

from .agreements import Agreement, Amount, Document, FollowUp, Party
from .delegations import Delegation, Member, Statement
from .editions import (
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
from .editorial import (  # noqa: F401  (Django finds models here)
    Attachment,
    Change,
    Note,
    Preview,
    PublicVersion,
    Redirect,
    Report,
    SheetImport,
    StaleTranslation,
)
from .evidence import Citation, Dispute, FieldCode, Footnotes, Gap, Reading, Source
from .history import Act, KeptState  # noqa: F401  (Django finds models here)
from .postings import DataVersion, IndexedRecord, PastVersion, Posting  # noqa: F401  (Django finds models here)
from .proposals import Proposal  # noqa: F401  (Django finds models here)
from .publication import State
from .reference import Country, Organization, Person, Topic

__all__ = [
    "Agreement", "Amount", "Attachment", "AttendingGroup", "Citation", "Country", "Delegation", "Dispute", "Document",
    "Edition", "FieldCode", "FollowUp", "Footnotes", "Forum", "Gap", "HeadCount", "Member", "NextHost", "Organization",
    "Organizer", "Party", "Person", "Place", "Reading", "RelatedEvent", "Report", "ReportedAs", "Session", "Source",
    "State", "Statement", "Topic",
]  # fmt: skip
