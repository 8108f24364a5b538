"""One published version of an edition or an agreement as JSON: what it said then, and what has become of it."""

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.views.decorators.http import require_safe

from records.editing.whereabouts import Moved, look_for_versions, tombstone
from records.models import PublicVersion
from records.models.languages import data_address
from records.search.snapshot import current

from .answers import json_answer
from .found import how_it_went
from .lists import about
from .objects import absolute, names, object_of_version


@require_safe
def version_as_json(request, kind: str, key: str, number: int) -> HttpResponse:
    """The version in the shape of the record; 301 where its address has moved to; it stays when the record is gone."""
    key = key.lower()
    version = PublicVersion.objects.of(kind, key).filter(number=number).first()
    if version is None:
        return _elsewhere(kind, key, number)
    one, now = object_of_version(version), current()
    one["links"]["newest"] = _newest(version)
    return json_answer({**one, "names": names([one], now), **_gone(version), **about(now)})


def _newest(version: PublicVersion) -> str:
    newest = PublicVersion.objects.of(version.kind, version.key).for_listing().first()
    return absolute(data_address(newest.get_absolute_url(), "json"))


def _gone(version: PublicVersion) -> dict:
    gone = tombstone(version.kind, version.key)
    return {"gone": how_it_went(gone)} if gone else {}


def _elsewhere(kind: str, key: str, number: int) -> HttpResponse:
    try:
        look_for_versions(kind, key, number)
    except Moved as moved:
        return HttpResponsePermanentRedirect(data_address(moved.address, "json"))
    raise Http404
