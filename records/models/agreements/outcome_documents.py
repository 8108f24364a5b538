"""The documents in which agreements stand."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.models.editions import Edition
from records.models.languages import FoldedText, Translated
from records.models.publication import Record


class Document(Record):
    """A document of an edition, in which agreements stand."""

    OWNERS = ("edition",)
    edition = models.ForeignKey(Edition, models.CASCADE, verbose_name=_("edition"), related_name="documents")
    name = Translated(models.CharField, _("name"), required=True, max_length=300)
    folded = FoldedText(of=["name"])

    class Meta:
        ordering = ["edition", "pk"]
        # Not to be taken for what is attached as a file.
        verbose_name = _("outcome document")
        verbose_name_plural = _("outcome documents")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "name_en"],
                name="document_once_per_edition",
                violation_error_message=_("This edition has a document of this name already."),
            ),
        ]

    def __str__(self):
        return self.name
