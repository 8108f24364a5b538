"""Whom an identifier in a stored object means: names instead of keys, whether the record still exists or not."""

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Max, Q

from records.models.editorial import Change, page_address
from records.models.languages import COLUMNS
from records.search.snapshot import current

from .labels import INSIDE

REFERS = {
    "country": "country", "code": "country", "organization": "organization", "organizations": "organization",
    "organizers": "organization", "co_organizers": "organization", "person": "person", "people": "person",
    "topics": "topic", "broader": "topic", "sources": "source", "source": "source",
    "organizer_note_sources": "source", "ref": "agreement", "part_of": "agreement", "edition": "edition",
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """One thing that is said: a text, perhaps the address of what it names, perhaps more about it."""

    text: str
    address: str = ""
    facts: tuple = ()


def references(key: str, value) -> set[tuple[str, str]]:
    """Every record that a value under a key names, as (kind, identifier)."""
    if isinstance(value, list):
        return set().union(*(references(key, one) for one in value))
    if isinstance(value, dict):
        return set().union(*(references(inner, one) for inner, one in value.items()))
    if key in REFERS and isinstance(value, str) and key not in INSIDE:
        return {(REFERS[key], value.lower() if REFERS[key] == "country" else value)}
    return set()


class Names:
    """The last public names of some records, read in one query; a country's come from what is remembered.

    With a moment those that they had then, and of what the log does not know from then, the last ones.
    """

    def __init__(self, wanted: set[tuple[str, str]], then: datetime | None = None):
        self.names = {("country", country.slug): country.name for country in current().countries}
        if then:
            self.names |= _last_names(wanted, then)
        self.names |= _last_names(wanted - self.names.keys())

    def said(self, key: str, identifier) -> Said:
        """The record that an identifier under this key names, with its address."""
        kind, identifier = REFERS[key], str(identifier)
        return self.said_of(kind, identifier.lower() if kind == "country" else identifier)

    def said_of(self, kind: str, key: str) -> Said:
        """The record of this kind and key, with its address."""
        name = self.names.get((kind, key))
        return Said(key) if name is None else Said(name, page_address(kind, key))


def _last_names(wanted: set[tuple[str, str]], until: datetime | None = None) -> dict:
    if not wanted:
        return {}
    kinds = {kind: [key for other, key in wanted if other == kind] for kind, _key in wanted}
    asked = reduce(or_, (Q(kind=kind, key__in=keys) for kind, keys in kinds.items()))
    known = Change.objects.filter(asked, **({"happened_at__lte": until} if until else {}))
    last = known.order_by().values("kind", "key").annotate(last=Max("pk")).values("last")
    told = Change.objects.filter(pk__in=last).only("kind", "key", *(f"name_{column}" for column in COLUMNS))
    return {(change.kind, change.key): change.called for change in told}
