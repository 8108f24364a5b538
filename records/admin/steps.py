"""The steps of a record in the admin: a panel that offers them, and a page for each that checks, asks and takes it."""

from django import forms
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from records.editing import steps
from records.editing.roles import may_write
from records.models import Agreement, Edition, Note
from records.models.languages import text_of
from records.models.publication import PASSAGES, Step
from records.search.index import Because, recording

from .deleting import page_of
from .reasons import REASONS, because_of, reason_fields

ADVICE = {
    Step.SUBMIT: gettext_lazy("A reviewer will look at it. Until then you can go on writing."),
    Step.RETURN: gettext_lazy("It becomes a draft again, and whoever wrote it reads why."),
    Step.PUBLISH: gettext_lazy("From then on everybody reads it, and may cite it: it can no longer be deleted."),
    Step.WITHDRAW: gettext_lazy("Its address goes on answering: with the reason, the date, and what replaces it."),
    Step.REOPEN: gettext_lazy("It can be written and published again; until then its address still gives the reason."),
}


class StepForm(forms.Form):
    """What a step asks; each kind of step has its own fields."""

    def __init__(self, record, *args, **options):
        self.record = record
        super().__init__(*args, **options)


class ReturnForm(StepForm):
    """Why it goes back."""

    text = forms.CharField(label=gettext_lazy("What is to be mended"), widget=forms.Textarea(attrs={"rows": 4}))


class ReasonForm(StepForm):
    """A public reason in three languages."""

    def __init__(self, record, *args, **options):
        super().__init__(record, *args, **options)
        self.fields = reason_fields() | self.fields

    def because(self) -> Because:
        """The reason as the log keeps it."""
        return because_of(self)


class DayAndTime(AdminSplitDateTime):
    """Two boxes for one moment, each with a name of its own."""

    def __init__(self, attrs=None):
        super().__init__(attrs)
        for box, name in zip(self.widgets, (gettext_lazy("Day (UTC)"), gettext_lazy("Time (UTC)")), strict=True):
            box.attrs["aria-label"] = name


class PublishForm(ReasonForm):
    """When it is published, and what with it."""

    with_agreements = forms.BooleanField(
        label=gettext_lazy("With all its agreements, as one act"), required=False, initial=True
    )
    publish_at = forms.SplitDateTimeField(
        label=gettext_lazy("Not now, but at"), required=False, widget=DayAndTime,
        help_text=gettext_lazy("Day and time (UTC). The first visit after it publishes the record."),
    )  # fmt: skip

    def __init__(self, record, *args, **options):
        super().__init__(record, *args, **options)
        # What was written when a time was set, so that nobody writes it twice.
        self.initial |= dict(zip(REASONS, record.planned_reasons(), strict=True))
        if not isinstance(record, Edition):
            del self.fields["with_agreements"]


class WithdrawForm(ReasonForm):
    """Why it is withdrawn, and what replaces it."""

    replaced_by = forms.CharField(
        label=gettext_lazy("Replaced by"), required=False, max_length=80,
        help_text=gettext_lazy("The reference of an agreement (9.2), or the last part of the address of an edition."),
    )  # fmt: skip

    def clean_replaced_by(self):
        """The public record of the same kind that is named."""
        if not (key := self.cleaned_data["replaced_by"].strip()):
            return None
        name = "reference" if isinstance(self.record, Agreement) else "slug"
        found = type(self.record).objects.published().exclude(pk=self.record.pk).filter(**{name: key}).first()
        if found is None:
            raise forms.ValidationError(_("There is no other public record “%(key)s” of this kind.") % {"key": key})
        return found


FORMS = {Step.RETURN: ReturnForm, Step.PUBLISH: PublishForm, Step.WITHDRAW: WithdrawForm}
LABELS = {name: box.label for form in FORMS.values() for name, box in form.base_fields.items()}


