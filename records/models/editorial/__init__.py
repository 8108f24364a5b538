"""What becomes of records in public: the versions that were published, the log of changes, and addresses that moved.

None of it belongs to a record by a foreign key, because it outlives the record it speaks of.
"""

from .versions import (
    KIND_NAMES,
    WITHOUT_PAGE,
    Attachment,
    Change,
    Note,
    Preview,
    PublicVersion,
    Redirect,
    Report,
    SheetImport,
    StaleTranslation,
    page_address,
    unguessable_name,
    version_address,
)

__all__ = [
    "KIND_NAMES", "WITHOUT_PAGE", "Attachment", "Change", "Note", "Preview", "PublicVersion", "Redirect", "Report",
    "SheetImport", "StaleTranslation", "page_address", "unguessable_name", "version_address",
]  # fmt: skip
