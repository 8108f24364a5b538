"""Which records have to be indexed again when others change: every way in which one record is found by another."""

from collections import defaultdict

from django.db.models import Q

from records.models import (
    Agreement,
    Citation,
    Delegation,
    Edition,
    Member,
    Organization,
    Organizer,
    Party,
    Person,
    Place,
    Session,
    Statement,
    Topic,
)

from .documents import KIND_OF


def affected_by(touched: dict) -> dict[str, set[int]]:
    """Touched records as {model: keys} → what to index again, as {kind: keys}; public or not, existing or not."""
    found = defaultdict(set)
    for model, keys in touched.items():
        if model in KIND_OF:
            found[KIND_OF[model]] |= keys
        if model in LEADS_TO:
            for kind, more in LEADS_TO[model](keys).items():
                found[kind] |= set(more)
    return found


def _keys(records, column: str = "pk") -> set[int]:
    return set(records.values_list(column, flat=True).order_by().distinct()) - {None}


def _from_editions(keys) -> dict:
    """Everything in an edition carries its number and year; people, bodies and sources carry it as a choice."""
    sent = Delegation.objects.filter(edition__in=keys)
    return {
        "agreement": _keys(Agreement.objects.filter(edition__in=keys)),
        "delegation": _keys(sent),
        "statement": _keys(Statement.objects.filter(edition__in=keys)),
        "session": _keys(Session.objects.filter(edition__in=keys)),
        "person": _people_of(keys),
        "organization": _keys(sent, "organization") | _keys(Organizer.objects.filter(edition__in=keys), "organization"),
        "source": _keys(Citation.objects.filter(edition__in=keys), "source"),
    }


def _people_of(editions) -> set[int]:
    return (
        _keys(Delegation.objects.filter(edition__in=editions), "head_person")
        | _keys(Member.objects.filter(delegation__edition__in=editions), "person")
        | _keys(Statement.objects.filter(edition__in=editions), "person")
        | _keys(Session.objects.filter(edition__in=editions), "people")
    )


def _from_delegations(keys) -> dict:
    """A delegation gives its country to the edition, its people, and what they said there."""
    sent = Delegation.objects.filter(pk__in=keys)
    editions = _keys(sent, "edition")
    people = _keys(sent, "head_person") | _keys(Member.objects.filter(delegation__in=keys), "person")
    return {
        "edition": editions,
        "person": people,
        "organization": _keys(sent, "organization"),
        "statement": _keys(Statement.objects.filter(edition__in=editions, person__in=people)),
    }


def _from_members(keys) -> dict:
    sent = _keys(Member.objects.filter(pk__in=keys), "delegation")
    return {"delegation": sent, **_from_delegations(sent)}


def _from_documents(keys) -> dict:
    stand = Agreement.objects.filter(document__in=keys)
    return {"agreement": _keys(stand), "edition": _keys(stand, "edition")}


def _from_organizations(keys) -> dict:
    """An organisation, its country and its kind are choices of whatever it took part in."""
    sent = _keys(Delegation.objects.filter(organization__in=keys))
    came = _from_delegations(sent)
    return {
        **came,
        "edition": came["edition"] | _keys(Organizer.objects.filter(organization__in=keys), "edition"),
        "delegation": sent,
        "agreement": _keys(Party.objects.filter(organization__in=keys), "agreement"),
        "session": _keys(Session.objects.filter(organizations__in=keys)),
    }


def _from_people(keys) -> dict:
    """A person is a choice of the delegation they came in, of its edition, and of what they said and attended."""
    sent = Delegation.objects.filter(Q(head_person__in=keys) | Q(members__person__in=keys))
    return {
        "delegation": _keys(sent),
        "edition": _keys(sent, "edition"),
        "statement": _keys(Statement.objects.filter(person__in=keys)),
        "session": _keys(Session.objects.filter(people__in=keys)),
    }


def _from_topics(keys) -> dict:
    """A topic stands in the records on it and on its narrower ones, by its broader ones too."""
    below = set(keys)
    while more := _keys(Topic.objects.filter(broader__in=below)) - below:
        below |= more
    return {
        "topic": below,
        **{
            KIND_OF[model]: _keys(model.objects.filter(topics__in=below))
            for model in (Edition, Agreement, Statement, Session)
        },
    }


LEADS_TO = {
    Edition: _from_editions,
    Delegation: _from_delegations,
    Member: _from_members,
    Agreement._meta.get_field("document").related_model: _from_documents,
    Organization: _from_organizations,
    Person: _from_people,
    Topic: _from_topics,
    Statement: lambda keys: {"person": _keys(Statement.objects.filter(pk__in=keys), "person")},
    Session: lambda keys: {"person": _keys(Session.objects.filter(pk__in=keys), "people")},
    Organizer: lambda keys: {
        "edition": _keys(Organizer.objects.filter(pk__in=keys), "edition"),
        "organization": _keys(Organizer.objects.filter(pk__in=keys), "organization"),
    },
    Place: lambda keys: {"edition": _keys(Place.objects.filter(pk__in=keys), "edition")},
    Party: lambda keys: {"agreement": _keys(Party.objects.filter(pk__in=keys), "agreement")},
    Citation: lambda keys: {"source": _keys(Citation.objects.filter(pk__in=keys), "source")},
    Edition._meta.get_field("attending_groups").related_model: lambda keys: {
        "edition": _keys(Edition.objects.filter(attending_groups__in=keys))
    },
}
