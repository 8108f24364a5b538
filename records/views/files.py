"""Answers that are files for programs, at the address of a page with another ending."""

import re

from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string

from records import cards, linked_data
from records.citations import FILES
from records.editing.whereabouts import Tombstone

MARKDOWN, CARD = "md", "png"
ENDINGS = (*FILES, MARKDOWN, CARD)
# It is public, and a page elsewhere may want to read it; search engines are led to the page instead.
HEADERS = {"Access-Control-Allow-Origin": "*", "X-Robots-Tag": "noindex"}


def file_of_page(request, template: str, context: dict, ending: str, status: int = 200) -> HttpResponse:
    """What a page says, as a file; or, in sentences, why it says nothing. `template` writes it as Markdown."""
    cited = context["cited"]
    if not cited:
        return _sentences(context["problems"], ending, status)
    if ending == MARKDOWN:
        text = render_to_string(template, context | {"summary_of": linked_data.summary}, request)
        headers = HEADERS | {"Link": f'<{cited.address}>; rel="canonical"'}
        return HttpResponse(_tidy(text), content_type="text/markdown; charset=utf-8", headers=headers)
    if ending == CARD:
        return _card(context)
    file = FILES[ending]
    headers = HEADERS | {"Content-Disposition": f'attachment; filename="{cited.key}.{ending}"'}
    return HttpResponse(file.write(cited), content_type=f"{file.media_type}; charset=utf-8", headers=headers)


def _sentences(said: list[str], ending: str, status: int) -> HttpResponse:
    """Sentences in the place of a file: as JSON for who asked for that."""
    if ending.endswith("json"):
        return JsonResponse({"problems": list(map(str, said))}, status=status, headers=HEADERS)
    text = "\n".join(map(str, said))
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status, headers=HEADERS)


def gone_file(tombstone: Tombstone, ending: str) -> HttpResponse:
    """410 in sentences, because what asked for a file reads no page: when it went, why, and where that is told."""
    return _sentences(tombstone.sentences(), ending, 410)


def _card(context: dict) -> HttpResponse:
    """The picture of a page; other sites may show it."""
    cited, forum = context["cited"], context["forum"]
    series = forum.series_name() if forum and not cited.is_whole else ""
    picture = cards.card(cited.title, series, context.get("about_card", ""))
    return HttpResponse(picture, content_type="image/png", headers={"Cross-Origin-Resource-Policy": "cross-origin"})


def _tidy(text: str) -> str:
    """One empty line at most, where templates leave several."""
    return re.sub(r"\n\s*\n(?=\n|\S|\s+-)", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip() + "\n"
