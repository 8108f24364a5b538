"""What became of an agreement."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.models.dates import PartialDateColumns, date_with_precision
from records.models.languages import Translated
from records.models.publication import Record

from .agreement import Agreement


class FollowUp(Record):
    """Dated evidence of what became of an agreement; no verdicts."""

    class Status(models.TextChoices):
        """What the evidence says."""

        ANNOUNCED = "announced", _("announced")
        SIGNED = "signed", _("signed")
        IN_FORCE = "in_force", _("in force")
        REPORTED_DONE = "reported_done", _("reported done")
        SUPERSEDED = "superseded", _("superseded")
        ENDED = "ended", _("ended")
        NOTHING_FOUND = "nothing_found", _("nothing found")

    OWNERS = ("agreement",)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="follow_ups")
    status = models.CharField(_("what became of it"), max_length=15, choices=Status)
    happened = PartialDateColumns(_("date"), help_text=_("For “nothing found”: when somebody last looked."))
    note = Translated(models.TextField, _("note"))

    class Meta:
        ordering = [models.F("happened_on").asc(nulls_last=True), "pk"]
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        constraints = [
            date_with_precision("happened", "follow_up_happened_precision"),
            models.UniqueConstraint(
                fields=["agreement", "status", "happened_on"],
                name="follow_up_once",
                violation_error_message=_("This follow-up is entered already."),
            ),
        ]

    def __str__(self):
        return f"{self.get_status_display()} {self.happened}".strip()
