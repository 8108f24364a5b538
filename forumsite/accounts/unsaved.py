"""What somebody wrote and could not save is given back to them: to send again after signing in, or to copy."""

import re

from django.http import HttpResponseNotAllowed
from django.shortcuts import render
from django.views.decorators.cache import never_cache

# Of no use to who reads it, or nobody's to see.
NOT_GIVEN_BACK = re.compile("csrfmiddlewaretoken|.*password.*", re.IGNORECASE)
# Fields of Django's own that count rows and know keys; they are sent again but not shown.
MACHINERY = re.compile(r".*(_FORMS|__prefix__.*|-id)|initial-.*|_(save|continue|addanother|saveasnew|popup|to_field)")


@never_cache
def answer_unsaved(request):
    """403, why nothing was saved, and everything that was sent; only for a form that came from this site."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    sent = [(name, value) for name, values in request.POST.lists() for value in values if _is_given_back(name)]
    context = {
        "sent": sent,
        "shown": [(name, value) for name, value in sent if value.strip() and not MACHINERY.fullmatch(name)],
        "files": sorted(request.FILES),
        "is_signed_in": request.user.is_authenticated,
    }
    return render(request, "account/unsaved.html", context, status=403)


def _is_given_back(name: str) -> bool:
    return not NOT_GIVEN_BACK.fullmatch(name)
