"""Spreadsheets that were uploaded."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.models.documents import DocumentField


class SheetImport(models.Model):
    """A spreadsheet that was uploaded: its rows as they were read, what was shown of them, and the act they became."""

    author = models.ForeignKey(
        "auth.User", models.SET_NULL, verbose_name=_("by"), null=True, related_name="+", editable=False
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    file_name = models.CharField(_("file"), max_length=200)
    rows = DocumentField()
    row_count = models.PositiveIntegerField(_("rows"))
    act = models.ForeignKey("records.Act", models.SET_NULL, null=True, related_name="+", editable=False)
    imported_at = models.DateTimeField(_("imported"), null=True)
    undone_at = models.DateTimeField(_("undone"), null=True)
    # The rows that somebody chose not to import: `people:3`.
    left_out = DocumentField(default=list)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("spreadsheet")
        verbose_name_plural = _("spreadsheets")

    def __str__(self):
        return self.file_name
