"""What each record said before: acts of staff, and the states of records that they left behind; never public."""

from django.db import models
from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .documents import DocumentField
from .languages import Translated


class Act(models.Model):
    """What was written in one go: by whom, when, and on what occasion."""

    class What(models.TextChoices):
        """The occasion; empty: somebody saved a page."""

        FOUND = "found", _("as it stood when its history began")
        LOADED = "loaded", _("loaded from a file")
        IMPORTED = "imported", _("imported from a spreadsheet")
        RESTORED = "restored", _("restored")
        RECOVERED = "recovered", _("recovered after it was deleted")
        UNDONE = "undone", _("an earlier act was undone")
        MERGED = "merged", _("two records were merged")
        ACCEPTED = "accepted", _("a proposal was accepted")

    author = models.ForeignKey("auth.User", models.SET_NULL, verbose_name=_("by"), null=True, related_name="+")
    # Outlives the account; empty when the site itself wrote, or a command.
    author_name = models.CharField(_("name of the author"), max_length=310, blank=True)
    happened_at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    what = models.CharField(_("occasion"), max_length=10, choices=What, blank=True)
    # What tells the form it came from, so that a form sent twice is written once.
    form = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        default_permissions = ()

    def __str__(self):
        return f"{self.happened_at:%Y-%m-%d %H:%M} {self.author_name}"


class KeptStateQuerySet(models.QuerySet):
    """Kept states."""

    def of(self, kind: str, record: int):
        """The states of one record, the newest first."""
        return self.filter(kind=kind, record=record).order_by("-pk").select_related("act__author")

    def around(self, edition: int):
        """The states of an edition and of what belongs to it, the newest first."""
        return self.filter(edition=edition).order_by("-pk").select_related("act__author")

    def newest_of(self, kind: str, records):
        """The last state of each of these records, those without a history left out."""
        newest = self.filter(kind=kind, record__in=records).order_by().values("record").annotate(newest=Max("pk"))
        return self.filter(pk__in=[row["newest"] for row in newest])

    def deleted(self, kind: str):
        """The last state of each deleted record of a kind, the latest deletion first."""
        later = KeptState.objects.filter(kind=kind, record=OuterRef("record")).order_by("-pk").values("pk")[:1]
        gone = self.filter(kind=kind, deed=KeptState.Deed.DELETED, pk=Subquery(later))
        return gone.order_by("-pk").select_related("act__author")


class KeptState(models.Model):
    """What one record said, with all that belongs to it, from an act on; with nothing in it, it was deleted."""

    class Deed(models.TextChoices):
        """What became of the record."""

        FOUND = "found", _("found")
        ADDED = "added", _("added")
        CHANGED = "changed", _("changed")
        DELETED = "deleted", _("deleted")

    act = models.ForeignKey(Act, models.CASCADE, related_name="states")
    kind = models.CharField(_("kind"), max_length=20)
    record = models.BigIntegerField(_("number of the record"))
    # The edition it is or belongs to, so that the history of an edition tells of its delegations as well.
    edition = models.BigIntegerField(null=True, db_index=True)
    deed = models.CharField(_("what became of it"), max_length=7, choices=Deed)
    name = Translated(models.CharField, _("name"), max_length=500)
    # Why, in public words; empty where nobody said.
    reason = Translated(models.TextField, _("reason"))
    # The columns, lists and parts that are not as they were in the state before.
    changed = models.JSONField(default=list)
    # `records.editing.contents` says what it is made of.
    content = DocumentField(null=True)
    restored_from = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    objects = KeptStateQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("kept state")
        verbose_name_plural = _("kept states")
        default_permissions = ()
        indexes = [models.Index(fields=["kind", "record"], name="kept_state_of_record")]

    def __str__(self):
        return f"{self.act}: {self.name}"

    def before(self):
        """The state of the same record before this one; nothing before its first."""
        return KeptState.objects.of(self.kind, self.record).filter(pk__lt=self.pk).first()
