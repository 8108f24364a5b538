"""The public log of changes, and the addresses that were given up."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from records.models.documents import DocumentField
from records.models.languages import Text, Translated
from records.models.postings import TermField

from .addresses import OfRecord
from .versions import PublicVersion


class ChangeQuerySet(models.QuerySet):
    """Entries of the change log."""

    def newest_first(self):
        """The last act first."""
        return self.order_by("-cursor", "-pk")

    def oldest_first(self):
        """The first act first."""
        return self.order_by("cursor", "pk")

    def in_months(self, months):
        """What happened in any of these months or years: `2024-05`, `2024`."""
        return self.filter(reduce(or_, (Q(month__startswith=month) for month in months)))

    def since(self, cursor: int):
        """What came after a cursor, in the order in which it came."""
        return self.filter(cursor__gt=cursor).order_by("cursor", "pk")

    def for_telling(self):
        """The last act first, with the versions before and after each."""
        return self.newest_first().select_related("before", "after")

    def of(self, kind: str, key: str):
        """Everything that happened to one record."""
        return self.filter(kind=kind, key=key)

    def concerning(self, name: str, values):
        """What happened to records that are or were found by any of these values of a choice."""
        return self.filter(reduce(or_, (Q(concerns__contains=f"\n{name}={value}\n") for value in values)))


class Change(OfRecord):
    """One entry of the public change log: what happened to one record, when, and why."""

    class Act(models.TextChoices):
        """What happened."""

        ADDED = "added", _("added")
        ENRICHED = "enriched", _("enriched")
        CORRECTED = "corrected", _("corrected")
        WITHDRAWN = "withdrawn", _("withdrawn")
        MERGED = "merged", _("merged into another")
        MOVED = "moved", _("moved to another address")
        REMOVED = "removed", _("no longer named in public")
        REPORTED = "reported", _("a reader’s report was looked into")

    # The version of the public data that came with it; several changes of one act share it.
    cursor = models.BigIntegerField(_("cursor"), db_index=True)
    happened_at = models.DateTimeField(_("when"), db_index=True)
    # The month of the moment, `2024-05`: the log is counted by it.
    month = models.CharField(_("month"), max_length=7, editable=False, default="")
    act = models.CharField(_("what happened"), max_length=10, choices=Act)
    name = Translated(models.CharField, _("name"), max_length=500)
    reason = Translated(models.TextField, _("reason"))
    # [path, before, after] for each difference; a value that was not there is null.
    differences = DocumentField(_("differences"), default=list)
    # Where the record has gone: the key of what it was merged into, moved to or replaced by.
    into = models.CharField(_("leads to"), max_length=80, blank=True)
    # By what the record is or was found, a line each, between line breaks: `country=kz`, `topic=water`.
    concerns = models.TextField(_("concerns"), blank=True)
    before = models.ForeignKey(PublicVersion, models.PROTECT, related_name="+", null=True)
    after = models.ForeignKey(PublicVersion, models.PROTECT, related_name="changes", null=True)
    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-cursor", "-pk"]
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [
            models.Index(fields=["kind", "key"], name="change_of_record"),
            models.Index(fields=["kind", "act", "month"], name="change_counted"),
        ]

    def __str__(self):
        return f"{self.cursor} {self.act} {self.kind} {self.key}"

    def get_absolute_url(self) -> str:
        """Where the record that changed is, or was, to be read."""
        return self.page

    @property
    def called(self) -> Text:
        """The record by its name, as it was then; an agreement by its reference as well."""
        name = self.name
        return Text(f"{self.key} {name}", name.column, name.is_fallback) if self.kind == "agreement" else name

    @property
    def is_gone(self) -> bool:
        """Whether the record is no longer at this address."""
        return self.after_id is None


class Redirect(OfRecord):
    """An address that was given up: the record it led to is at another one now."""

    new_key = TermField(_("leads to"), max_length=80)

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="redirect_once")]

    def __str__(self):
        return f"{self.kind} {self.key} → {self.new_key}"
