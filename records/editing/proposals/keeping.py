"""The life of a proposal: kept, accepted as seen, returned, taken back, renewed; and noticed when it becomes stale."""

from collections.abc import Callable
from dataclasses import asdict

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from records.editing.roles import may_publish
from records.exchange.kinds import NAMES
from records.models.editorial import Change
from records.models.history import Act
from records.models.languages import TAGS
from records.models.proposals import Proposal
from records.search.index import Because, Door, recording

from .allowed import Allowed, beyond
from .applying import NotWritable, write
from .checking import obstacles
from .differences import Difference, as_json, digest, from_json, frozen
from .renewing import renewed
from .shelf import Row, Shelf, read_shelf
from .showing import label_of

State = Proposal.State
# What somebody may write on the page of a proposal, by their rights of now.
Rights = Callable[[User, Proposal], Allowed]


class Refused(Exception):
    """Something that cannot be done with a proposal now; says why in words for staff."""


class Stale(Refused):
    """The record no longer says what the proposal would change."""


def today(proposal: Proposal) -> Shelf:
    """What is stored today of the page that a proposal speaks of; of a new record, of the one it would belong to."""
    if proposal.record:
        return read_shelf(proposal.kind, proposal.record)
    return read_shelf(proposal.life_kind, proposal.life)


def about(record, root: Row, *, is_new: bool = False) -> Proposal:
    """A proposal about a record, which says nothing yet and is not stored; the record must exist as it is called."""
    life = record.life()
    made = Proposal(kind=root.kind, record=None if is_new else root.number, key=root.key)
    if not (is_new and life is record):
        made.life_kind, made.life = NAMES[type(life)], life.pk
    for column, tag in TAGS.items():
        with translation.override(tag):
            name = str(record) if life is record else f"{record} ({life})"
        setattr(made, f"name_{column}", name[:500])
    return made


def keep(made: Proposal, found: list[Difference], by: User, note: Because) -> tuple[Proposal, bool]:
    """Store what `about` made, with its differences; gives it, and whether the same was not waiting already."""
    made.proposer, made.differences, made.digest = by, as_json(found), digest(made.kind, made.key, found)
    for column, text in zip(TAGS, asdict(note).values(), strict=True):
        setattr(made, f"note_{column}", text)
    with recording():
        same = Proposal.objects.filter(proposer=by, digest=made.digest, state=State.OPEN).first()
        if same:
            return same, False
        made.state = State.STALE if obstacles(found, today(made)) else State.OPEN
        made.save()
    return made, True


def accept(proposal: Proposal, seen: str, because: Because, by: User, rights: Rights):
    """Write exactly the differences that were seen, whose digest is given. Raises Refused; then nothing is written."""
    try:
        with recording(because, by=by, what=Act.What.ACCEPTED):
            found = _ready_to_write(proposal, seen, by, rights)
            put_in(proposal, found)
            _decide(proposal, State.ACCEPTED, by)
    except NotWritable as problem:
        raise Refused(" ".join(problem.sentences)) from None
    except Stale:
        Proposal.objects.filter(pk=proposal.pk).update(state=State.STALE)
        raise


def put_in(proposal: Proposal, found: list[Difference]):
    """Write differences of a proposal that nothing stands in the way of; needs an open door. Raises NotWritable."""
    write(found, today(proposal), {frozen(proposal.key): proposal.record} if proposal.record else {})


def try_on(proposal: Proposal):
    """Write what waits, as accepting would, for somebody who undoes it; needs an open door. Raises Refused."""
    found = from_json(proposal.differences)
    if proposal.state != State.OPEN or obstacles(found, today(proposal)):
        raise Refused(_("The proposal does not wait for a reviewer any more."))
    try:
        put_in(proposal, found)
    except NotWritable as problem:
        raise Refused(" ".join(problem.sentences)) from None


