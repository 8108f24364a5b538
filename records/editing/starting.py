"""A new edition begun from an earlier one: who came and what there was, never people, texts or sources."""

from dataclasses import dataclass

from records.models import Delegation, Edition, Organizer, Session
from records.search.index import recording


@dataclass(frozen=True)
class Copied:
    """What is taken over from the earlier edition."""

    countries: bool = True
    bodies: bool = True
    sessions: bool = False


def start_edition(earlier: Edition | None, copied: Copied, **columns) -> Edition:
    """A draft edition with these columns, and with empty delegations and sessions as the earlier one had."""
    with recording():
        edition = Edition(**columns)
        edition.full_clean(exclude=["slug", "folded"])
        edition.save()
        if earlier is not None:
            _copy(earlier, edition, copied)
    return edition


def _copy(earlier: Edition, edition: Edition, copied: Copied):
    came = earlier.delegations.order_by("pk")
    if copied.countries:
        _create(Delegation, [Delegation(edition=edition, country_id=d.country_id) for d in came if d.country_id])
    if copied.bodies:
        bodies = [d.organization_id for d in came if d.organization_id]
        _create(Delegation, [Delegation(edition=edition, organization_id=body) for body in bodies])
        held = earlier.organizers.order_by("pk")
        _create(Organizer, [Organizer(edition=edition, organization_id=o.organization_id, role=o.role) for o in held])
    if copied.sessions:
        _create(Session, [_session(session, edition) for session in earlier.sessions.order_by("pk")])


def _session(session: Session, edition: Edition) -> Session:
    """What sort of session it was, under the same name; when, where and who was there has to be found out anew."""
    titles = {f"title_{column}": getattr(session, f"title_{column}") for column in ("en", "ru", "zh")}
    return Session(edition=edition, slug=session.slug, kind=session.kind, **titles)


def _create(model, records: list):
    model.objects.bulk_create(records)
