"""One public record by what stands in the address of its data; where it has moved to, or why it is gone."""

from functools import wraps

from django.http import Http404, HttpResponsePermanentRedirect

from records.editing.whereabouts import Gone, Moved, found_or_404, look_for_delegation, look_for_statement
from records.models import (
    Agreement,
    Country,
    Delegation,
    Edition,
    Organization,
    Person,
    Source,
    Statement,
    Topic,
)
from records.models.languages import COLUMNS, data_address

from .answers import json_answer

FOUND_BY = {
    "edition": lambda slug: found_or_404(Edition.objects.published(), slug=slug),
    "delegation": lambda slug, sender: _delegation(slug, sender),
    "statement": lambda slug, statement: _statement(slug, statement),
    "agreement": lambda reference: found_or_404(Agreement.objects.published(), reference=reference),
    "country": lambda code: found_or_404(Country.objects.published(), code=code.upper()),
    "topic": lambda slug: found_or_404(Topic.objects.published(), slug=slug),
    "person": lambda slug: found_or_404(Person.objects.published(), slug=slug),
    "organization": lambda slug: found_or_404(Organization.objects.published(), slug=slug),
    "source": lambda slug: found_or_404(Source.objects.published(), slug=slug),
}


def _delegation(slug: str, sender: str):
    try:
        return found_or_404(Delegation.objects.published().sent_by(sender), edition__slug=slug)
    except Http404:
        look_for_delegation(slug, sender)
        raise


def _statement(slug: str, statement: str):
    try:
        return found_or_404(Statement.objects.published(), edition__slug=slug, slug=statement)
    except Http404:
        look_for_statement(slug, statement)
        raise


def of_record(ending: str):
    """A view of one record gets the record; 301 where it has moved to, 410 with the reason where it is gone."""

    def wrap(view):
        @wraps(view)
        def answer(request, kind: str, **address):
            try:
                return view(request, kind, FOUND_BY[kind](**address))
            except Moved as moved:
                return HttpResponsePermanentRedirect(data_address(moved.address, ending))
            except Gone as gone:
                return gone_answer(gone.tombstone)

        return answer

    return wrap


def gone_answer(tombstone):
    """410: what it was, when it went and why."""
    return json_answer({"problems": ["The record is gone."], **how_it_went(tombstone)}, 410)


def how_it_went(tombstone) -> dict:
    """What a record was that is gone, when it went, why, and what replaces it."""
    change = tombstone.change
    said = {
        "kind": tombstone.kind,
        "key": tombstone.key,
        "act": tombstone.act,
        "happened_at": change.happened_at.isoformat(),
    }
    cause = tombstone.cause
    texts = {f"reason_{column}" for column in COLUMNS}
    reasons = {name: getattr(change, name) or (getattr(cause, name) if cause else "") for name in sorted(texts)}
    said |= {name: reason for name, reason in reasons.items() if reason}
    if tombstone.owner:
        said["edition"] = data_address(tombstone.owner.page, "json")
    if cause:
        said["went_with"] = data_address(cause.page, "json")
    if tombstone.replacement:
        said["replaced_by"] = data_address(tombstone.replacement, "json")
    return said
