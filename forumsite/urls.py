"""Where everything is mounted; the public addresses themselves stand in `records.urls`."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.http import HttpResponsePermanentRedirect
from django.urls import include, path

from records import urls as records

from .health import health


def simplified_chinese(request, rest: str = "") -> HttpResponsePermanentRedirect:
    """What people write for Chinese leads to the Chinese that there is."""
    return HttpResponsePermanentRedirect("/zh-hans/" + request.get_full_path().removeprefix("/zh/"))


# LocaleMiddleware sends an address without a language on to the visitor's: `/`, `/admin/`, `/editions/9/`.
urlpatterns = [
    path("healthz", health, name="health"),
    path("zh/<path:rest>", simplified_chinese),
    path("zh/", simplified_chinese),
    path("", include(records.data)),
    *i18n_patterns(
        path("admin/", admin.site.urls),
        path("account/", include("forumsite.accounts.urls")),
        path("", include(records.pages)),
    ),
]

handler400 = f"{settings.ERROR_VIEWS}.bad_request"
handler403 = f"{settings.ERROR_VIEWS}.permission_denied"
handler404 = f"{settings.ERROR_VIEWS}.page_not_found"
handler500 = "forumsite.middleware.server_error"
handler429 = "forumsite.accounts.views.too_many"