class Steps:
    """Pages of a record with a life of its own: what can be done with it now, by whom."""

    change_form_template = "admin/records/publishable_change_form.html"

    def get_urls(self):
        name = f"{self.model._meta.app_label}_{self.model._meta.model_name}_step"
        view = self.admin_site.admin_view(self.step_view)
        return [path("<path:object_id>/steps/<slug:step>/", view, name=name), *super().get_urls()]

    def render_change_form(self, request, context, *args, obj=None, **options):
        context["panel"] = self.panel(request, obj) if obj else None
        return super().render_change_form(request, context, *args, obj=obj, **options)

    def panel(self, request, record) -> dict:
        """What the page of a record says of its state, and the steps that this person may take."""
        offered = [step for step in record.steps() if steps.may_take(request.user, step, self.model)]
        return {
            "record": record,
            "steps": [(step, self.step_address(record, step)) for step in offered],
            "preview": self.preview_address(record) if hasattr(self, "preview_address") else "",
            "sheet": self._sheet_address(request, record),
            "planned": text_of(record.planned_reasons()),
        }

    def _sheet_address(self, request, record) -> str:
        is_offered = isinstance(record, Edition) and may_write(request.user, Edition)
        return f"{reverse('admin:records_sheetimport_add')}?edition={record.slug}" if is_offered else ""

    def step_address(self, record, step: Step) -> str:
        """The page where a step is taken."""
        name = f"admin:{self.model._meta.app_label}_{self.model._meta.model_name}_step"
        return reverse(name, args=[record.pk, step.value])

    def step_view(self, request, object_id, step):
        """Ask what a step needs; take it, or say why it cannot be taken."""
        record = self.get_object(request, unquote(object_id))
        if record is None or step not in Step.values:
            raise Http404
        step = Step(step)
        if not (self.has_view_permission(request, record) and steps.may_take(request.user, step, self.model)):
            raise PermissionDenied
        form = FORMS.get(step, StepForm)(record, request.POST if request.method == "POST" else None)
        if request.method == "POST" and (step not in FORMS or form.is_valid()):
            try:
                self.take(request, record, step, form)
            except steps.StepRefused as refused:
                form.errors.setdefault("__all__", form.error_class()).append(str(refused))
            else:
                return HttpResponseRedirect(page_of(record))
        return TemplateResponse(request, "admin/records/step.html", self._page(request, record, step, form))

    def _page(self, request, record, step: Step, form) -> dict:
        is_checked = step in (Step.SUBMIT, Step.PUBLISH)
        problems = steps.problems_before(step, record) if is_checked else []
        return {
            **self.admin_site.each_context(request),
            "title": f"{step.label}: {record}",
            "opts": self.model._meta,
            "record": record,
            "step": step,
            "advice": ADVICE[step],
            "is_possible": step in record.steps(),
            "is_checked": is_checked,
            "problems": [(problem, _box_of(problem)) for problem in problems],
            "is_blocked": any(problem.is_blocking for problem in problems),
            "notes": Note.objects.of(record),
            "look": self.look_address(record) if is_checked and hasattr(self, "look_address") else "",
            "form": form,
            "seen": steps.last_seen(record),
        }

    def take(self, request, record, step: Step, form):
        """Take a step, note it in the history of the admin, and say what was done."""
        act = {
            Step.SUBMIT: self._submit, Step.RETURN: self._return, Step.PUBLISH: self._publish,
            Step.WITHDRAW: self._withdraw, Step.REOPEN: self._reopen,
        }[step]  # fmt: skip
        with recording(by=request.user):
            if step == Step.PUBLISH and request.POST.get("seen", "") not in ("", str(steps.last_seen(record))):
                raise steps.StepRefused(
                    _("It has been changed since you looked. Look once more; nothing is published.")
                )
            said = act(request, record, form)
        LogEntry.objects.log_actions(request.user.pk, [record], CHANGE, str(PASSAGES[step].after.label))
        self.message_user(request, said, messages.SUCCESS)

    def _submit(self, request, record, form) -> str:
        steps.submit(record)
        return _("“%(name)s” waits for a reviewer.") % {"name": record}

    def _return(self, request, record, form) -> str:
        steps.send_back(record, form.cleaned_data["text"], by=request.user)
        return _("“%(name)s” was returned.") % {"name": record}

    def _publish(self, request, record, form) -> str:
        together = form.cleaned_data.get("with_agreements", False)
        if moment := form.cleaned_data["publish_at"]:
            steps.publish_later(record, moment, form.because(), with_agreements=together)
            return _("“%(name)s” will be published at the chosen time.") % {"name": record}
        count = steps.publish(record, form.because(), with_agreements=together)
        return ngettext("%(count)s record is published now.", "%(count)s records are published now.", count) % {
            "count": count
        }

    def _withdraw(self, request, record, form) -> str:
        steps.withdraw(record, form.because(), form.cleaned_data["replaced_by"])
        return _("“%(name)s” is withdrawn; its address gives the reason.") % {"name": record}

    def _reopen(self, request, record, form) -> str:
        steps.reopen(record)
        return _("“%(name)s” is a draft again.") % {"name": record}


def _box_of(problem) -> str:
    """The page, and on it the box, where a problem is mended."""
    page = page_of(problem.record)
    fields = {field.name for field in problem.record._meta.fields}
    box = f"id_{problem.field}" if problem.field in fields else f"{problem.field}-group"
    return f"{page}#{box}" if page else ""
