"""What was agreed: numbered provisions, the documents they stand in, their parties, sums, and what became of them."""

from .agreement import Agreement, Amount, Document, FollowUp, Party

__all__ = ["Agreement", "Amount", "Document", "FollowUp", "Party"]
