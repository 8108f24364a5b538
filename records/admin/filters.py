"""How lists in the admin are narrowed to what needs work."""

from datetime import timedelta

from django.contrib.admin import SimpleListFilter
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from records.editing.translations import missing_in, stale_in
from records.models import Citation
from records.models.evidence import CITED_AS

LONG_AGO = timedelta(days=365)
TRANSLATION_WORK = {
    "missing_ru": _("Russian is missing"),
    "missing_zh": _("Chinese is missing"),
    "stale_ru": _("Russian is older than the original"),
    "stale_zh": _("Chinese is older than the original"),
}


class Translations(SimpleListFilter):
    """Texts that lack a translation, or whose translation is older than they are."""

    title, parameter_name = _("translations"), "translations"

    def lookups(self, request, model_admin):
        return list(TRANSLATION_WORK.items())

    def queryset(self, request, queryset):
        what, _separator, column = (self.value() or "").partition("_")
        if what not in ("missing", "stale"):
            return queryset
        return queryset.filter((missing_in if what == "missing" else stale_in)(queryset.model, column))


class WithoutSource(SimpleListFilter):
    """Records that no source supports."""

    title, parameter_name = _("sources"), "sources"

    def lookups(self, request, model_admin):
        return [("none", _("without a source"))]

    def queryset(self, request, queryset):
        return queryset.filter(without_source(queryset.model)) if self.value() == "none" else queryset


def without_source(model) -> Q:
    """The condition that no source is cited for a record."""
    return Q(~Exists(Citation.objects.filter(**{CITED_AS[model]: OuterRef("pk")})))


class Returned(SimpleListFilter):
    """Drafts that a reviewer has sent back, and what waits for its moment."""

    title, parameter_name = _("turn"), "turn"

    def lookups(self, request, model_admin):
        return [("returned", _("returned to be mended")), ("waiting", _("to be published at a later time"))]

    def queryset(self, request, queryset):
        if self.value() == "returned":
            return queryset.exclude(returned_because="")
        return queryset.waiting() if self.value() == "waiting" else queryset


class NotLookedAt(SimpleListFilter):
    """Gaps that nobody has looked into for a year, or ever."""

    title, parameter_name = _("last looked for"), "looked_at"

    def lookups(self, request, model_admin):
        return [("long_ago", _("more than a year ago, or never"))]

    def queryset(self, request, queryset):
        return queryset.filter(not_looked_at()) if self.value() == "long_ago" else queryset


def not_looked_at() -> Q:
    """The condition that nobody has looked into a gap for a year."""
    return Q(looked_on=None) | Q(looked_on__lt=timezone.localdate() - LONG_AGO)
