"""The page on which a new edition is begun from an earlier one."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.editing.starting import Copied, start_edition
from records.models import Edition
from records.search.index import recording

from .deleting import page_of
from .forms import PartialDateField


class StartForm(forms.Form):
    """What is known of the new edition, and what the earlier one lends it."""

    number = forms.IntegerField(label=gettext_lazy("Number"), min_value=0, max_value=2**31 - 1)
    name_en = forms.CharField(label=gettext_lazy("Name (English)"), max_length=300)
    summary_en = forms.CharField(
        label=gettext_lazy("Summary (English)"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One sentence is enough to begin with."),
    )  # fmt: skip
    start = PartialDateField(label=gettext_lazy("Start"), required=False, help_text="2012, 2012-05, 2012-05-07")
    end = PartialDateField(label=gettext_lazy("End"), required=False)
    earlier = forms.ModelChoiceField(
        queryset=Edition.objects.newest_first(), required=False, label=gettext_lazy("Begin like"),
        empty_label=gettext_lazy("begin with nothing"),
    )  # fmt: skip
    countries = forms.BooleanField(
        label=gettext_lazy("Delegations of the same countries"), required=False, initial=True
    )
    bodies = forms.BooleanField(label=gettext_lazy("The same bodies and organisers"), required=False, initial=True)
    sessions = forms.BooleanField(label=gettext_lazy("Sessions of the same names"), required=False)

    def columns(self) -> dict:
        """The columns of the new edition."""
        given = self.cleaned_data
        dates = {f"{name}_{part}": value for name in ("start", "end")
                 for part, value in zip(("on", "precision"), given[name], strict=True)}  # fmt: skip
        return {name: given[name] for name in ("number", "name_en", "summary_en")} | dates

    def copied(self) -> Copied:
        """What is taken over."""
        return Copied(**{name: self.cleaned_data[name] for name in ("countries", "bodies", "sessions")})


class Starting:
    """The list of editions offers to begin a new one."""

    change_list_template = "admin/records/edition_change_list.html"

    def get_urls(self):
        view = self.admin_site.admin_view(self.start_view)
        return [path("start/", view, name="records_edition_start"), *super().get_urls()]

    def start_view(self, request):
        """Ask what is known and what is taken over; make the draft."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = StartForm(request.POST if request.method == "POST" else None, initial=_next())
        if form.is_bound and form.is_valid():
            try:
                with recording(by=request.user):
                    edition = start_edition(form.cleaned_data["earlier"], form.copied(), **form.columns())
            except ValidationError as error:
                for sentence in error.messages:
                    form.add_error(None, sentence)
            else:
                self.message_user(request, _("The draft is made; fill it from here."), messages.SUCCESS)
                return HttpResponseRedirect(page_of(edition))
        context = {**self.admin_site.each_context(request), "title": _("Begin a new edition"), "form": form,
                   "opts": self.model._meta}  # fmt: skip
        return TemplateResponse(request, "admin/records/start.html", context)


def _next() -> dict:
    """The number after the highest one, and the edition that bears it."""
    last = Edition.objects.newest_first().first()
    return {"number": last.number + 1, "earlier": last} if last else {}
