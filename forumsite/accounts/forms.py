"""The forms of the door, in the words of this site."""

import hashlib

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm, SetPasswordForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

# A code of an app fits for at most this long.
SECONDS_A_CODE_FITS = 90
OF_A_CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}


def _plain(form) -> None:
    """Labels above the boxes say it all: without a colon, and not once more inside."""
    form.label_suffix = ""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):
    """Name and password."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        _plain(self)
        self.fields["login"].label = _("Name of your account")
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false", "autofocus": True}


class PasswordAgainForm(ReauthenticateForm):
    """The password, before something that matters."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        _plain(self)
        self.fields["password"].widget.attrs["autofocus"] = True


class NewPasswordForm(ChangePasswordForm):
    """The password of now, and another one twice."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        _plain(self)
        self.fields["oldpassword"].label = _("Your password now")
        self.fields["password1"].label = _("New password")
        self.fields["password2"].label = _("New password again")


class FirstPasswordForm(SetPasswordForm):
    """A password twice, of somebody who comes by a one-time link."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        _plain(self)
        self.fields["password1"].label = _("New password")
        self.fields["password2"].label = _("New password again")


class PasskeyForm(AddWebAuthnForm):
    """A passkey and what to call it."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        _plain(self)
        _name_of_passkey(self)
        box = self.fields["passwordless"]
        box.initial = True
        box.label = _("Sign in with it alone")
        box.help_text = _("Without name and password. The key must be able to ask for a finger, a face or a PIN.")


class PasskeyNameForm(EditWebAuthnForm):
    """What to call a passkey."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        _plain(self)
        _name_of_passkey(self)


def _name_of_passkey(form) -> None:
    form.fields["name"].label = _("What to call it")
    form.fields["name"].max_length = 100
    form.fields["name"].widget.attrs |= {"maxlength": 100, "autocomplete": "off"}


class OncePerCode:
    """A code that was right is not right a second time, as long as it would fit."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        _plain(self)
        self.fields["code"].label = _("Code")
        self.fields["code"].widget.attrs = dict(OF_A_CODE)

    def clean_code(self):
        code = super().clean_code()
        digest = hashlib.sha256(f"{self.user.pk} {code}".encode()).hexdigest()
        if not cache.add(f"code-used-{digest}", True, SECONDS_A_CODE_FITS):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(OncePerCode, factor_forms.AuthenticateForm):
    """The second step of signing in."""


class CodeAgainForm(OncePerCode, factor_forms.ReauthenticateForm):
    """The second factor, before something that matters."""


class FirstCodeForm(OncePerCode, ActivateTOTPForm):
    """The first code of a new app."""
