"""Changes to what is public that wait for a reviewer; never public themselves."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .documents import DocumentField
from .languages import Translated


class ProposalQuerySet(models.QuerySet):
    """Proposals."""

    def waiting(self):
        """Those that somebody has still to do something about: a reviewer, or of a stale one its author."""
        return self.filter(state__in=Proposal.WAITING)

    def of(self, kind: str, record: int):
        """Those about one record, or about anything whose life it shares, the newest first."""
        about = models.Q(kind=kind, record=record) | models.Q(life_kind=kind, life=record)
        return self.filter(about).order_by("-pk").select_related("proposer")


class Proposal(models.Model):
    """What somebody who may not publish would have a public record say: the differences only, never the posted form.

    `records.editing.proposals` says what the differences are made of. Nothing here is ever public.
    """

    class State(models.TextChoices):
        """What has become of it; a stale one speaks of values that have changed since."""

        OPEN = "open", pgettext_lazy("a proposal", "open")
        ACCEPTED = "accepted", pgettext_lazy("a proposal", "accepted")
        RETURNED = "returned", pgettext_lazy("a proposal", "returned")
        WITHDRAWN = "withdrawn", pgettext_lazy("a proposal", "taken back by its author")
        STALE = "stale", pgettext_lazy("a proposal", "stale")

    WAITING = (State.OPEN, State.STALE)

    # The record of the page, by its kind in the document, its number, and its natural key; a new one has no number.
    kind = models.CharField(_("kind"), max_length=20)
    record = models.BigIntegerField(null=True)
    key = models.JSONField()
    name = Translated(models.CharField, _("record"), max_length=500)
    # The record whose life it shares; a topic that would be new has none yet.
    life_kind = models.CharField(max_length=20, blank=True)
    life = models.BigIntegerField(null=True)
    proposer = models.ForeignKey(
        "auth.User", models.SET_NULL, verbose_name=_("by"), null=True, related_name="proposals"
    )
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now)
    note = Translated(models.TextField, _("why"))
    differences = DocumentField(_("differences"))
    # Tells these differences of this record from others: the same proposal posted twice is one.
    digest = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN, db_index=True)
    decided_by = models.ForeignKey(
        "auth.User", models.SET_NULL, verbose_name=_("decided by"), null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    decision = models.TextField(_("note back"), blank=True)
    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints = [
            models.UniqueConstraint(
                fields=["proposer", "digest"], condition=models.Q(state="open"), name="proposal_posted_once"
            )
        ]
        indexes = [
            models.Index(fields=["kind", "record"], name="proposal_about_record"),
            models.Index(fields=["life_kind", "life"], name="proposal_about_life"),
        ]

    def __str__(self):
        return str(self.name)
