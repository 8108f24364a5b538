"""The addresses of the door and of one's own account: these and no other of allauth's."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from django.urls import path
from django.views.decorators.cache import never_cache

from . import views

urlpatterns = [
    path("", factor.index, name="mfa_index"),
    path("login/", views.sign_in, name="account_login"),
    path("login/code/", views.second_step, name="mfa_authenticate"),
    path("login/passkey/", views.sign_in_by_passkey, name="mfa_login_webauthn"),
    path("logout/", views.sign_out, name="account_logout"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("again/code/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("again/passkey/", views.passkey_again, name="mfa_reauthenticate_webauthn"),
    path("password/", account.password_change, name="account_change_password"),
    path("app/", views.set_up_app, name="mfa_activate_totp"),
    path("app/remove/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("codes/download/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("passkeys/add/", views.add_passkey, name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/", views.rename_passkey, name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", views.remove_passkey, name="mfa_remove_webauthn"),
    path("link/", views.one_time_link, name="one_time_link"),
]

# These pages show names, secrets and codes: no cache and no back button may keep them.
for pattern in urlpatterns:
    pattern.callback = never_cache(pattern.callback)
