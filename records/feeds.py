"""Feeds of every question, every record and the log itself, as Atom (RFC 4287), in the language of the address.

An entry is a change: something new, corrected or withdrawn. Its identifier stays, whatever becomes of the record.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import render_to_string
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from records.editing import following, log
from records.editing.following import News
from records.editing.whereabouts import Moved, look_where_moved
from records.filters import given_several, one_value_only
from records.lists import LISTS, LOG, SEARCH, Asked
from records.models import Change, Redirect
from records.models.editorial import page_address
from records.models.languages import TAGS, visitor_column
from records.search.snapshot import current
from records.telling.news import Told, tell

SIZE = 25
HEADERS = {"Access-Control-Allow-Origin": "*"}
# A tag is made of a name and of a day on which it was ours (RFC 4151); both stay what they are.
SINCE = "2026"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PAGE = re.compile("[1-9][0-9]{0,8}|10{9}")  # as far as the pages of lists are counted
NO_NUMBER = gettext_lazy("A page number is a whole number from 1.")
# What XML cannot hold in any form.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# The kinds of record by which others are found: the news of one of them are the news of all that is found by it.
CONCERNING = ("country", "topic", "edition", "person", "organization")


@dataclass(frozen=True)
class Asking:
    """One page of a feed: what it is called, where the same is read as a page, and where its news come from."""

    title: str
    page: str
    number: int
    news: Callable[[int, int], list[News]]
    about: str = ""


@require_safe
def of_list(request, name: str) -> HttpResponse:
    """The feed of a question to a list; 400 with sentences where it makes no sense."""
    data, number = request.GET, request.GET.get("page") or "1"  # empty as forms send it
    if LISTS[name].whole:  # a list without pages, whose news have some
        data = data.copy()
        data.pop("page", None)
    asked = Asked(LISTS[name], data, is_for_all=True)
    problems = asked.problems or _of_page(request)
    if problems:
        return _refused(problems)
    kind, question = asked.listing.kind, asked.question

    def news(start: int, size: int) -> list[News]:
        keys = (key for portion in asked.listing.everything(question)[1] for key in portion)
        return following.of_records(kind, keys, question, start, size)

    return _feed(request, Asking(_titled(asked), _page(request), int(number), news, _about(asked)))


@require_safe
def of_search(request) -> HttpResponse:
    """The feed of a search over all kinds of records; 400 with sentences where it makes no sense."""
    data, number = request.GET.copy(), request.GET.get("page") or "1"
    data.pop("page", None)
    asked = Asked(SEARCH, data, is_for_all=True)
    if problems := asked.problems or _of_page(request):
        return _refused(problems)
    news = partial(following.of_everything, asked.question)
    return _feed(request, Asking(_titled(asked), _page(request), int(number), news, _about(asked)))


def _about(asked: Asked) -> str:
    """What a feed of a question says of itself: what was asked for in vain, and how far withdrawals are decided."""
    said = [part for one in asked.filters.withdrawn() for part in (one.sentence, one.reason)]
    if asked.question.choices or asked.question.words:
        said.append(
            _(
                "Of what has left the record, everything is told that was ever found by the chosen country, topic or "
                "edition, whatever year or words are asked for."
            )
        )
    return " ".join(filter(None, said))


@require_safe
def of_log(request) -> HttpResponse:
    """The feed of a question to the log of changes."""
    asked = Asked(LOG, request.GET, is_for_all=True)
    if asked.problems:
        return _refused(asked.problems)
    changes = log.everything(asked.question).select_related("before", "after")
    return _feed(request, Asking(_titled(asked), _page(request), asked.question.page, _slices(changes)))


@require_safe
def of_record(request, kind: str, key: str) -> HttpResponse:
    """The feed of one record and of everything that concerns it; 404 where nothing was ever public."""
    key = key.lower()
    if led := Redirect.objects.filter(kind=kind, key=key).first():
        return HttpResponsePermanentRedirect(page_address(kind, led.new_key).rstrip("/") + ".atom")
    last = Change.objects.of(kind, key).newest_first().first()
    if last is None:
        raise Http404(_("The record has nothing at this address."))
    changes = Change.objects.for_telling()
    changes = changes.concerning(kind, [key]) if kind in CONCERNING else changes.of(kind, key)
    number = request.GET.get("page") or "1"
    if problems := _of_page(request):
        return _refused(problems)
    return _feed(request, Asking(str(last.name), _page(request), int(number), _slices(changes)))


@require_safe
def of_part(request, kind: str, slug: str, key: str) -> HttpResponse:
    """The feed of a delegation or a statement, whose life is its edition's; 404 where nothing was ever public."""
    edition, key, number = slug.lower(), key.lower(), request.GET.get("page") or "1"
    try:
        look_where_moved(kind, edition, key)
    except Moved as moved:
        return HttpResponsePermanentRedirect(moved.address.rstrip("/") + ".atom")
    identity = key.upper() if len(key) == 2 and kind == "delegation" else key
    last = following.of_part(kind, edition, identity, 0, 1)
    if not last:
        raise Http404(_("The record has nothing at this address."))
    if problems := _of_page(request):
        return _refused(problems)
    [told] = tell(last)
    return _feed(
        request, Asking(told.title, _page(request), int(number), partial(following.of_part, kind, edition, identity))
    )


