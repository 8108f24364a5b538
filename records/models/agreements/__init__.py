"""What was agreed: numbered provisions, the documents they stand in, their parties, sums, and what became of them."""

from .agreement import Agreement
from .amounts import Amount
from .follow_ups import FollowUp
from .outcome_documents import Document
from .parties import Party

__all__ = ["Agreement", "Amount", "Document", "FollowUp", "Party"]
