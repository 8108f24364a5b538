"""What becomes of records in public: the versions that were published, the log of changes, and addresses that moved.

None of it belongs to a record by a foreign key, because it outlives the record it speaks of.
"""

from .addresses import KIND_NAMES, PART_NAMES, WITHOUT_PAGE, page_address, version_address
from .attachments import Attachment, unguessable_name
from .changes import Change, Redirect
from .notes import Note
from .previews import Preview
from .reports import Report
from .sheets import SheetImport
from .translations import StaleTranslation
from .versions import PastAddress, PublicVersion, last_numbers

__all__ = [
    "KIND_NAMES", "PART_NAMES", "WITHOUT_PAGE", "Attachment", "Change", "Note", "PastAddress", "Preview",
    "PublicVersion", "Redirect", "Report", "SheetImport", "StaleTranslation", "last_numbers", "page_address",
    "unguessable_name", "version_address",
]  # fmt: skip