def _of_page(request) -> list[str]:
    """What makes no sense in the page that is asked for."""
    if given_several(request.GET, "page"):
        return [one_value_only(_("Page"))]
    return [] if PAGE.fullmatch(request.GET.get("page") or "1") else [NO_NUMBER]


def _slices(changes) -> Callable[[int, int], list[News]]:
    return lambda start, size: following.of_changes(changes[start : start + size])


def _page(request) -> str:
    return request.path.removesuffix(".atom") + "/" + _question(request, without=("page",))


def _question(request, without=(), **more) -> str:
    asked = [(name, value) for name in request.GET if name not in without for value in request.GET.getlist(name)]
    asked += more.items()
    return f"?{urlencode(asked)}" if asked else ""


def _titled(asked: Asked) -> str:
    """“Agreements · Country: Kazakhstan · Topic: Water”."""
    return " · ".join([str(asked.listing.title), *(f"{choice}: {value}" for choice, value in asked.filters.in_words())])


def _refused(problems: list[str], status: int = 400) -> HttpResponse:
    return HttpResponse("\n".join(map(str, problems)), status=status, content_type="text/plain; charset=utf-8")


# How a feed is written


class Feed(Atom1Feed):
    """Atom with the text of an entry as its content, links to other pages of the feed, and no made-up moment."""

    def root_attributes(self):
        """Beside Django's own: what addresses in the contents are relative to."""
        return super().root_attributes() | {"xml:base": f"{settings.SITE_URL}/"}

    def add_root_elements(self, handler):
        """Beside Django's own: where the other pages are, and under what licence the texts stand."""
        super().add_root_elements(handler)
        for relation, address in self.feed["links"]:
            handler.addQuickElement("link", attrs={"rel": relation, "href": address})

    def add_item_elements(self, handler, item):
        """Beside Django's own: the content."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})

    def latest_post_date(self):
        """The moment of the newest entry; an empty feed has that of the data, which does not move either."""
        return max((item["updateddate"] for item in self.items), default=self.feed["moment"])


def _feed(request, asking: Asking) -> HttpResponse:
    news = asking.news((asking.number - 1) * SIZE, SIZE + 1)
    if asking.number > 1 and not news:
        return _refused([_("This feed ends before page %(page)s.") % {"page": asking.number}], 404)
    forum = current().forum
    series = str(forum.series_name()) if forum else _("Forum records")
    told = _("What was added, corrected or withdrawn, by the moment of its publication.")
    feed = Feed(
        title=_writable(f"{asking.title} — {series}"), link=_absolute(asking.page), description=None,
        subtitle=f"{told} {asking.about}".strip(),
        language=TAGS[visitor_column()], author_name=series, feed_url=_absolute(request.get_full_path()),
        feed_guid=tag(request.path.strip("/") + _question(request, without=("page",))),
        feed_copyright=forum.licence if forum and forum.licence else None,
        links=list(_links(request, asking.number, has_more=len(news) > SIZE)), moment=_beginning(),
    )  # fmt: skip
    for told in tell(news[:SIZE]):
        feed.add_item(**_item(told))
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8", headers=HEADERS)


def _links(request, number: int, *, has_more: bool):
    """The pages of the feed, as RFC 5005 has them."""
    here = _absolute(request.path)
    if number > 1:
        yield "previous", here + _question(request, ("page",), **({"page": number - 1} if number > 2 else {}))
        yield "first", here + _question(request, ("page",))
    if has_more:
        yield "next", here + _question(request, ("page",), page=number + 1)


def _item(told: Told) -> dict:
    change = told.news.change
    act = Change.Act.WITHDRAWN.label if told.news.is_gone and told.news.list else change.get_act_display()
    return {
        "title": _writable(f"{told.title} — {act}"),
        "link": _absolute(told.address),
        "description": None,
        "content": _writable(render_to_string("records/_feed_entry.html", {"told": told, "change": change})),
        "pubdate": change.happened_at,
        "updateddate": change.happened_at,
        "unique_id": identifier(told.news),
        "categories": [change.act, change.kind],
    }


def _writable(text: str) -> str:
    return UNWRITABLE.sub("", text)


def identifier(news: News) -> str:
    """What an entry is known by for ever."""
    change = news.change
    part = f"/{news.list}/{quote(news.identity)}" if news.list else ""
    return tag(f"{change.kind}/{change.key}/changes/{change.cursor}{part}")


def tag(name: str) -> str:
    """A name that nobody else gives (RFC 4151)."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{SINCE}:{quote(name, safe='/?=&')}"


def _absolute(address: str) -> str:
    return settings.SITE_URL + address


def _beginning():
    first = Change.objects.oldest_first().values_list("happened_at", flat=True).first()
    return first or EPOCH
