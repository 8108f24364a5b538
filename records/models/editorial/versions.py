"""What each record said in public, version by version, and the addresses at which a version stood before."""

from django.db import models
from django.db.models import Max, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from records.models.documents import DocumentField

from .addresses import OfRecord, version_address


class PublicVersionQuerySet(models.QuerySet):
    """Public versions."""

    def of(self, kind: str, key: str):
        """Every version of one record, the newest first."""
        return self.filter(kind=kind, key=key).order_by("-number")

    def current(self):
        """Those that are what everybody reads now."""
        return self.filter(is_current=True)

    def for_listing(self):
        """Without what they say."""
        return self.defer("content")

    def beside(self, records, kind: str):
        """Records of a kind, each with the number and the moment of its current version, at no query more."""
        now = self.current().filter(kind=kind, record=OuterRef("pk"))[:1]
        return records.annotate(
            version_number=Subquery(now.values("number")), version_published_at=Subquery(now.values("published_at"))
        )

    def shown_by(self, record, kind: str, key: str):
        """The current version of a record that was asked for so, without what it says; nothing when it has none."""
        number, moment = record.version_number, record.version_published_at
        return self.model(kind=kind, key=key, number=number, published_at=moment) if number else None


class PublicVersion(OfRecord):
    """What a record said in public from one moment on: its object of the exchange document, numbered from 1."""

    record = models.BigIntegerField(_("number of the record"))
    number = models.PositiveIntegerField(_("version"))
    published_at = models.DateTimeField(_("published"))
    is_current = models.BooleanField(_("what is public now"), default=True)
    content = DocumentField(_("content"))
    objects = PublicVersionQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "key", "-number"]
        verbose_name = _("public version")
        verbose_name_plural = _("public versions")
        constraints = [models.UniqueConstraint(fields=["kind", "key", "number"], name="public_version_numbered_once")]
        indexes = [models.Index(fields=["kind", "record", "is_current"], name="public_version_of_record")]

    def __str__(self):
        return f"{self.kind} {self.key}, {self.number}"

    def get_absolute_url(self) -> str:
        """The page of this version, whatever is published after it."""
        return version_address(self.kind, self.key, self.number)


class PastAddressQuerySet(models.QuerySet):
    """Addresses of versions that were given up."""

    def of(self, kind: str, key: str, number: int):
        """The one of this name, if there is one, with the version that stood there."""
        return self.filter(kind=kind, key=key, number=number).select_related("version")


class PastAddress(OfRecord):
    """An address at which a version stood before its record moved; no other version ever stands there."""

    number = models.PositiveIntegerField(_("version"))
    version = models.ForeignKey(PublicVersion, models.CASCADE, related_name="past_addresses")
    objects = PastAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("past address of a version")
        verbose_name_plural = _("past addresses of versions")
        constraints = [models.UniqueConstraint(fields=["kind", "key", "number"], name="past_address_once")]

    def __str__(self):
        return f"{self.kind} {self.key}, {self.number} → {self.version_id}"


def last_numbers(kind: str, keys: list[str]) -> dict[str, int]:
    """The highest number that a version ever had at each of these addresses; none where there never was one."""
    last = {}
    for model in (PublicVersion, PastAddress):
        rows = model.objects.filter(kind=kind, key__in=keys).order_by().values_list("key")
        for key, number in rows.annotate(last=Max("number")):
            last[key] = max(number, last.get(key, 0))
    return last