def _ready_to_write(proposal: Proposal, seen: str, by: User, rights: Rights) -> list[Difference]:
    kept = _waiting(proposal)
    found = from_json(kept.differences)
    if not may_publish(by):
        raise Refused(_("Only a reviewer accepts proposals."))
    if kept.digest != seen:
        raise Refused(_("The proposal has been renewed since you looked at it. Look again."))
    if obstacles(found, today(kept)):
        raise Stale(_("The record has changed since: the proposal is stale, and was not accepted."))
    if names := _beyond_rights(kept, found, rights):
        sentence = _("Nothing was written: whoever proposed this may not write %(boxes)s.")
        raise Refused(sentence % {"boxes": ", ".join(names)})
    return found


def _beyond_rights(proposal: Proposal, found: list[Difference], rights: Rights) -> list[str]:
    proposer = User.objects.filter(pk=proposal.proposer_id, is_active=True, is_staff=True).first()
    allowed = rights(proposer, proposal) if proposer else Allowed()
    return list(dict.fromkeys(label_of(*one) for one in beyond(found, allowed, proposal.kind, frozen(proposal.key))))


def trace(proposal: Proposal) -> Change | None:
    """The entry of the public log that accepting a proposal has made; nothing when it is not accepted."""
    if proposal.state != State.ACCEPTED or not proposal.life:
        return None
    of_record = Q(before__record=proposal.life) | Q(after__record=proposal.life)
    made = Change.objects.filter(of_record, kind=proposal.life_kind, happened_at__gte=proposal.decided_at)
    return made.order_by("pk").first()


def send_back(proposal: Proposal, text: str, by: User):
    """Return a proposal to its author, with a note."""
    if not text.strip():
        raise Refused(_("Say why it is returned."))
    if not may_publish(by):
        raise Refused(_("Only a reviewer returns proposals."))
    with recording():
        _waiting(proposal)
        _decide(proposal, State.RETURNED, by, text.strip())


def take_back(proposal: Proposal, by: User):
    """Let the author withdraw a proposal."""
    with recording():
        _own(_waiting(proposal), by)
        _decide(proposal, State.WITHDRAWN, by)


def renew(proposal: Proposal, by: User):
    """Let the author propose the same against what is stored today."""
    with recording():
        kept = _own(_waiting(proposal), by)
        found = renewed(from_json(kept.differences), today(kept))
        if not found:
            raise Refused(_("Nothing is left of it: the record says it already, or what it is about is gone."))
        mark = digest(kept.kind, kept.key, found)
        if Proposal.objects.filter(proposer=by, digest=mark, state=State.OPEN).exclude(pk=kept.pk).exists():
            raise Refused(_("You have proposed the same anew already."))
        proposal.differences, proposal.digest, proposal.state = as_json(found), mark, State.OPEN
        proposal.proposed_at = timezone.now()
        proposal.save()


def notice(door: Door):
    """Before a door closes: waiting proposals about what was touched become stale, or are so no more."""
    touched = {(kind, number) for kind, numbers in door.lives.items() for number in numbers}
    if not touched:
        return
    waiting = Proposal.objects.waiting().exclude(life=None)
    mine = [pk for pk, *life in waiting.values_list("pk", "life_kind", "life") if tuple(life) in touched]
    for proposal in Proposal.objects.filter(pk__in=mine):
        is_stale = bool(obstacles(from_json(proposal.differences), today(proposal)))
        Proposal.objects.filter(pk=proposal.pk).update(state=State.STALE if is_stale else State.OPEN)


def _waiting(proposal: Proposal) -> Proposal:
    """Look at the proposal again, under lock, because somebody else may just have decided."""
    kept = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if kept.state not in Proposal.WAITING:
        raise Refused(_("The proposal has been decided meanwhile: %(state)s.") % {"state": kept.get_state_display()})
    return kept


def _own(proposal: Proposal, by: User) -> Proposal:
    if proposal.proposer_id != by.pk:
        raise Refused(_("Only its author can do this."))
    return proposal


def _decide(proposal: Proposal, state: str, by: User, text: str = ""):
    proposal.state, proposal.decided_by, proposal.decided_at, proposal.decision = state, by, timezone.now(), text
    proposal.save(update_fields=["state", "decided_by", "decided_at", "decision"])
