"""The ground of every page where staff write: one door for writing, search, texts side by side, publishing."""

from contextlib import nullcontext
from functools import reduce
from operator import or_
from urllib.parse import parse_qs, urlencode

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.utils import NestedObjects, unquote
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.paginator import EmptyPage, Paginator
from django.db import IntegrityError, router
from django.db.models import (
    Count,
    ForeignKey,
    JSONField,
    ManyToManyField,
    OuterRef,
    Q,
    Subquery,
    TextField,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from records.models import Citation, State
from records.models.evidence import CITED_AS
from records.models.languages import COLUMNS, TAGS, Text, fold, sort_key, translated_names
from records.models.publication import Named, Publishable
from records.search.index import recording

from .deleting import is_published, link_to, page_of, published_sentence, reasons_to_keep
from .forms import ChooseOne, ChooseSeveral, RecordFormSet, WordsField, form_for


def count_of(model, by: str):
    """How many records of `model` name this one by the key `by`; one sub-query, whatever is asked beside it."""
    rows = model._default_manager.filter(**{by: OuterRef("pk")}).order_by().values(by)
    return Coalesce(Subquery(rows.annotate(found=Count("pk")).values("found")), 0)


def in_language(text) -> str:
    """A text marked with its language when that is not the visitor's."""
    is_foreign = isinstance(text, Text) and text.is_fallback
    return format_html('<span lang="{}">{}</span>', text.tag, text) if is_foreign else text


class Fields:
    """How the columns of a record become fields of a form, on a page and in the rows of another page."""

    # Keys that the names of the records on this page are made of; they are loaded along.
    named_with: tuple[str, ...] = ()

    def get_fieldsets(self, request, obj=None):
        """Where a text in three languages is named, its three columns stand side by side."""
        texts = {name: tuple(f"{name}_{column}" for column in COLUMNS) for name in translated_names(self.model)}
        return [
            (title, {**options, "fields": [texts.get(name, name) for name in options["fields"]]})
            for title, options in super().get_fieldsets(request, obj)
        ]

    def get_queryset(self, request):
        return self._with_names(super().get_queryset(request))

    def _with_names(self, queryset):
        # Without arguments Django would load every key there is.
        return queryset.select_related(*self.named_with) if self.named_with else queryset

    def get_autocomplete_fields(self, request):
        """Nobody scrolls through a menu of a thousand people: every choice of a record is typed."""
        fields = [*self.model._meta.fields, *self.model._meta.many_to_many]
        return [field.name for field in fields if isinstance(field, (ForeignKey, ManyToManyField))]

    def get_field_queryset(self, db, db_field, request):
        ordered = super().get_field_queryset(db, db_field, request)
        queryset = db_field.related_model._default_manager.all() if ordered is None else ordered
        chosen = self.admin_site._registry.get(db_field.related_model)
        return chosen._with_names(queryset) if isinstance(chosen, Fields) else queryset

    def formfield_for_foreignkey(self, db_field, request, **options):
        options.setdefault("widget", ChooseOne(db_field, self.admin_site, using=options.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **options)

    def formfield_for_manytomany(self, db_field, request, **options):
        options.setdefault("widget", ChooseSeveral(db_field, self.admin_site, using=options.get("using")))
        return super().formfield_for_manytomany(db_field, request, **options)

    def formfield_for_dbfield(self, db_field, request, **options):
        if isinstance(db_field, JSONField):
            label, is_needed = capfirst(db_field.verbose_name), not db_field.blank
            field = WordsField(label=label, required=is_needed, help_text=db_field.help_text)
        else:
            field = super().formfield_for_dbfield(db_field, request, **options)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False
        if isinstance(db_field, TextField):
            field.widget.attrs["rows"] = 4
        if column := getattr(db_field, "translation_column", None):
            field.widget.attrs["lang"] = TAGS[column]
        return field


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


class RecordAdmin(Fields, admin.ModelAdmin):
    """A kind of record with pages in the admin."""

    list_per_page = 50
    show_full_result_count = False
    # Columns of the database are not offered for sorting: each database has its own alphabet.
    sortable_by = ()
    # Parts of an address that readers cite: once public, they are shown and no longer edited.
    lasting: tuple[str, ...] = ()
    delete_confirmation_template = "admin/records/delete_confirmation.html"
    delete_selected_confirmation_template = "admin/records/delete_selected_confirmation.html"

    class Media:
        js = ["js/admin.js"]

    def __init__(self, model, admin_site):
        super().__init__(model, admin_site)
        self.form = form_for(model)

    # Writing

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        return self._through_the_door(super().changeform_view, request, object_id, form_url, extra_context)

    def changelist_view(self, request, extra_context=None):
        return self._through_the_door(super().changelist_view, request, extra_context)

    def delete_view(self, request, object_id, extra_context=None):
        record = self.get_object(request, unquote(object_id))
        if record is not None and is_published(record):
            self.message_user(request, published_sentence(record), messages.ERROR)
            return HttpResponseRedirect(page_of(record))
        return self._through_the_door(super().delete_view, request, object_id, extra_context)

    def _through_the_door(self, view, request, *args):
        """Answer inside `recording()` when the request may write."""
        is_writing = request.method == "POST"
        try:
            with recording() if is_writing else nullcontext():
                return view(request, *args)
        except IntegrityError:
            # Forms check everything first; what is left is two people in the same second, or two rows that swap.
            sentence = _(
                "Nothing was saved. Somebody else saved the same just now, or two rows changed places: "
                "try again, one change at a time."
            )
            self.message_user(request, sentence, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    # Deleting

    def has_delete_permission(self, request, obj=None):
        is_kept = isinstance(obj, self.model) and is_published(obj)
        return not is_kept and super().has_delete_permission(request, obj)

    def get_deleted_objects(self, objs, request):
        """What would be deleted; nothing, and the reasons why, when any of it is published or cited."""
        if reasons := reasons_to_keep(objs):
            return [], {}, set(), reasons
        going = NestedObjects(using=router.db_for_write(self.model), origin=objs)
        going.collect(objs)
        for model, records in going.model_objs.items():
            prefetch_related_objects(list(records), *self._keys_in_names(model))
        pages = {model: self.admin_site._registry.get(model) for model in going.model_objs}
        lacking = {
            m._meta.verbose_name for m, page in pages.items() if page and not page.has_delete_permission(request)
        }
        counts = {model._meta.verbose_name_plural: len(records) for model, records in going.model_objs.items()}
        return going.nested(link_to), counts, lacking, [link_to(record) for record in going.protected]

    def _keys_in_names(self, model) -> list[str]:
        page = self.admin_site._registry.get(model)
        keys = [field.name for field in model._meta.fields if field.many_to_one]
        return list(page.named_with) if isinstance(page, Fields) else keys

    # Reading

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


class PublishableAdmin(RecordAdmin):
    """A kind of record with a life of its own: what staff add is a draft until somebody publishes it."""

    actions = ["publish"]
    readonly_fields = ["state", "published_at"]

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return fieldsets
        advice = _("Chosen records are published from the list. What is published cannot be deleted.")
        return [*fieldsets, (_("Publication"), {"fields": [("state", "published_at")], "description": advice})]

    @admin.action(description=_("Publish selected %(verbose_name_plural)s"), permissions=["publish"])
    def publish(self, request, queryset):
        """Put the chosen records before the public, and say how many were not there yet."""
        waiting = list(queryset.exclude(state__in=[State.PUBLISHED, State.WITHDRAWN]))
        count = queryset.publish()
        message = [{"changed": {"fields": ["state"]}}]
        LogEntry.objects.log_actions(request.user.pk, waiting, CHANGE, message)
        said = ngettext("%(count)s record is published now.", "%(count)s records are published now.", count)
        self.message_user(request, said % {"count": count}, messages.SUCCESS if count else messages.WARNING)

    def has_publish_permission(self, request):
        """Who may change a record may publish it, until steps and rights are built."""
        return self.has_change_permission(request)


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


class SmallRecordAdmin(RecordAdmin):
    """A record that is written in a row of its owner's page, and has a page of its own for its sources only."""

    readonly_fields = ["belongs_to"]

    def has_module_permission(self, request):
        """It is reached from its owner; the front page does not list it."""
        return False

    def has_add_permission(self, request):
        return False

    @admin.display(description=_("belongs to"))
    def belongs_to(self, record):
        """The record in whose page this one is a row."""
        return link_to(record.owner())

    def response_post_save_change(self, request, obj):
        """Back to where the row stands."""
        return HttpResponseRedirect(page_of(obj.owner()))


class Rows(Fields):
    """Rows of small records in the page of their owner."""

    extra = 0
    formset = RecordFormSet
    # What the link of a row counts and leads to: its sources, or the accounts of a dispute.
    counted, counted_as = Citation, _("sources")
    readonly_fields = ()

    def __init__(self, parent_model, admin_site):
        super().__init__(parent_model, admin_site)
        self.form = form_for(self.model)

    def get_view_on_site_url(self, obj=None):
        return None

    def get_queryset(self, request):
        queryset = super().get_queryset(request)
        if "more" not in self.readonly_fields:
            return queryset
        key = CITED_AS[self.model] if self.counted is Citation else self.model._meta.model_name
        return queryset.annotate(counted=count_of(self.counted, key))

    @admin.display(description=_("more"))
    def more(self, record):
        """The way to what stands one level deeper."""
        if not record.pk:
            return _("Save first, then add them.")
        return format_html('<a href="{}">{}: {}</a>', page_of(record), capfirst(self.counted_as), record.counted)


class StackedRows(Rows, admin.StackedInline):
    """Rows with texts: the fields stand below one another."""


class TableRows(Rows, admin.TabularInline):
    """Rows with few short fields."""

    def formfield_for_dbfield(self, db_field, request, **options):
        """The head of a column names its boxes to the eye only, so each says its name itself."""
        field = super().formfield_for_dbfield(db_field, request, **options)
        if field:
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs["aria-label"] = field.label
        return field


class Citations(TableRows):
    """The sources that support a record."""

    model = Citation
    fields = ["source", "field", "locator"]
    named_with = ("source",)
    verbose_name, verbose_name_plural = _("source"), _("sources")
