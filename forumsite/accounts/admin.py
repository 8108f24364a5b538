"""Accounts in the admin, for administrators: what happened to them."""

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .models import AccountEvent

# Nobody's secrets are looked at, and no e-mail is sent.
for model in (Authenticator, EmailAddress, EmailConfirmation):
    if admin.site.is_registered(model):
        admin.site.unregister(model)

WAYS = {
    "password": _("password"),
    "mfa": _("second factor"),
    "totp": _("authenticator app"),
    "webauthn": _("passkey"),
    "recovery_codes": pgettext_lazy("way of signing in", "recovery code"),
    "link": _("one-time link"),
}


def is_administrator(request) -> bool:
    """Who looks after accounts."""
    return request.user.has_perm("auth.change_user")


@admin.register(AccountEvent)
class AccountEventAdmin(admin.ModelAdmin):
    """The log of accounts: read, and never written here."""

    list_display = ["happened_at", "account_name", "kind", "shown_details", "shown_actor", "address"]
    list_filter = ["kind", "happened_at"]
    list_display_links = None
    list_per_page = 100
    search_fields = ["account_name__startswith", "actor_name__startswith", "address__startswith"]
    show_full_result_count = False
    sortable_by = ()

    def has_module_permission(self, request):
        return is_administrator(request)

    def has_view_permission(self, request, obj=None):
        return is_administrator(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=pgettext_lazy("account event", "details"))
    def shown_details(self, event):
        """Ways of signing in by their names, everything else as it was written."""
        return ", ".join(str(WAYS.get(word, word)) for word in event.details.split(", "))

    @admin.display(description=pgettext_lazy("account event", "by"))
    def shown_actor(self, event):
        """Who did it, when it was somebody else."""
        return "" if event.actor_name == event.account_name else event.actor_name
