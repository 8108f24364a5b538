"""The plain scan: every public record is read from its tables and looked at, one by one, for each question.

It knows nothing of postings, bitmaps or snapshots; only words are taken apart by the analyser that the index uses.
"""

from .asking import Scan

__all__ = ["Scan"]
