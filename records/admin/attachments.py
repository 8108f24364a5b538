"""Where staff upload documents and pictures of an edition or an agreement, and look at them before they are public."""

import secrets

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from records.editing.attachments import answer_with
from records.editing.roles import must_propose
from records.editing.uploads import checked
from records.models import Attachment

from .forms import form_for
from .rows import StackedRows


class AttachmentForm(form_for(Attachment)):
    """Takes a file only after having looked into it, and keeps what it was found to be."""

    def clean_file(self):
        """The file as it will be kept; ValidationError with a sentence when it may not be."""
        upload = self.cleaned_data["file"]
        if not isinstance(upload, UploadedFile):
            return upload  # the one that is stored already
        found = checked(upload)
        self.instance.kind, self.instance.digest, self.instance.size = found.kind, found.digest, len(found.content)
        self.instance.width, self.instance.height = found.width, found.height
        self.instance.token = secrets.token_urlsafe(24)
        return ContentFile(found.content, name=upload.name)


class Attachments(StackedRows):
    """Documents and pictures of a record."""

    model = Attachment
    fields = ["title", "file", "credit", "shown"]
    readonly_fields = ["shown"]

    def __init__(self, parent_model, admin_site):
        super().__init__(parent_model, admin_site)
        self.form = AttachmentForm

    def has_add_permission(self, request, obj=None):
        return self._are_files_taken(request, obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return self._are_files_taken(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self._are_files_taken(request, obj) and super().has_delete_permission(request, obj)

    @staticmethod
    def _are_files_taken(request, record) -> bool:
        """A file is no part of a proposal, so who may only propose looks at the files of a public record."""
        return record is None or not must_propose(request.user, record)

    @admin.display(description=_("stored"))
    def shown(self, attachment):
        """What is stored, to be looked at by staff."""
        if not attachment.pk:
            return _("PDF, JPEG, PNG or WebP, at most 20 MB.")
        owner = attachment.owner()
        address = reverse(f"admin:records_{owner._meta.model_name}_file", args=[owner.pk, attachment.pk])
        return format_html('<a href="{}">{}</a>', address, attachment.what_it_is())


class WithAttachments:
    """A record with documents and pictures: whoever may look at it may look at them, public or not."""

    def get_urls(self):
        name = f"{self.model._meta.app_label}_{self.model._meta.model_name}_file"
        view = self.admin_site.admin_view(self.file_view)
        return [path("<path:object_id>/files/<int:key>/", view, name=name), *super().get_urls()]

    def file_view(self, request, object_id, key):
        """The file, as the public would get it, but kept nowhere."""
        record = self.get_object(request, unquote(object_id))
        if record is None or not self.has_view_permission(request, record):
            raise Http404
        found = record.attachments.filter(pk=key).first()
        if found is None:
            raise Http404
        return answer_with(request, found, is_public=False)
