"""Spreadsheets in the admin: upload, look at what would change, import as one act, undo; lists to take away."""

import hashlib
import json

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from records.editing.importing import CHANGED, LEFT_OUT, NEW, WRONG, Refused, carry_out, try_out
from records.editing.restoring import NotRestorable, undo
from records.editing.roles import may_publish, may_write
from records.editing.steps import may_take
from records.models import Edition, SheetImport
from records.models.publication import Step
from records.resources.sheets import SHEET_OF, SHEETS, rows_of, tables_of
from records.resources.workbooks import NotReadable, Row, as_csv, as_workbook, read

from .deleting import page_of
from .reasons import LABELS as REASON_LABELS
from .reasons import ReasonForm, because_of

MOST_ROWS = 1000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EDITION = "edition"


class UploadForm(forms.Form):
    """A file, and what it is about when its name does not say so."""

    file = forms.FileField(label=gettext_lazy("File"), help_text=gettext_lazy("XLSX or CSV, at most 1,000 rows."))
    kind = forms.ChoiceField(
        label=gettext_lazy("A CSV file is about"), required=False,
        choices=lambda: [("", _("what its name says")), *((s.name, s.title_and_name) for s in SHEETS.values())],
    )  # fmt: skip

    def clean(self):
        """Read the rows; a sentence says what cannot be read."""
        given = super().clean()
        if upload := given.get("file"):
            try:
                given["rows"] = read(upload.name, upload.read(), given.get("kind", ""))
            except NotReadable as problem:
                raise forms.ValidationError(str(problem)) from None
            _check_count(given["rows"])
        return given


class WorkbookForm(forms.Form):
    """Of which edition a workbook is wanted: one that is there, with what it has, or a new one."""

    edition = forms.ModelChoiceField(
        queryset=Edition.objects.newest_first(), required=False, label=gettext_lazy("Everything of an edition"),
        empty_label=gettext_lazy("a new edition (empty)"), to_field_name="slug",
    )  # fmt: skip


def _check_count(rows: list[Row]):
    if not rows:
        raise forms.ValidationError(_("The file has no rows below its head."))
    if len(rows) > MOST_ROWS:
        sentence = _("The file has %(count)s rows. More than %(most)s are imported on the server: %(command)s.")
        found = {"count": len(rows), "most": MOST_ROWS, "command": "manage.py import_sheet"}
        raise forms.ValidationError(sentence % found)


