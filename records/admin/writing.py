"""Every page where staff write answers inside the one door."""

from contextlib import nullcontext

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from records.editing.steps import take_back_unseen
from records.search.index import recording

UNSAVED = _(
    "Nothing was saved. Somebody else saved the same just now, or two rows changed places: "
    "try again, one change at a time."
)


class Writing:
    """Pages that write: all of a request is written, or nothing."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        view, where = super().changeform_view, (object_id, form_url, extra_context)
        try:
            return self._through_the_door(view, request, *where)
        except IntegrityError:
            # Forms check everything first; what is left are two rows that swap places.
            request.stopped_by = UNSAVED
            return view(request, *where)

    def changelist_view(self, request, extra_context=None):
        return self._or_nothing(super().changelist_view, request, extra_context)

    def _or_nothing(self, view, request, *args):
        """As `_through_the_door`, for pages on which nobody has written anything that could be lost."""
        try:
            return self._through_the_door(view, request, *args)
        except IntegrityError:
            self.message_user(request, UNSAVED, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def _through_the_door(self, view, request, *args):
        """Answer inside `recording()` when the request may write."""
        with recording(by=request.user) if request.method == "POST" else nullcontext() as door:
            answer = view(request, *args)
            for record in take_back_unseen(door, request.user) if door else ():
                said = _(
                    "“%(name)s” will not be published at the time that was set: a reviewer has to see your change."
                )
                self.message_user(request, said % {"name": record}, messages.WARNING)
            return answer
