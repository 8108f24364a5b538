"""The series itself."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from records.models.dates import PartialDateColumns, date_with_precision
from records.models.languages import Translated, address
from records.models.publication import Record


class Forum(Record):
    """The series itself; a database keeps the record of one forum."""

    class Standing(models.TextChoices):
        """Whether texts in a language may be taken for the forum's own."""

        UNOFFICIAL = "unofficial", _("unofficial")

    title = Translated(models.CharField, _("title of the record"), required=True, max_length=300)
    note = Translated(models.TextField, _("how the record was compiled"))
    since = PartialDateColumns(_("held since"))
    organizer_note = Translated(models.TextField, _("remark on the organiser"))
    translations_ru = models.CharField(_("Russian texts"), max_length=10, choices=Standing, blank=True)
    translations_zh = models.CharField(_("Chinese texts"), max_length=10, choices=Standing, blank=True)
    translations_note = Translated(models.TextField, _("remark on the translations"))
    version = models.CharField(_("version of the record"), max_length=20, blank=True)
    licence = models.CharField(
        _("licence"), max_length=50, blank=True, help_text=_("The SPDX identifier of the licence of the texts.")
    )

    class Meta:
        verbose_name = _("forum")
        verbose_name_plural = _("forum")
        permissions = [
            ("publish_record", _("May publish, withdraw and accept changes to what is public")),
            ("translate_en", _("May translate into English")),
            ("translate_ru", _("May translate into Russian")),
            ("translate_zh", _("May translate into Chinese")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1), name="forum_is_one", violation_error_message=_("There is one forum in a record.")
            ),
            date_with_precision("since", "forum_since_precision"),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **options):
        """Keep to the one row."""
        self.pk = 1
        super().save(*args, **options)

    def series_name(self):
        """The name of the series: the title of the record up to its colon."""
        title = self.title
        return type(title)(title.replace("：", ":").partition(":")[0], title.column, title.is_fallback)

    def get_absolute_url(self) -> str:
        return address("about")
