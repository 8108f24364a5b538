"""What somebody wrote and could not save is given back to them: to send again after signing in, or to copy."""

import re

from django.http import HttpResponseNotAllowed
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from .labels import told

# Of no use to who reads it, or nobody's to see.
NOT_GIVEN_BACK = re.compile("csrfmiddlewaretoken|.*password.*", re.IGNORECASE)
# Fields of Django's own that count rows and know keys; they are sent again but not shown.
MACHINERY = re.compile(r".*(_FORMS|__prefix__.*|-id)|initial-.*|_.*|seen")


@never_cache
def answer_unsaved(request, reason: str = "", status: int = 403):
    """Why nothing was saved, and everything that was sent; only for a form that came from this site.

    Without a reason it is that somebody may not save it, or is no longer signed in.
    """
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    sent = [(name, value) for name, values in request.POST.lists() for value in values if _is_given_back(name)]
    context = {
        "sent": sent,
        "shown": told(request.path_info, [one for one in sent if one[1].strip() and not MACHINERY.fullmatch(one[0])]),
        "files": sorted(request.FILES),
        "is_signed_in": request.user.is_authenticated,
        "reason": reason,
        "may_try_again": status != 403,
    }
    return render(request, "account/unsaved.html", context, status=status)


def _is_given_back(name: str) -> bool:
    return not NOT_GIVEN_BACK.fullmatch(name)
