"""Where staff upload documents and pictures of an edition or an agreement, and look at them before they are public."""

import re
import secrets

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminFileWidget
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db.models import FileField
from django.http import Http404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.editing.attachments import answer_with
from records.editing.contents import FILES
from records.editing.roles import must_propose
from records.editing.uploads import checked
from records.editing.waiting import keep, kept
from records.models import Attachment

from .forms import form_for
from .rows import StackedRows


class KeepingFile(AdminFileWidget):
    """A box for a file that is there again when its form comes back unsaved: a page cannot send it a second time."""

    # What stands for the upload, and its name.
    waiting: tuple[str, str] | None = None

    def is_initial(self, value):
        """The stored file is shown beside the box, where it can be fetched; its name says nothing."""
        return False

    def value_from_datadict(self, data, files, name):
        """The file that was chosen, or else the one that waits."""
        chosen = super().value_from_datadict(data, files, name)
        return chosen or (kept(data[_waiting(name)]) if data.get(_waiting(name)) else chosen)

    def render(self, name, value, attrs=None, renderer=None):
        """The box, and below it what waits."""
        box = super().render(name, value, attrs, renderer)
        if not self.waiting:
            return box
        text, file_name = self.waiting
        said = _("“%(name)s” is kept until you save.") % {"name": file_name}
        return format_html('<div>{}<input type="hidden" name="{}" value="{}"><p class="kept-file">{}</p></div>',
                           box, _waiting(name), text, said)  # fmt: skip


def _waiting(name: str) -> str:
    return f"{name}-waiting"


class AttachmentForm(form_for(Attachment)):
    """Takes a file only after having looked into it, and keeps what it was found to be."""

    def clean_file(self):
        """The file as it will be kept; ValidationError with a sentence when it may not be."""
        upload = self.cleaned_data["file"]
        if not isinstance(upload, UploadedFile):
            return upload  # the one that is stored already
        found, self.upload = checked(upload), upload
        self.instance.kind, self.instance.digest, self.instance.size = found.kind, found.digest, len(found.content)
        self.instance.width, self.instance.height = found.width, found.height
        self.instance.token = secrets.token_urlsafe(24)
        return ContentFile(found.content, name=upload.name)

    def keep_upload(self):
        """Let the form have its file again when it comes back."""
        if upload := getattr(self, "upload", None):
            self.fields["file"].widget.waiting = keep(upload), upload.name


class Attachments(StackedRows):
    """Documents and pictures of a record."""

    model = Attachment
    fields = ["title", "file", "credit", "shown"]
    readonly_fields = ["shown"]
    formfield_overrides = {FileField: {"widget": KeepingFile}}

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

    @admin.display(description=gettext_lazy("stored"))
    def shown(self, attachment):
        """What is stored, to be looked at by staff."""
        if not attachment.pk:
            return _("PDF, JPEG, PNG or WebP, at most 20 MB.")
        owner = attachment.owner()
        address = reverse(f"admin:records_{owner._meta.model_name}_file", args=[owner.pk, attachment.pk])
        return format_html('<a href="{}">{}</a>', address, attachment.what_it_is())


def _count(data, name: str) -> int:
    text = data.get(f"{FILES}-{name}", "")
    return int(text) if text.isdecimal() and len(text) < 5 else 0


def _number_anew(sent, kept: list[int]):
    """Leave out all rows but some, which are numbered from 0."""
    found = [(name, re.fullmatch(rf"{FILES}-([0-9]+)-(.+)", name)) for name in list(sent)]
    rows = [(int(one[1]), one[2], sent.pop(name)) for name, one in found if one]
    for number, box, values in rows:
        if number in kept:
            sent.setlist(f"{FILES}-{kept.index(number)}-{box}", values)


class WithAttachments:
    """A record with documents and pictures: whoever may look at it may look at them, public or not."""

    def get_urls(self):
        name = f"{self.model._meta.app_label}_{self.model._meta.model_name}_file"
        view = self.admin_site.admin_view(self.file_view)
        return [path("<path:object_id>/files/<int:key>/", view, name=name), *super().get_urls()]

    def leave_out_removed(self, request, record):
        """What was sent of files that somebody else has removed meanwhile is left out, and that is said."""
        data, there = request.POST.copy(), set(record.attachments.values_list("pk", flat=True))
        numbers = {row: data.get(f"{FILES}-{row}-id", "") for row in range(_count(data, "TOTAL_FORMS"))}
        gone = [row for row, number in numbers.items() if number.isdecimal() and int(number) not in there]
        if not gone:
            return
        for row in (row for row in gone if not data.get(f"{FILES}-{row}-DELETE")):
            name = data.get(f"{FILES}-{row}-title_en", "")
            said = _("“%(name)s” was removed by somebody meanwhile.") % {"name": name}
            self.message_user(request, said, messages.WARNING)
        for sent in (data, request.FILES):
            _number_anew(sent, [row for row in numbers if row not in gone])
        for name in ("TOTAL_FORMS", "INITIAL_FORMS"):
            data[f"{FILES}-{name}"] = str(_count(data, name) - len(gone))
        request.POST = data

    def _as_new(self, request, before):
        """Files that were chosen for a record that is gone come along to the new one."""
        new = [row for row in range(_count(request.POST, "TOTAL_FORMS")) if not request.POST.get(f"{FILES}-{row}-id")]
        data = super()._as_new(request, before)
        for sent in (data, request.FILES):
            _number_anew(sent, new)
        data[f"{FILES}-TOTAL_FORMS"] = str(len(new))
        return data

    def render_change_form(self, request, context, *args, **options):
        """A form that comes back has its files with it."""
        for rows in context["inline_admin_formsets"]:
            for form in rows.formset.forms:
                if isinstance(form, AttachmentForm):
                    form.keep_upload()
        return super().render_change_form(request, context, *args, **options)

    def file_view(self, request, object_id, key):
        """The file, as the public would get it, but kept nowhere."""
        record = self.get_object(request, unquote(object_id))
        if record is None or not self.has_view_permission(request, record):
            raise Http404
        found = record.attachments.filter(pk=key).first()
        if found is None:
            raise Http404
        return answer_with(request, found, is_public=False)
