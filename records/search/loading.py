"""Records of each kind with all that they are found by, in as few queries as that takes."""

from django.db.models import Prefetch, Q

from records.models import Agreement, Delegation, Edition, Member, Organization, Person, Source
from records.models.languages import COLUMNS


def _delegations(accessor: str) -> Prefetch:
    """The public delegations at an accessor, with everybody in them."""
    members = Prefetch("members", queryset=Member.objects.select_related("person"))
    loaded = Delegation.objects.published().select_related("edition", "country", "organization__country", "head_person")
    return Prefetch(accessor, queryset=loaded.prefetch_related(members))


def _public(model, accessor: str, *joined: str) -> Prefetch:
    related = model._meta.get_field(accessor).related_model.objects.published()
    return Prefetch(accessor, queryset=related.select_related(*joined))


def _agreements_in_documents() -> Prefetch:
    """An edition may have thousands of agreements; only the names of the documents they stand in are wanted."""
    agreements = Agreement.objects.published().filter(document__isnull=False).select_related("document")
    names = (f"document__name_{column}" for column in COLUMNS)
    return Prefetch("agreements", queryset=agreements.only("edition", *names), to_attr="in_documents")


def _with_memberships(people):
    members = Person._meta.get_field("memberships").related_model.objects.published()
    joined = members.select_related("delegation__edition", "delegation__country", "delegation__organization__country")
    return people.prefetch_related(
        _delegations("delegations_headed"),
        Prefetch("memberships", queryset=joined),
        _public(Person, "statements", "edition"),
        _public(Person, "sessions", "edition"),
    )


def with_offices(people):
    """People with what their offices are read from, and no more."""
    return people.prefetch_related(_public(Person, "delegations_headed"), _public(Person, "memberships"))


LOADED = {
    "edition": lambda records: records.prefetch_related(
        "topics", "attending_groups", "places__country", "organizers__organization", _delegations("delegations"),
        _agreements_in_documents(),
    ),
    "session": lambda records: records.select_related("edition").prefetch_related("topics", "people", "organizations"),
    "delegation": lambda records: records.select_related(
        "edition", "country", "organization__country", "head_person"
    ).prefetch_related("members__person"),
    "statement": lambda records: records.select_related("edition", "person").prefetch_related(
        "topics", _delegations("edition__delegations")
    ),
    "agreement": lambda records: records.select_related("edition", "document").prefetch_related(
        "topics", "parties__country", "parties__organization__country"
    ),
    "person": _with_memberships,
    "organization": lambda records: records.select_related("country").prefetch_related(
        _public(Organization, "delegations", "edition"), _public(Organization, "editions_organized", "edition")
    ),
    "country": lambda records: records,
    "topic": lambda records: records,
    "source": lambda records: records.prefetch_related(
        Prefetch(
            "citations",
            queryset=Source._meta.get_field("citations").related_model.objects.filter(
                Q(edition__in=Edition.objects.published())
            ).select_related("edition"),
        )
    ),
}  # fmt: skip
