"""The errors that readers report."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.models.languages import Translated
from records.models.postings import TermField

from .addresses import KIND_NAMES, PART_NAMES, OfRecord


class ReportQuerySet(models.QuerySet):
    """What readers report."""

    def waiting(self):
        """Those nobody has answered yet."""
        return self.filter(state=Report.State.WAITING)


class Report(OfRecord):
    """An error that a reader reports; no name is needed, and what came of it stands in the log of changes."""

    class State(models.TextChoices):
        """What staff made of it."""

        WAITING = "waiting", _("waits for an answer")
        MENDED = "mended", _("mended")
        KEPT = "kept", _("looked into; the record stays as it is")
        NOISE = "noise", _("no report")

    # A delegation and a statement too; their keys have their edition's in front.
    kind = models.CharField(_("kind"), max_length=20, choices=list((KIND_NAMES | PART_NAMES).items()))
    key = TermField(_("identifier"), max_length=170)
    text = models.TextField(_("what is wrong"), max_length=4000)
    evidence = models.TextField(_("how it is known"), max_length=2000, blank=True)
    contact = models.CharField(_("how to reach the reader"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10)
    reported_at = models.DateTimeField(_("reported"), auto_now_add=True, db_index=True)
    # Who sent it, as a digest that changes every day: enough to slow down a flood, too little to know anybody.
    sender = models.CharField(max_length=64, editable=False, db_index=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING, db_index=True)
    answer = Translated(models.TextField, _("answer (public)"))
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("reader’s report")
        verbose_name_plural = _("readers’ reports")

    def __str__(self):
        return f"{self.get_kind_display()} {self.key}: {self.text[:80]}"
