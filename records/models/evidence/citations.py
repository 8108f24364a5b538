"""Which source supports which record."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.models.agreements import Agreement, Amount, FollowUp
from records.models.delegations import Delegation, Statement
from records.models.editions import AttendingGroup, Edition, Forum, HeadCount, NextHost, RelatedEvent, Session
from records.models.publication import Record, exactly_one

from .cited import CITED
from .disputes import Reading
from .fields import FieldCode
from .sources import Source


def _supports(model):
    return models.ForeignKey(
        model, models.CASCADE, verbose_name=model._meta.verbose_name, related_name="citations", null=True, blank=True
    )


class Citation(Record):
    """This source supports that record, or one field of it, at this place in its text."""

    OWNERS = tuple(CITED)
    source = models.ForeignKey(Source, models.PROTECT, verbose_name=_("source"), related_name="citations")
    field = models.CharField(
        _("supports"), max_length=20, choices=FieldCode, blank=True, help_text=_("Empty: the record as a whole.")
    )
    locator = models.CharField(_("place in the text"), max_length=200, blank=True, help_text=_("Page 3, paragraph 2."))
    forum = _supports(Forum)
    edition = _supports(Edition)
    head_count = _supports(HeadCount)
    attending_group = _supports(AttendingGroup)
    next_host = _supports(NextHost)
    session = _supports(Session)
    related_event = _supports(RelatedEvent)
    delegation = _supports(Delegation)
    statement = _supports(Statement)
    agreement = _supports(Agreement)
    amount = _supports(Amount)
    follow_up = _supports(FollowUp)
    reading = _supports(Reading)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        constraints = [
            models.CheckConstraint(
                condition=exactly_one(*CITED),
                name="citation_has_one_target",
                violation_error_message=_("A citation supports exactly one record."),
            ),
            *(
                models.UniqueConstraint(
                    fields=[name, "source", "field"],
                    name=f"citation_once_per_{name}",
                    violation_error_message=_("This source is cited here already."),
                )
                for name in CITED
            ),
        ]

    def __str__(self):
        return str(self.source)