@admin.register(SheetImport)
class SheetImportAdmin(admin.ModelAdmin):
    """What was uploaded: each with what it would change, or what it has changed."""

    other_labels = REASON_LABELS
    list_display = ["file_name", "uploaded_at", "author", "row_count", "imported_at", "undone_at"]
    list_select_related = ["author"]
    ordering = ["-pk"]

    def has_add_permission(self, request):
        """Whoever writes any of these kinds of record."""
        return any(may_write(request.user, sheet.model) for sheet in SHEETS.values())

    def has_view_permission(self, request, obj=None):
        return self.has_add_permission(request)

    def has_change_permission(self, request, obj=None):
        return self.has_add_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        view = self.admin_site.admin_view(self.template_view)
        return [path("template/<slug:name>/", view, name="records_sheetimport_template"), *super().get_urls()]

    def add_view(self, request, form_url="", extra_context=None):
        """Upload a file; its rows are read and kept, nothing is imported yet."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
        if form.is_bound and form.is_valid():
            rows = form.cleaned_data["rows"]
            made = SheetImport.objects.create(
                author=request.user, file_name=form.cleaned_data["file"].name[:200], row_count=len(rows),
                rows=[[row.sheet, row.number, row.values, row.wrong] for row in rows],
            )  # fmt: skip
            return HttpResponseRedirect(_page(made))
        context = {
            "form": form,
            "templates": [(sheet, _template(name)) for name, sheet in SHEETS.items()],
            "workbook": WorkbookForm(initial=request.GET.dict()),
            "of_an_edition": _template(EDITION),
        }
        return self._answer(request, "upload", _("Import a spreadsheet"), **context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """What the file would change; after importing what it did, with the way to undo it."""
        found = self.get_object(request, unquote(object_id))
        if found is None:
            raise Http404
        if not self.has_change_permission(request, found):
            raise PermissionDenied
        if request.method == "POST":
            return self._undo(request, found) if "undo" in request.POST else self._import_once(request, found)
        return self._done(request, found) if found.imported_at else self._preview(request, found)

    def _preview(self, request, found, outcomes=None, reason=None):
        outcomes = try_out(_rows(found), request.user) if outcomes is None else outcomes
        shown = [outcome for outcome in outcomes if outcome.status != "unchanged"]
        return self._answer(
            request, "preview", found.file_name, found=found, shown=shown, seen=_digest(outcomes),
            unchanged=len(outcomes) - len(shown), counts=_counted(outcomes),
            reason=(reason or ReasonForm(is_needed=False)) if may_publish(request.user) else None,
            is_possible=any(outcome.status in (NEW, CHANGED) for outcome in outcomes),
        )  # fmt: skip

    def _import_once(self, request, found):
        """A form that is sent twice imports once."""
        if found.imported_at:
            self.message_user(request, _("It is imported. The form was sent twice; it counts once."), messages.SUCCESS)
            return HttpResponseRedirect(_page(found))
        return self._carry_out(request, found)

    def _carry_out(self, request, found):
        left_out = frozenset(request.POST.getlist("left_out"))
        if _digest(try_out(_rows(found), request.user)) != request.POST.get("seen"):
            sentence = _("Something has changed since you looked. Look once more; nothing was imported.")
            self.message_user(request, sentence, messages.WARNING)
            return HttpResponseRedirect(_page(found))
        reason = ReasonForm(request.POST, is_needed=False)
        if not reason.is_valid():
            return self._preview(request, found, reason=reason)
        try:
            outcomes, act = carry_out(_rows(found), request.user, left_out, because_of(reason))
        except Refused as refused:
            self.message_user(request, f"{refused} {_('Leave them out, or mend the file.')}", messages.ERROR)
            return self._preview(request, found, refused.outcomes, reason)
        found.imported_at, found.act = timezone.now(), act
        found.left_out = [outcome.place for outcome in outcomes if outcome.status == LEFT_OUT]
        found.save()
        count = sum(outcome.status in (NEW, CHANGED) for outcome in outcomes)
        said = ngettext("%(count)s row was imported.", "%(count)s rows were imported.", count)
        self.message_user(request, said % {"count": count}, messages.SUCCESS)
        return HttpResponseRedirect(_page(found))

    def _done(self, request, found):
        states = list(found.act.states.order_by("pk")) if found.act else []
        editions = Edition.objects.filter(pk__in={state.edition for state in states if state.edition}).newest_first()
        left_out = [(SHEETS[row.sheet], row) for row in _rows(found) if row.place in found.left_out]
        ways = [(edition, *_next_step(request.user, edition)) for edition in editions]
        return self._answer(request, "done", found.file_name, found=found, states=states, ways=ways, left_out=left_out)

    def _undo(self, request, found):
        try:
            if found.act and not found.undone_at:
                undo(found.act, request.user)
                found.undone_at = timezone.now()
                found.save()
                self.message_user(request, _("The import is undone."), messages.SUCCESS)
        except NotRestorable as problem:
            for sentence in problem.sentences:
                self.message_user(request, sentence, messages.ERROR)
        return HttpResponseRedirect(_page(found))

    def _answer(self, request, name: str, title: str, **context):
        context |= {**self.admin_site.each_context(request), "title": title, "opts": self.model._meta}
        return TemplateResponse(request, f"admin/records/sheet_{name}.html", context)

    def template_view(self, request, name):
        """A workbook to be filled: for one kind of record, or for a whole edition, with what that has already."""
        if name == EDITION:
            return self._workbook_of_an_edition(request)
        if name not in SHEETS:
            raise Http404
        return _file(as_workbook([(SHEETS[name], [])]), f"{name}.xlsx", XLSX)

    def _workbook_of_an_edition(self, request):
        form = WorkbookForm(request.GET)
        if not form.is_valid():
            raise Http404
        edition = form.cleaned_data["edition"]
        if edition is None:
            return _file(as_workbook(tables_of(None)), f"{EDITION}.xlsx", XLSX)
        if not self.has_add_permission(request):
            raise PermissionDenied
        tables, name = tables_of(edition), f"{EDITION}-{edition.slug}.xlsx"
        self.admin_site.record_export(request, name, sum(len(rows) for _sheet, rows in tables))
        return _file(as_workbook(tables), name, XLSX)


def _next_step(user, edition) -> tuple[str, str]:
    """What comes next for an edition, and where; its own page when no step does."""
    for step in (Step.PUBLISH, Step.SUBMIT):
        if step in edition.steps() and may_take(user, step, Edition):
            return step.label, reverse("admin:records_edition_step", args=[edition.pk, step.value])
    return "", page_of(edition)


def _template(name: str) -> str:
    return reverse("admin:records_sheetimport_template", args=[name])


def _page(found: SheetImport) -> str:
    return reverse("admin:records_sheetimport_change", args=[found.pk])


def _rows(found: SheetImport) -> list[Row]:
    return [Row(*row) for row in found.rows]


def _digest(outcomes) -> str:
    seen = json.dumps([outcome.as_list() for outcome in outcomes], ensure_ascii=False)
    return hashlib.sha256(seen.encode()).hexdigest()


def _counted(outcomes) -> dict[str, int]:
    return {status: sum(outcome.status == status for outcome in outcomes) for status in (NEW, CHANGED, WRONG)}


def _file(content: bytes, name: str, content_type: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)


class Exporting:
    """A list that can be taken away as a spreadsheet, as it is filtered."""

    def get_urls(self):
        if self.model not in SHEET_OF:
            return super().get_urls()
        name = f"{self.model._meta.app_label}_{self.model._meta.model_name}_export"
        view = self.admin_site.admin_view(self.export_view)
        return [path("export/<slug:ending>/", view, name=name), *super().get_urls()]

    def export_view(self, request, ending):
        """All rows of the list, as its filters and its search leave them; who took them is written down."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if ending not in ("xlsx", "csv"):
            raise Http404
        sheet = SHEET_OF[self.model]
        chosen = self.get_changelist_instance(request).get_queryset(request)
        rows = list(rows_of(sheet, self.model.objects.filter(pk__in=chosen.order_by().values("pk")).order_by("pk")))
        self.admin_site.record_export(request, f"{sheet.name}.{ending}", len(rows))
        if ending == "csv":
            return _file(as_csv(sheet, rows), f"{sheet.name}.csv", "text/csv; charset=utf-8")
        return _file(as_workbook([(sheet, rows)]), f"{sheet.name}.xlsx", XLSX)
