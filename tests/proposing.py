"""Proposals made and decided in the browsers of colleagues, as tests need them."""

from django.urls import reverse

from records.models.proposals import Proposal
from tests.test_admin_forms import complaints, filled


def page(record, name: str = "change") -> str:
    """A page of a record in the admin, or of its kind."""
    args = [record.pk] if name in ("change", "delete") else []
    return reverse(f"admin:records_{record._meta.model_name}_{name}", args=args)


def told(response) -> list[str]:
    """The messages above the page that answers in the end."""
    return [str(message) for message in response.context["messages"]]


def propose(client, record, **changes) -> Proposal:
    """Change boxes on the page of a public record and save; gives the proposal that is kept."""
    return send(client, page(record), filled(client, page(record)) | changes)


def send(client, address: str, data: dict) -> Proposal:
    """Send a form that is kept as a proposal."""
    response = client.post(address, data, follow=True)
    assert response.redirect_chain, complaints(response)
    return Proposal.objects.latest("pk")


def decide(client, proposal: Proposal, act: str, **sent) -> list[str]:
    """Press a button below a proposal; gives what is said."""
    sent = {f"_{act}": "", "seen": proposal.digest, "reason_en": "The reports say so."} | sent
    said = told(client.post(page(proposal), sent, follow=True))
    proposal.refresh_from_db()
    return said


def words(proposal: Proposal) -> list[str]:
    """The boxes and lists that a proposal speaks of."""
    return [name for one in proposal.differences for name in (*one["values"], *one["links"])]


ACCEPTED = ["Accepted: what you saw is public now, and stands in the log of changes."]
STALE = ["The record has changed since: the proposal is stale, and was not accepted."]
