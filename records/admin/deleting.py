"""What may not be deleted, and the sentence that says why: published records, and what others cite."""

from django.contrib import messages
from django.contrib.admin.utils import NestedObjects, unquote
from django.db import router
from django.db.models import PROTECT, prefetch_related_objects
from django.http import HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from records.models import State
from records.models.publication import Publishable

# So many are named; the rest is counted, because a country may be cited by thousands.
NAMED_AT_MOST = 10


def page_of(record) -> str:
    """The address of a record's page in the admin; empty when it has none."""
    try:
        return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
    except NoReverseMatch:
        return ""


def link_to(record) -> str:
    """What kind of record this is and its name, leading to its page."""
    kind, page = capfirst(record._meta.verbose_name), page_of(record)
    return format_html('{}: <a href="{}">{}</a>', kind, page, record) if page else format_html("{}: {}", kind, record)


def has_been_public(record) -> bool:
    """Whether a record with a life of its own is before the public, or ever was: its address may be cited."""
    return isinstance(record, Publishable) and (record.state == State.PUBLISHED or record.published_at is not None)


def published_sentence(record) -> str:
    """Why a published record stays."""
    if record.state == State.PUBLISHED:
        said = _("“%(name)s” is published. What is published may be cited, so it cannot be deleted.")
    else:
        said = _("“%(name)s” has been public. Its address may be cited and goes on answering, so it cannot be deleted.")
    return said % {"name": record}


def reasons_to_keep(records) -> list[str]:
    """A sentence for each published record, and one for each kind of record that cites any of these."""
    records = list(records)
    if not records:
        return []
    sentences = [published_sentence(record) for record in records if has_been_public(record)]
    # Hidden relations too: a relation that nobody follows backwards still holds what it names.
    for relation in records[0]._meta.get_fields(include_hidden=True):
        is_backward = relation.auto_created and not relation.concrete
        if is_backward and (relation.many_to_many or relation.on_delete is PROTECT):
            sentences += _named_by(relation, records)
    return sentences


def _named_by(relation, records) -> list[str]:
    """Records that name any of these by one relation, each with what it belongs to."""
    model, name = relation.related_model, relation.field.name
    found = model._default_manager.filter(**{f"{name}__in": records}).distinct().order_by("pk")
    known = [field.name for field in model._meta.fields if field.many_to_one]
    named = [_sentence(record) for record in found.select_related(*known)[:NAMED_AT_MOST]]
    more = found.count() - NAMED_AT_MOST if len(named) == NAMED_AT_MOST else 0
    if more > 0:
        named.append(ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more})
    return named


def _sentence(record) -> str:
    owner = record.owner()
    if owner == record:
        return format_html(_("It is named by {}."), link_to(record))
    return format_html(_("It is named by {} of {}."), link_to(record), link_to(owner))


class Deleting:
    """Pages that delete, unless what they speak of is published or cited."""

    delete_confirmation_template = "admin/records/delete_confirmation.html"
    delete_selected_confirmation_template = "admin/records/delete_selected_confirmation.html"

    def delete_view(self, request, object_id, extra_context=None):
        record = self.get_object(request, unquote(object_id))
        if record is not None and has_been_public(record):
            self.message_user(request, published_sentence(record), messages.ERROR)
            return HttpResponseRedirect(page_of(record))
        return self._or_nothing(super().delete_view, request, object_id, extra_context)

    def has_delete_permission(self, request, obj=None):
        is_kept = isinstance(obj, self.model) and has_been_public(obj)
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
        return list(getattr(page, "named_with", keys))
