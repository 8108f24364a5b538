"""Looking at a record before it is public: oneself, and by a link for colleagues."""

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from records.editing.previewing import links_of, make_link, revoke
from records.models.languages import address

from .deleting import page_of


class Previewing:
    """Pages of a record with a public page: its preview, and the links to it."""

    def get_urls(self):
        wrap, name = self.admin_site.admin_view, f"{self.model._meta.app_label}_{self.model._meta.model_name}"
        return [
            path("<path:object_id>/preview/", wrap(self.preview_view), name=f"{name}_preview"),
            path("<path:object_id>/look/", wrap(self.look_view), name=f"{name}_look"),
            *super().get_urls(),
        ]

    def look_address(self, record) -> str:
        """Where staff see the page that the record would have."""
        return reverse(f"admin:{self.model._meta.app_label}_{self.model._meta.model_name}_look", args=[record.pk])

    def look_view(self, request, object_id):
        """The real page, as publishing would make it."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        link = make_link(record, request.user)
        return HttpResponseRedirect(address("preview", link.token))

    def preview_address(self, record) -> str:
        """Where the links to a record are made and taken back."""
        return reverse(f"admin:{self.model._meta.app_label}_{self.model._meta.model_name}_preview", args=[record.pk])

    def preview_view(self, request, object_id):
        """The links to a record; make one, or take one back."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        if request.method == "POST":
            return self._changed(request, record)
        links = [
            (link, settings.SITE_URL + address("preview", link.token), address("preview_beside", link.token))
            for link in links_of(record)
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Preview: %(name)s") % {"name": record},
            "opts": self.model._meta,
            "record": record,
            "record_page": page_of(record),
            "links": links,
        }
        return TemplateResponse(request, "admin/records/preview.html", context)

    def _changed(self, request, record):
        if number := request.POST.get("revoke", ""):
            for link in links_of(record).filter(pk=number if number.isdecimal() and len(number) < 16 else 0):
                revoke(link)
                self.message_user(request, _("The link leads nowhere any more."), messages.SUCCESS)
            return HttpResponseRedirect(request.path)
        link = make_link(record, request.user)
        for wanted, page in (("look", "preview"), ("beside", "preview_beside")):
            if wanted in request.POST:
                return HttpResponseRedirect(address(page, link.token))
        self.message_user(request, _("The link is made. It leads here for seven days."), messages.SUCCESS)
        return HttpResponseRedirect(request.path)
