"""One record as an object of the document: what it says today, read from its own rows only.

An object is the one that stands in the document (docs/data.md), with two differences: an edition says whether its
agreements were looked for and does not hold them, because each has a life of its own; an agreement names its edition.
"""

from dataclasses import dataclass, replace

from records.models import Agreement

from .dumping import DocumentWriter, own_names
from .items import Item
from .kinds import Entry
from .shapes import AGREEMENT, EDITION, META, TOP
from .special_items import Agreements
from .stored import entries_around, stored_entries

# Of more records than this, reading everything is the shorter way.
MANY = 300


@dataclass(frozen=True)
class LookedForAgreements(Item):
    """`agreements_looked_for`, which in a document is said by the key `agreements`."""

    def write(self, entry, thing, writer):
        thing["agreements_looked_for"] = entry.values["agreements_looked_for"]


@dataclass(frozen=True)
class OfEdition(Item):
    """`edition`: the edition of an agreement, by the last part of its address."""

    def write(self, entry, thing, writer):
        thing["edition"] = entry.values["edition"][1]


ITEMS_OF_EDITION = (LookedForAgreements() if isinstance(item, Agreements) else item for item in EDITION.items)
SHAPES = {
    **{shape.kind.name: shape for shape in TOP.values()},
    "forum": META,
    "edition": replace(EDITION, items=tuple(ITEMS_OF_EDITION)),
    "agreement": replace(AGREEMENT, items=(*AGREEMENT.items, OfEdition())),
}


class SingleWriter(DocumentWriter):
    """Writes single records; what other agreements stand in is asked of the database."""

    def documents_used(self, edition: Entry) -> set[tuple]:
        """The documents of an edition in which agreements stand, public or not."""
        names = Agreement.objects.filter(edition=edition.number, document__isnull=False)
        return {("document", edition.key, name) for name in names.values_list("document__name_en", flat=True)}


def written(lives: dict[str, set[int]]) -> dict[tuple[str, int], tuple[str, dict]]:
    """Public records, given as {kind: numbers}, as {(kind, number): (key, object)}; who is not public is left out.

    The key is what stands in the address: `9.2`, `kz`, `shen-yueyue`; of the forum itself it is `forum`.
    """
    is_many = sum(map(len, lives.values())) > MANY
    entries = stored_entries() if is_many else entries_around(lives)
    writer = SingleWriter(entries, is_public=True)
    found = {}
    for entry in entries.values():
        kind = entry.kind.name
        if entry.number in lives.get(kind, ()) and entry.is_public:
            found[kind, entry.number] = key_in_address(entry), _object(entry, writer)
    return found


def key_in_address(entry: Entry) -> str:
    """The part of its address that tells a record from others of its kind."""
    if entry.kind.name == "country":
        return entry.values["code"].lower()
    return entry.key[1] if len(entry.key) > 1 else "forum"


def _object(entry: Entry, writer: SingleWriter) -> dict:
    if entry.kind.name == "country":
        return {"code": entry.values["code"]} | own_names(entry.values)
    return writer.write(SHAPES[entry.kind.name], entry)
