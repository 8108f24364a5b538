"""What colleagues tell each other about a record."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoteQuerySet(models.QuerySet):
    """Notes between colleagues."""

    def of(self, record):
        """The notes on one record, the newest first."""
        return self.filter(kind=record._meta.model_name, record=record.pk).order_by("-pk").select_related("author")


class Note(models.Model):
    """What colleagues tell each other about a record; never public."""

    kind = models.CharField(_("kind"), max_length=40)
    record = models.BigIntegerField(_("number of the record"))
    text = models.TextField(_("note"))
    is_return = models.BooleanField(_("says why it was returned"), default=False)
    author = models.ForeignKey("auth.User", models.SET_NULL, verbose_name=_("by"), null=True)
    written_at = models.DateTimeField(_("written"), auto_now_add=True)
    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        indexes = [models.Index(fields=["kind", "record"], name="note_of_record")]

    def __str__(self):
        return self.text
