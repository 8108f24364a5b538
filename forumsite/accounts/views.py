"""The pages of the door: allauth's own, where it needs telling what this site wants."""

from http import HTTPStatus

from allauth.account.views import LoginView, LogoutView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.totp.views import ActivateTOTPView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.generic.edit import FormView

from . import factors
from .unsaved import answer_unsaved

SHUT = "too_many_login_attempts"


class SignIn(LoginView):
    """Name and password."""

    def form_invalid(self, form):
        return _told_when_shut(super().form_invalid(form), form)


class SecondStep(AuthenticateView):
    """The second factor, after the password."""

    def form_invalid(self, form):
        return _told_when_shut(super().form_invalid(form), form)


def _told_when_shut(response, form):
    if any(error.code == SHUT for errors in form.errors.as_data().values() for error in errors):
        response.status_code = HTTPStatus.TOO_MANY_REQUESTS
    return response


class SetUpApp(ActivateTOTPView):
    """A first authenticator app, or another one in place of it."""

    def dispatch(self, request, *arguments, **named_arguments):
        """Not as its parent, which refuses who has an app: a new telephone replaces the old one in one step."""
        factors.ask_again_unless_recent(request)
        if request.method == "POST" and SECRET_SESSION_KEY not in request.session:
            return HttpResponseRedirect(reverse("mfa_index"))  # sent twice
        return FormView.dispatch(self, request, *arguments, **named_arguments)

    def form_valid(self, form):
        apps = Authenticator.objects.filter(user=self.request.user, type=Authenticator.Type.TOTP)
        with transaction.atomic():
            apps.delete()
            response = super().form_valid(form)
        factors.confirm(self.request, apps.get())
        return response


sign_in = SignIn.as_view()
sign_out = LogoutView.as_view()
second_step = SecondStep.as_view()
set_up_app = login_required(SetUpApp.as_view())


def too_many(request):
    """429: so many forms in so short a time that nobody types them."""
    return render(request, "account/429.html", status=HTTPStatus.TOO_MANY_REQUESTS)


def form_refused(request, reason=""):
    """A form whose token is not of this session: of another site, or from before somebody signed in again."""
    if request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}":
        match = resolve(request.path_info)
        if match.app_name == "admin":
            return answer_unsaved(request)
        if match.url_name and match.url_name.startswith(("account_", "mfa_")):
            messages.info(request, _("That page was out of date, so nothing was done. Try again."))
            return HttpResponseRedirect(request.get_full_path())
    return import_string(f"{settings.ERROR_VIEWS}.permission_denied")(request)
