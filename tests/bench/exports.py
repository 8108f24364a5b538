"""How fast a whole list leaves as CSV: rows a second against a textbook export, and how soon the first byte comes."""

import csv
import statistics
import sys
import time
from collections.abc import Iterator
from io import BytesIO

from django.http import StreamingHttpResponse

from records.models import Agreement

from .textbook import AgreementFilter

LANGUAGES = ("en", "ru", "zh")


class Echo:
    """A file that gives back what is written to it."""

    def write(self, value):
        """The line itself."""
        return value


def textbook(request):
    """The export as Django's own documentation teaches it, with everything prefetched that a row says."""
    found = AgreementFilter(request.GET, Agreement.objects.published()).qs.distinct()
    rows = found.select_related("edition", "document", "part_of").prefetch_related(
        "topics", "parties__country", "parties__organization", "amounts", "follow_ups", "citations__source"
    )
    writer = csv.writer(Echo())
    lines = (writer.writerow(_row(one)) for one in rows.order_by("-edition__number", "-number").iterator(2000))
    return StreamingHttpResponse(lines, content_type="text/csv")


def _row(one) -> list:
    parties = [party.country or party.organization for party in one.parties.all()]
    amounts = list(one.amounts.all())
    return [
        one.reference, one.edition.number, one.edition.name_en, one.edition.name_ru, one.edition.name_zh,
        one.edition.year, *_texts(one.document, "name"), *_texts(one, "title"), *_texts(one, "text"),
        one.kind, one.get_kind_display(), one.reported_as,
        "; ".join(getattr(party, "code", None) or party.slug for party in parties),
        *("; ".join(getattr(party, f"name_{language}") for party in parties) for language in LANGUAGES),
        one.parties_basis, "; ".join(topic.slug for topic in one.topics.all()),
        *("; ".join(getattr(topic, f"name_{language}") for topic in one.topics.all()) for language in LANGUAGES),
        one.part_of.reference if one.part_of else "", one.item_count,
        "; ".join(f"{amount.value} {amount.currency}" for amount in amounts),
        "; ".join(follow_up.status for follow_up in one.follow_ups.all()), *_texts(one, "note"),
        "; ".join(citation.source.slug for citation in one.citations.all()), one.get_absolute_url(),
    ]  # fmt: skip


def _texts(record, name: str) -> list[str]:
    return [getattr(record, f"{name}_{language}") if record else "" for language in LANGUAGES]


def figures(cpu) -> Iterator[dict]:
    """All agreements as CSV against the textbook in CPU, and our first byte against hello in time."""
    for address in ("/agreements.csv", "/en/textbook-export/", "/en/hello/"):
        _exported(address, cpu, is_first_only=True)  # what is remembered afterwards
    ours, peer = (_exported(address, cpu)[0] for address in ("/agreements.csv", "/en/textbook-export/"))
    yield {"question": "all agreements as CSV", "ours": ours * 1000, "floor": None, "peer": peer / ours}
    firsts = [_exported("/agreements.csv", cpu, is_first_only=True)[1] for _ in range(5)]
    hello = [_exported("/en/hello/", cpu)[1] for _ in range(5)]
    first, floor = statistics.median(firsts), statistics.median(hello)
    yield {"question": "first byte of it (ms of time)", "ours": first * 1000, "floor": first / floor, "peer": None}


def _exported(address: str, cpu, *, is_first_only: bool = False) -> tuple[float, float]:
    """Seconds of CPU for an answer, and seconds of time until its first byte."""
    from forumsite.wsgi import application

    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": address, "QUERY_STRING": "", "SERVER_NAME": "localhost",
               "SERVER_PORT": "80", "REMOTE_ADDR": "127.0.0.1", "wsgi.input": BytesIO(), "wsgi.url_scheme": "http",
               "wsgi.errors": sys.stderr, "HTTP_ACCEPT_ENCODING": "identity"}  # fmt: skip
    began, spent = time.perf_counter(), cpu()
    answer = application(environ, lambda *head: None)
    pieces = iter(answer)
    next(pieces)
    first = time.perf_counter() - began
    for _piece in () if is_first_only else pieces:
        pass
    answer.close()
    return cpu() - spent, first
