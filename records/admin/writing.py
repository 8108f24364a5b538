"""Every page where staff write answers inside the one door."""

from contextlib import nullcontext

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from records.search.index import recording


class Writing:
    """Pages that write: all of a request is written, or nothing."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        return self._through_the_door(super().changeform_view, request, object_id, form_url, extra_context)

    def changelist_view(self, request, extra_context=None):
        return self._through_the_door(super().changelist_view, request, extra_context)

    def _through_the_door(self, view, request, *args):
        """Answer inside `recording()` when the request may write."""
        is_writing = request.method == "POST"
        try:
            with recording(by=request.user) if is_writing else nullcontext():
                return view(request, *args)
        except IntegrityError:
            # Forms check everything first; what is left is two people in the same second, or two rows that swap.
            sentence = _(
                "Nothing was saved. Somebody else saved the same just now, or two rows changed places: "
                "try again, one change at a time."
            )
            self.message_user(request, sentence, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
