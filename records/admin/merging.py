"""Records that may be entered twice: noticed while typing, said after saving, and made one on a page of its own."""

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.editing.duplicates import alike
from records.editing.merging import MergeRefused, merge
from records.editing.roles import may_publish
from records.search.index import recording

from .deleting import page_of
from .forms import ChooseOne
from .reasons import ASKED_OF_REVIEWERS, because_of, reason_fields

LONGEST = 400


class MergeForm(forms.Form):
    """Which record stays, and why."""

    kept = forms.ModelChoiceField(queryset=None, label=gettext_lazy("The record that stays"))

    def __init__(self, duplicate, widget, *args, **options):
        super().__init__(*args, **options)
        self.fields |= reason_fields()
        self.fields["reason_en"].help_text = ASKED_OF_REVIEWERS
        self.fields["kept"].queryset = type(duplicate).objects.exclude(pk=duplicate.pk)
        self.fields["kept"].widget = widget


class Merging:
    """Pages of people, organisations, topics and sources, which are easily entered twice."""

    change_form_template = "admin/records/mergeable_change_form.html"
    named_by = ("name_en", "name_ru", "name_zh")

    class Media:
        js = ["js/admin.js", "js/alike.js"]

    def get_urls(self):
        name = f"{self.model._meta.app_label}_{self.model._meta.model_name}"
        wrap = self.admin_site.admin_view
        return [
            path("alike/", wrap(self.alike_view), name=f"{name}_alike"),
            path("<path:object_id>/merge/", wrap(self.merge_view), name=f"{name}_merge"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, *args, obj=None, **options):
        name = f"admin:{self.model._meta.app_label}_{self.model._meta.model_name}"
        context["alike_address"] = reverse(f"{name}_alike")
        context["alike_fields"] = " ".join((*self.named_by, *(["url"] if hasattr(self.model, "url") else [])))
        context["merge_address"] = reverse(f"{name}_merge", args=[obj.pk]) if obj and may_publish(request.user) else ""
        context["asks_to_merge"] = bool(obj and self.has_change_permission(request, obj)) and not may_publish(
            request.user
        )
        return super().render_change_form(request, context, *args, obj=obj, **options)

    def alike_view(self, request):
        """Records that may be the one being typed, as JSON for the script of the form."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        given = {name: request.GET.get(name, "")[:LONGEST].replace("\0", "") for name in (*self.named_by, "url")}
        besides = request.GET.get("besides", "")
        found = alike(
            self.model, [given[name] for name in self.named_by], given["url"],
            besides=int(besides) if besides.isdecimal() and len(besides) < 16 else None,
        )  # fmt: skip
        return JsonResponse({"alike": [{"name": str(record), "address": page_of(record)} for record in found]})

    def response_add(self, request, obj, *args, **options):
        """After a new record has been saved, say which others it may repeat; scripts or not."""
        if found := self._alike(obj):
            links = format_html_join(", ", '<a href="{}">{}</a>', ((page_of(one), one) for one in found))
            if may_publish(request.user):
                said = _("This may be in the record already: {}. If it is the same, merge the two.")
            else:
                said = _("This may be in the record already: {}. If it is the same, ask a reviewer to merge the two.")
            self.message_user(request, format_html(said, links), messages.WARNING)
        return super().response_add(request, obj, *args, **options)

    def _alike(self, record) -> list:
        names = [getattr(record, name) for name in self.named_by]
        return alike(self.model, names, getattr(record, "url", ""), record.pk)

    def merge_view(self, request, object_id):
        """Ask which record stays; make one of the two."""
        duplicate = self.get_object(request, unquote(object_id))
        if duplicate is None:
            raise Http404
        if not (may_publish(request.user) and self.has_change_permission(request, duplicate)):
            raise PermissionDenied
        form = MergeForm(duplicate, self._box(), request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            try:
                return self._merged(request, duplicate, form)
            except MergeRefused as refused:
                form.add_error("kept", str(refused))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge “%(name)s” into another record") % {"name": duplicate},
            "opts": self.model._meta,
            "duplicate": duplicate,
            "form": form,
            "likely": [(one, page_of(one)) for one in self._alike(duplicate)],
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/records/merge.html", context)

    def _box(self):
        """The box in which a record of this kind is found by typing; any key that leads to the kind will do."""
        relation = next(r for r in self.model._meta.related_objects if r.one_to_many)
        return ChooseOne(relation.field, self.admin_site)

    def _merged(self, request, duplicate, form):
        kept, name = form.cleaned_data["kept"], str(duplicate)
        with recording(by=request.user):
            done = merge(duplicate, kept, because_of(form))
        said = _("“%(name)s” is one with “%(kept)s” now: %(moved)s moved, %(dropped)s were there twice.")
        found = {"name": name, "kept": kept, "moved": done.moved, "dropped": done.dropped}
        self.message_user(request, said % found, messages.SUCCESS)
        return HttpResponseRedirect(page_of(kept))
