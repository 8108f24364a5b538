"""Whose public face may change when records are written: every record leads to the one whose life it shares."""

from collections import defaultdict

from records.models import (
    Agreement,
    Country,
    Document,
    Edition,
    Forum,
    Organization,
    Person,
    RelatedEvent,
    Source,
    Topic,
)

# The kinds of record that are published, kept in versions and told of in the change log one by one.
LIVES = {
    "forum": Forum,
    "country": Country,
    "source": Source,
    "organization": Organization,
    "person": Person,
    "topic": Topic,
    "edition": Edition,
    "related_event": RelatedEvent,
    "agreement": Agreement,
}
LIFE_OF = {model: kind for kind, model in LIVES.items()}


def lives_of(touched: dict) -> dict[str, set[int]]:
    """Touched records as {model: keys} → the lives they are part of, as {kind: keys}; what is gone leads nowhere."""
    found = defaultdict(set)
    waiting = {model: set(keys) for model, keys in touched.items()}
    while waiting:
        model, keys = waiting.popitem()
        if model in LIFE_OF:
            found[LIFE_OF[model]] |= keys
        else:
            for owner, more in _owners(model, keys).items():
                waiting[owner] = waiting.get(owner, set()) | more
    _add_neighbours(found, touched)
    return found


def _owners(model, keys) -> dict:
    names = [model._meta.get_field(name) for name in model.OWNERS]
    rows = model.objects.filter(pk__in=keys).values_list(*(field.attname for field in names)) if names else ()
    owners = defaultdict(set)
    for row in rows:
        for field, key in zip(names, row, strict=True):
            owners[field.related_model] |= {key} - {None}
    return {owner: more for owner, more in owners.items() if more}


def _add_neighbours(found: dict, touched: dict):
    """What names the document it stands in; what agreements show of each other is told in beside.py."""
    if keys := touched.get(Document):
        found["agreement"] |= set(Agreement.objects.filter(document__in=keys).values_list("pk", flat=True))


def agreements_of(editions) -> set[int]:
    """The agreements of editions whose own life has changed: they are public with them only."""
    return set(Agreement.objects.filter(edition__in=editions).values_list("pk", flat=True))
