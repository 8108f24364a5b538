"""The frame of every public page: the forum, where one is, and the same page in the other languages."""

from django.conf import settings
from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

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
    """The one public record with this key; Http404 with a sentence when there is none."""
    record = queryset.filter(**key).first()
    if record is None:
        raise Http404(_("The record has nothing at this address."))
    return record
