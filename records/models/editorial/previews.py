"""Links to what is not public yet."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .addresses import KIND_NAMES


class Preview(models.Model):
    """A link by which a colleague without an account reads one state of a record that is not public."""

    kind = models.CharField(_("kind"), max_length=20, choices=list(KIND_NAMES.items()))
    record = models.BigIntegerField(_("number of the record"))
    # The state it shows; none: what the record says when the link is followed.
    state = models.ForeignKey("records.KeptState", models.CASCADE, null=True, related_name="+", editable=False)
    # The proposal that it shows as if it had been accepted, while that waits.
    proposal = models.ForeignKey("records.Proposal", models.CASCADE, null=True, related_name="+", editable=False)
    token = models.CharField(max_length=60, unique=True, editable=False)
    made_by = models.ForeignKey("auth.User", models.SET_NULL, null=True, related_name="+", editable=False)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("preview")
        verbose_name_plural = _("previews")

    def __str__(self):
        return f"{self.kind} {self.record}"
