"""The frame of every public page: the forum, where one is, and the same page in the other languages."""

from django.conf import settings
from django.http import Http404, HttpResponsePermanentRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from records.editing.whereabouts import Gone, Moved, look_for
from records.search.lives import LIFE_OF
from records.search.snapshot import current


def other_languages(request) -> list[dict]:
    """This page and question in each language of the site: code, name in itself, address, whether it is this one."""
    current = get_language()
    rest = request.get_full_path().removeprefix(f"/{current}/")
    return [
        {"code": code, "name": name, "address": f"/{code}/{rest}", "is_current": code == current}
        for code, name in settings.LANGUAGES
    ]


class Page(TemplateView):
    """A public page; `section` is the entry of the contents that it belongs to."""

    section = ""

    def dispatch(self, request, *args, **kwargs):
        """The page; where its record has moved to (301), or why it is gone (410)."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except Moved as moved:
            return HttpResponsePermanentRedirect(moved.address)
        except Gone as gone:
            return self._gone(gone.tombstone)

    def _gone(self, tombstone):
        context = Page.get_context_data(self, tombstone=tombstone) | {"is_indexed": False}
        return self.response_class(self.request, ["410.html"], context, status=410)

    def get_context_data(self, **context):
        """What the frame prints, beside the page's own."""
        return super().get_context_data(
            forum=current().forum,
            section=self.section,
            languages=other_languages(self.request),
            site_url=settings.SITE_URL,
            canonical=settings.SITE_URL + self.request.path,
            is_indexed=True,
            **context,
        )


def found_or_404(queryset, **key):
    """The one public record with this key.

    Raises Moved or Gone where it once was, and Http404 with a sentence where there never was one.
    """
    record = queryset.filter(**key).first()
    if record is None:
        if queryset.model in LIFE_OF and key:
            look_for(LIFE_OF[queryset.model], next(iter(key.values())).lower())
        raise Http404(_("The record has nothing at this address."))
    return record
