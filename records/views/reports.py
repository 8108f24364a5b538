"""The page on which a reader reports an error: never cached, without a cookie, without a name."""

import time

from django import forms
from django.core import signing
from django.http import Http404, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from records.editing.reports import OPEN_FOR, SentBefore, TooMany, called, last_version, take
from records.editing.whereabouts import key_now
from records.models.editorial import KIND_NAMES, PART_NAMES, page_address

from .page import Page

QUICKEST = 3  # seconds between opening the page and sending it
NAMES = KIND_NAMES | PART_NAMES
SIGNED = signing.TimestampSigner(salt="report")


class ReportForm(forms.Form):
    """What is wrong, how it is known, and how to reach the reader if they wish."""

    text = forms.CharField(
        label=gettext_lazy("What is wrong?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )
    evidence = forms.CharField(
        label=gettext_lazy("How do you know? (a link, a document)"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    contact = forms.CharField(
        label=gettext_lazy("How can we reach you? (only if you wish)"), max_length=200, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    # People do not see this box; what fills it is a program.
    website = forms.CharField(required=False, max_length=200)
    opened = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def clean_opened(self):
        """Refuse what was sent quicker than anybody writes, or from a page opened long ago."""
        try:
            opened = float(SIGNED.unsign(self.cleaned_data["opened"], max_age=OPEN_FOR))
        except (signing.BadSignature, ValueError):
            raise forms.ValidationError(_("This page was open for too long. Please send it once more.")) from None
        if time.time() - opened < QUICKEST:
            raise forms.ValidationError(_("That was quicker than anybody writes. Please send it once more."))
        return opened

    def clean_text(self):
        """The words, without what no database keeps."""
        return self.cleaned_data["text"].replace("\0", "").strip()


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class ReportPage(Page):
    """Report an error in one record. No cookie is needed: whoever sends this has no rights to abuse."""

    section = ""
    template_name = "records/report.html"

    def get(self, request, *args, kind, key, **kwargs):
        """The empty form, or thanks."""
        return self.render_to_response(self._context(kind, key, None, is_sent="sent" in request.GET))

    def post(self, request, *args, kind, key, **kwargs):
        """Take the report; 400 with the form and what was written when it cannot be taken, 429 in a flood."""
        form = ReportForm(request.POST)
        context = self._context(kind, key, form)
        if not form.is_valid():
            return self.render_to_response(context, status=400)
        given = {name: form.cleaned_data[name] for name in ("text", "evidence", "contact")}
        if not form.cleaned_data["website"]:
            sender, opened = request.META.get("REMOTE_ADDR", ""), form.data["opened"]
            try:
                take(kind, key, sender, opened, language=get_language(), **given)
            except SentBefore:
                form.add_error(
                    None, _("From that page a report was sent already. This one is fresh: send it once more.")
                )
                return self.render_to_response(context, status=400)
            except TooMany:
                form.add_error(None, _("Too many reports came from here within an hour. Please try again later."))
                answer = self.render_to_response(context, status=429)
                answer["Retry-After"] = str(60 * 60)
                return answer
        return HttpResponseRedirect(reverse("report", args=[kind, key]) + "?sent")

    def dispatch(self, request, *args, kind, key, **kwargs):
        """The form of a record that has moved is read at its new address; what was written is taken all the same."""
        led = key_now(kind, key) if kind in NAMES and (kind not in PART_NAMES or "/" in key) else ""
        if led and request.method != "POST":
            return HttpResponsePermanentRedirect(reverse("report", args=[kind, led]))
        return super().dispatch(request, *args, kind=kind, key=led or key, **kwargs)

    def _context(self, kind, key, form, *, is_sent=False) -> dict:
        is_sensible = kind in NAMES and (kind not in PART_NAMES or key.count("/") == 1)
        version = last_version(kind, key) if is_sensible else None
        if version is None:
            raise Http404(_("The record has nothing at this address."))
        fresh = SIGNED.sign(str(time.time()))
        context = self.get_context_data(
            form=form or ReportForm(), opened=fresh, is_sent=is_sent, kind_name=NAMES[kind],
            name=called(version, kind, key), kind=kind, record_address=page_address(kind, key),
        )  # fmt: skip
        return context | {"is_indexed": False}
