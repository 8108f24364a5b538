"""What becomes of records in public: the versions that were published, the log of changes, and addresses that moved.

None of it belongs to a record by a foreign key, because it outlives the record it speaks of.
"""

# In this order Django makes the models, and with it their relations.
# isort: off
from .addresses import KIND_NAMES, WITHOUT_PAGE, page_address, version_address
from .versions import PublicVersion
from .changes import Change, Redirect
from .notes import Note
from .attachments import Attachment, unguessable_name
from .reports import Report
from .translations import StaleTranslation
from .sheets import SheetImport
from .previews import Preview
# isort: on

__all__ = [
    "KIND_NAMES", "WITHOUT_PAGE", "Attachment", "Change", "Note", "Preview", "PublicVersion", "Redirect", "Report",
    "SheetImport", "StaleTranslation", "page_address", "unguessable_name", "version_address",
]  # fmt: skip
