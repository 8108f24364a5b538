"""The ground of every page where staff write: its search, its list, and what of it the public can read."""

from functools import reduce
from operator import or_
from urllib.parse import parse_qs, urlencode

from django.contrib import admin
from django.core.paginator import EmptyPage, Paginator
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from records.models import State
from records.models.languages import fold, sort_key
from records.models.publication import Named, Publishable

from .deleting import Deleting
from .fields import Fields, in_language
from .forms import form_for
from .history import History
from .proposing import Proposing
from .reasons import LABELS as REASON_LABELS
from .rights import Translating
from .sent_twice import SentTwice
from .sheets import Exporting
from .two_at_once import TwoAtOnce
from .writing import Writing


class NextPageOnly(Paginator):
    """Tells by one row too many whether there is a next page: a box need not know how many thousand there are."""

    DEEPEST = 10_000

    def page(self, number):
        """Raises EmptyPage for a number that is no page."""
        if not 1 <= number <= self.DEEPEST:
            raise EmptyPage(number)
        first = (number - 1) * self.per_page
        rows = list(self.object_list[first : first + self.per_page + 1])
        self.count = first + len(rows)
        return self._get_page(rows[: self.per_page], number, self)


class RecordAdmin(
    Translating, Fields, Proposing, Writing, SentTwice, TwoAtOnce, Deleting, History, Exporting, admin.ModelAdmin
):  # fmt: skip
    """A kind of record with pages in the admin."""

    list_per_page = 50
    show_full_result_count = False
    # Columns of the database are not offered for sorting: each database has its own alphabet.
    sortable_by = ()
    # What boxes are called that no column stands behind; for who is given back what could not be saved.
    other_labels = REASON_LABELS
    # Parts of an address that readers cite: once public, they are shown and no longer edited.
    lasting: tuple[str, ...] = ()

    class Media:
        js = ["js/admin.js"]

    def __init__(self, model, admin_site):
        super().__init__(model, admin_site)
        self.form = form_for(model)

    def get_paginator(self, request, queryset, per_page, *args, **options):
        is_box = request.path == reverse("admin:autocomplete")
        return (NextPageOnly if is_box else Paginator)(queryset, per_page, *args, **options)

    def get_search_results(self, request, queryset, search_term):
        """Every word must be found in one of the folded texts, so that case and accents do not matter in any script."""
        names = self.get_search_fields(request)
        for word in fold(search_term.replace("\0", " ")).split() if names else ():
            found = reduce(or_, (Q(**{f"{name}__contains": word}) for name in names))
            queryset = queryset.filter(pk__in=self.model._base_manager.filter(found).values("pk"))
        return queryset, False

    def get_view_on_site_url(self, obj=None):
        """The public page of a record, as long as the public can read it."""
        has_page = obj is not None and hasattr(obj, "get_absolute_url") and self.is_public(obj)
        return obj.get_absolute_url() if has_page else None

    def is_public(self, record) -> bool:
        """Whether everybody may see this record; asked once for a page."""
        if not hasattr(record, "_was_public"):
            knows = isinstance(record, (Publishable, Named))
            record._was_public = _says_public(record) if knows else record.is_public_now()
        return record._was_public

    def get_readonly_fields(self, request, obj=None):
        lasting = self.lasting if obj is not None and self.lasting and self.is_public(obj) else ()
        return (*super().get_readonly_fields(request, obj), *lasting)

    def get_prepopulated_fields(self, request, obj=None):
        """An identifier is proposed from the name once, when a record is new."""
        return {} if obj else super().get_prepopulated_fields(request, obj)

    @admin.display(description=_("name"), ordering="sort_en")
    def shown_name(self, record):
        """The name in the language of the clerk."""
        return in_language(record.name)

    @admin.display(description=_("public"), boolean=True)
    def shown_public(self, record):
        """Whether a public record names this one."""
        return record.is_public


def _says_public(record) -> bool:
    return record.state == State.PUBLISHED if isinstance(record, Publishable) else record.is_public


class ByNameAdmin(RecordAdmin):
    """Reference data, listed by name in the alphabet of the clerk's language."""

    search_fields = ["folded"]
    sortable_by = ["shown_name"]

    def get_ordering(self, request):
        return [sort_key(), "pk"]


class InEdition:
    """A kind of record that an edition has many of: its lists are reached from the edition, and lead on."""

    def get_changeform_initial_data(self, request):
        """Who comes from the list of one edition adds a record to that edition."""
        filters = parse_qs(request.GET.get("_changelist_filters", ""))
        edition = filters.get("edition__id__exact", [""])[0]
        return {**({"edition": edition} if edition else {}), **super().get_changeform_initial_data(request)}


def list_of(model, record, count: int) -> str:
    """How many there are in an edition, leading to their list, and a link to add one to it."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    chosen = urlencode({"edition__id__exact": record.pk})
    there, add = f"{reverse(f'{name}_changelist')}?{chosen}", reverse(f"{name}_add")
    parts = count, model._meta.verbose_name_plural, add, urlencode({"_changelist_filters": chosen}), _("add one")
    return format_html('<a href="{}">{} {}</a> · <a href="{}?{}">{}</a>', there, *parts)
