"""The pages of the door: allauth's own, where it needs telling what this site wants."""

import json
from http import HTTPStatus

from allauth.account.views import LoginView, LogoutView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn import views as passkeys
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import resolve, reverse, reverse_lazy
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic.edit import FormView

from . import factors, links, log
from .forms import FirstPasswordForm
from .unsaved import answer_unsaved

SHUT = "too_many_login_attempts"
LINK_KEY = "one_time_link"


class SignIn(LoginView):
    """Name and password."""

    def form_invalid(self, form):
        return _told_when_shut(super().form_invalid(form), form)


class PasskeyOptions:
    """What a browser is told when asked for a passkey: an attribute of the form, because scripts inline are refused."""

    def get_context_data(self, **context):
        context = super().get_context_data(**context)
        if data := context.get("js_data"):
            (options,) = data.values()
            context["options"] = json.dumps(options, cls=DjangoJSONEncoder)
        return context


class SecondStep(PasskeyOptions, AuthenticateView):
    """The second factor, after the password."""

    def form_invalid(self, form):
        response = _told_when_shut(super().form_invalid(form), form)
        if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            log.write_shut_out(self.stage.login.user.get_username(), self.request)
        return response

    def get_context_data(self, **context):
        """Which kinds of factor the account has, so that nobody is asked for what they do not have."""
        kinds = Authenticator.objects.filter(user=self.stage.login.user).values_list("type", flat=True)
        return super().get_context_data(**context) | {"kinds": set(kinds)}


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


class AddPasskey(PasskeyOptions, passkeys.AddWebAuthnView):
    """One more passkey."""

    def form_valid(self, form):
        with transaction.atomic():
            response = super().form_valid(form)
        added = Authenticator.objects.filter(user=self.request.user, type=Authenticator.Type.WEBAUTHN)
        factors.confirm(self.request, added.latest("pk"))
        return response


class RemovePasskey(passkeys.RemoveWebAuthnView):
    """A passkey less, unless it is the last factor."""

    success_url = reverse_lazy("mfa_index")

    def get_context_data(self, **context):
        return super().get_context_data(**context) | {"is_last": factors.is_last(self.object)}

    def form_valid(self, form):
        if factors.is_last(self.object):
            return self.render_to_response(self.get_context_data(form=form))
        return super().form_valid(form)


class SignInByPasskey(passkeys.LoginWebAuthnView):
    """A passkey alone, without name and password."""

    def form_invalid(self, form):
        log.write(log.Kind.WRONG_CODE, None, "webauthn", self.request)
        return super().form_invalid(form)


class PasskeyAgain(PasskeyOptions, passkeys.ReauthenticateWebAuthnView):
    """A passkey, before something that matters."""


class UseLink(FormView):
    """A new password for who comes by a one-time link; looking at it uses nothing."""

    form_class = FirstPasswordForm
    template_name = "account/link.html"
    link = None

    def dispatch(self, request, *arguments, **named_arguments):
        if "key" in request.GET:
            # Out of the address, which browsers remember and show.
            request.session[LINK_KEY] = request.GET["key"]
            return HttpResponseRedirect(reverse("one_time_link"))
        self.link = links.find(request.session.get(LINK_KEY, ""))
        if self.link is None:
            return self._gone()
        if request.user.is_authenticated:
            return self.render_to_response({"whose": self.link.account})
        return super().dispatch(request, *arguments, **named_arguments)

    def _gone(self):
        return render(self.request, "account/link_gone.html", status=HTTPStatus.GONE)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.link.account}

    def get_context_data(self, **context):
        return super().get_context_data(**context) | {"whose": self.link.account}

    def form_valid(self, form):
        if not links.use(self.link, form.cleaned_data["password1"], self.request):
            return self._gone()
        self.request.session.pop(LINK_KEY, None)
        return HttpResponseRedirect(reverse("mfa_index"))


sign_in = SignIn.as_view()
sign_in_by_passkey = SignInByPasskey.as_view()
sign_out = LogoutView.as_view()
second_step = SecondStep.as_view()
passkey_again = PasskeyAgain.as_view()
set_up_app = login_required(SetUpApp.as_view())
add_passkey = AddPasskey.as_view()
rename_passkey = passkeys.EditWebAuthnView.as_view(success_url=reverse_lazy("mfa_index"))
remove_passkey = RemovePasskey.as_view()
one_time_link = sensitive_post_parameters()(UseLink.as_view())


def too_many(request):
    """429: so many forms in so short a time that nobody types them."""
    return render(request, "account/429.html", status=HTTPStatus.TOO_MANY_REQUESTS)


def form_refused(request, reason=""):
    """A form whose token is not of this session: of another site, or from before somebody signed in again."""
    if request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}":
        match = resolve(request.path_info)
        if match.app_name == "admin":
            return answer_unsaved(request)
        if match.url_name and match.url_name.startswith(("account_", "mfa_", "one_time")):
            messages.info(request, _("That page was out of date, so nothing was done. Try again."))
            return HttpResponseRedirect(request.get_full_path())
    return import_string(f"{settings.ERROR_VIEWS}.permission_denied")(request)
