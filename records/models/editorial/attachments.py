"""Documents and pictures of an edition or an agreement."""

import secrets

from django.db import models
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from records.models.agreements import Agreement
from records.models.editions import Edition
from records.models.languages import Translated
from records.models.publication import Record, exactly_one


def unguessable_name(attachment, name: str) -> str:
    """Where an upload is kept: nothing of its own name, and nothing that anybody could guess."""
    return f"attachments/{secrets.token_urlsafe(24)}"


class Attachment(Record):
    """A document or a picture of an edition or an agreement; public with it, by a link that cannot be guessed."""

    class Kind(models.TextChoices):
        """What the content was found to be."""

        PDF = "application/pdf", "PDF"
        JPEG = "image/jpeg", "JPEG"
        PNG = "image/png", "PNG"
        WEBP = "image/webp", "WebP"

    OWNERS = ("edition", "agreement")
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="attachments", null=True, blank=True)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="attachments", null=True, blank=True)
    file = models.FileField(_("file"), upload_to=unguessable_name, max_length=120)
    title = Translated(
        models.CharField, _("title"), required=True, max_length=300,
        help_text=_("What the document is, or what the picture shows; it is read out to who cannot see it."),
    )  # fmt: skip
    credit = models.CharField(
        _("credit"), max_length=300, blank=True, help_text=_("Who made it, and under which licence it may be shown.")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, editable=False)
    token = models.CharField(max_length=40, unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    size = models.PositiveIntegerField(_("size"), editable=False, help_text=_("In bytes."))
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("attached file")
        verbose_name_plural = _("attached files")
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("edition", "agreement"),
                name="attachment_of_one_record",
                violation_error_message=_("A file belongs to one edition or to one agreement."),
            )
        ]

    def __str__(self):
        return self.title

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown in a page."""
        return self.kind != self.Kind.PDF

    def what_it_is(self) -> str:
        """Its kind and its size, for people."""
        return f"{self.get_kind_display()}, {filesizeformat(self.size)}"

    def ending(self) -> str:
        """The ending of its name: pdf, jpeg, png, webp."""
        return self.kind.rpartition("/")[2]

    def address(self, preview: str = "") -> str:
        """Where everybody can fetch it while its record is public, or who has the link of a preview."""
        name, link = ("preview_file", [preview]) if preview else ("attachment", [])
        return reverse(name, args=[*link, self.token, self.ending()])
