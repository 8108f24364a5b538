"""The admin behind the door: it asks for the second factor, wherever in it somebody goes."""

import logging
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from . import factors, log
from .unsaved import answer_unsaved

logger = logging.getLogger(__name__)
UNREACHABLE = _("The database did not answer while your work was being saved, so nothing of it was.")


class StaffSite(AdminSite):
    """Django's admin, whose own pages for signing in and changing passwords lead to the door."""

    def has_permission(self, request):
        """Staff who have shown their second factor; every view made by `admin_view` asks this."""
        return super().has_permission(request) and factors.is_confirmed(request)

    def admin_view(self, view, cacheable=False):
        """Guard a view; what somebody wrote and may not save is shown to them, not lost."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def inner(request, *arguments, **named_arguments):
            if request.method != "POST":
                return guarded(request, *arguments, **named_arguments)
            if not self.has_permission(request) and request.path != reverse("admin:logout", current_app=self.name):
                return answer_unsaved(request)
            try:
                return guarded(request, *arguments, **named_arguments)
            except PermissionDenied as refused:
                return answer_unsaved(request, str(refused))
            except (OperationalError, InterfaceError) as away:
                logger.error("The database does not answer: %s", away)
                request.session.modified = False  # to be written when there is a database again
                return answer_unsaved(request, str(UNREACHABLE), status=503)

        return inner

    @method_decorator(never_cache)
    def login(self, request, extra_context=None):
        """To the door, or from there to where somebody wanted to go."""
        wanted = _wanted(request)
        if self.has_permission(request):
            return HttpResponseRedirect(wanted)
        # Who is known but has no second factor yet sets one up on their own page.
        door = reverse("mfa_index" if request.user.is_authenticated else "account_login")
        return HttpResponseRedirect(f"{door}?{urlencode({REDIRECT_FIELD_NAME: wanted})}")

    def index(self, request, extra_context=None):
        """The front page, with the work that the domain says is waiting for this person."""
        work = import_string(settings.STAFF_WORK)(request)
        return super().index(request, {"work": work, **(extra_context or {})})

    def logout(self, request, extra_context=None):
        from .views import sign_out

        return sign_out(request)

    def password_change(self, request, extra_context=None):
        return HttpResponseRedirect(reverse("account_change_password"))

    def record_export(self, request, what: str, rows: int) -> None:
        """To be called by every page that gives records out as a file: who took what, and how much of it."""
        log.write(log.Kind.EXPORTED, request.user, f"{what}: {rows}", request)


def _wanted(request) -> str:
    wanted = request.GET.get(REDIRECT_FIELD_NAME, "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if is_ours else reverse("admin:index")
