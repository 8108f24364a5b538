"""The accounts of staff, and the admin behind their door."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class StaffAdmin(AdminConfig):
    """Django's admin, entered by the one door only."""

    default_site = "forumsite.accounts.site.StaffSite"


class AccountsConfig(AppConfig):
    """Connects what is heard of accounts to the log."""

    name = "forumsite.accounts"
    verbose_name = _("Accounts")

    def ready(self):
        """The receivers connect themselves when they are imported."""
        from . import hearing  # noqa: F401
