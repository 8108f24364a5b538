"""Proposals: what somebody who may not publish would change in public, kept until a reviewer accepts it.

The form is run as its author and rolled back; what it wrote is what is kept (docs/decisions/0016).

shelf_of(record) → Shelf                   what a page writes, before and after
differences(before, after) → [Difference]  what was written between two looks
within(…, allowed, …)                      as much of it as its author may write
about(record, row) · keep(…) · accept(…) · send_back(…) · take_back(…) · renew(…) · notice(door)
try_on(proposal)                           what accepting would write, for a preview
sections(differences, today(proposal)) → [Section]
"""

from .allowed import Allowed, beyond, within
from .checking import obstacles
from .differences import as_json, differences, from_json
from .keeping import Refused, about, accept, keep, notice, renew, send_back, take_back, today, trace, try_on
from .shelf import Shelf, shelf_of
from .showing import label_of, sections

__all__ = [
    "Allowed", "Refused", "Shelf", "about", "accept", "as_json", "beyond", "differences", "from_json", "keep",
    "label_of", "notice",
    "obstacles", "renew", "sections", "send_back", "shelf_of", "take_back", "today", "trace", "try_on", "within",
]  # fmt: skip
