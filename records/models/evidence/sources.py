"""Where facts come from: reports, pages and documents."""

from collections import defaultdict

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from records.models.dates import PartialDateColumns, date_with_precision
from records.models.languages import FoldedText, SortKey, Translated, address, language_name, sort_key
from records.models.publication import Named, NamedQuerySet
from records.models.reference import slug_field

from .cited import CITED, WITH_OWNERS


class SourceQuerySet(NamedQuerySet):
    """Sources, in the words of the pages that list them."""

    def newest_first(self):
        """The latest published first; undated ones last."""
        return self.order_by(models.F("published_on").desc(nulls_last=True), "sort_en", "pk")

    def for_listing(self):
        """With the number of facts each supports."""
        return self.with_counts("citations")

    def by_name(self):
        """By their descriptions, in the alphabetical order of the visitor's language."""
        return self.order_by(sort_key(), "pk")

    def oldest_first(self):
        """The first published first; undated ones last."""
        return self.order_by(models.F("published_on").asc(nulls_last=True), "sort_en", "pk")


class Source(Named):
    """A report, a page or a document that supports facts of the record."""

    slug = slug_field()
    url = models.CharField(
        _("address"),
        max_length=2000,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("Where it was published. Leave empty when the copy at hand carries none."),
    )
    publisher = models.CharField(_("publisher"), max_length=300)
    title = Translated(
        models.CharField, _("description"), required=True, max_length=500,
        help_text=_("What the report says, in a few words; not its headline."),
    )  # fmt: skip
    language = models.CharField(_("language"), max_length=2, help_text=_("ISO 639-1: ru."))
    published = PartialDateColumns(_("published"))
    note = Translated(models.TextField, _("note"), help_text=_("Reliability, or the state of the copy."))
    sort_en = SortKey(of="title", language="en")
    sort_ru = SortKey(of="title", language="ru")
    folded = FoldedText(of=["slug", "publisher", "title", "url"])
    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["-published_on", "slug"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            date_with_precision("published", "source_published_precision"),
            models.CheckConstraint(
                condition=Q(language__regex=r"^[a-z]{2}$"),
                name="source_language_code",
                violation_error_message=_("A language is two small letters (ISO 639-1): ru."),
            ),
        ]

    def __str__(self):
        return f"{self.publisher}: {self.title}"

    def full_name(self):
        """What the report says, in a few words."""
        return self.title

    def language_name(self) -> str:
        """The language of the report in the visitor's words; its code when Django has no name for it."""
        return language_name(self.language)

    def supported(self) -> list[tuple]:
        """Everything public that it supports: for each kind of record its name and (record, citation) pairs."""
        cited = defaultdict(list)
        for citation in self.citations.published().order_by("pk"):
            name = next(name for name in CITED if getattr(citation, f"{name}_id"))
            cited[name].append((getattr(citation, f"{name}_id"), citation))
        return [(name, self._records_of(name, pairs)) for name in CITED if (pairs := cited[name])]

    def _records_of(self, name: str, pairs: list[tuple]) -> list[tuple]:
        found = CITED[name].objects.select_related(*WITH_OWNERS.get(name, ())).filter(pk__in={key for key, _c in pairs})
        records = {record.pk: record for record in found}  # not in_bulk(), which asks once for each thousand on SQLite
        return [(records[key], citation) for key, citation in pairs]

    def get_absolute_url(self) -> str:
        return address("source", self.slug)
