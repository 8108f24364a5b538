"""The styles that readers write in, each after its own book, in the words of the visitor's language.

APA: Publication Manual, 7th edition. Chicago: Manual of Style, bibliography of the notes system. ГОСТ Р 7.0.5-2008.
GB/T 7714-2015. A day of reading is not known to the server, whose answers are kept: where a style wants one, a place
is left for it, which a script of the page fills in.
"""

from typing import NamedTuple

from django.utils.dates import MONTHS_ALT
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from records.models.dates import PartialDate, Precision, month_name
from records.models.languages import Text, visitor_column

from .cited import Cited

# Quotation marks around a title and within it.
QUOTES = {"en": "“”‘’", "ru": "«»„“", "zh": "《》〈〉"}
STOPS = (".", "!", "?", "…", "。", "！", "？")


class Piece(NamedTuple):
    """A piece of a citation; a title may be set apart, a day of reading is written `iso`, `dotted` or in `words`."""

    text: str
    is_title: bool = False
    day: str = ""


class Citation(NamedTuple):
    """A citation in one style."""

    style: str
    name: str
    pieces: list[Piece]

    def __str__(self):
        return "".join(piece.text for piece in self.pieces)


def in_each_style(cited: Cited) -> list[Citation]:
    """The citations of a thing, the style that is usual in the visitor's language first."""
    usual = USUAL[visitor_column()]
    names = sorted(STYLES, key=lambda style: style != usual)
    return [Citation(style, str(STYLES[style][0]), _clean(_written(style, cited))) for style in names]


def _written(style: str, cited: Cited) -> list:
    """The citation itself and, of a source, where this record has it; the name of the record keeps its language."""
    pieces = STYLES[style][1](cited)
    if not cited.recorded:
        return pieces
    before, after = cited.recorded.split(cited.site, 1)
    return [*pieces, f"{_stop(str(pieces[-1]))} {before}", cited.site, after]


def _clean(pieces) -> list[Piece]:
    pieces = (piece if isinstance(piece, Piece) else Piece(piece) for piece in pieces)
    return [piece for piece in pieces if piece.text]


def apa(cited: Cited) -> list:
    """Author. (2026, November 24). Title (Version 3). Address"""
    title, issued = Piece(cited.title, is_title=True), f"({_apa_date(cited.issued)}). "
    version = f" ({_version(cited)})" if cited.version else ""
    if cited.is_whole:
        form = _("Data set")
        return [title, f"{version} [{form}]. {issued}", *_apa_address(cited)]
    end = f"{version}. " if version else f"{_stop(cited.title)} "
    return [cited.author, f"{_stop(cited.author)} {issued}", title, end, *_apa_address(cited)]


def _apa_address(cited: Cited) -> list:
    if cited.issued:
        return [cited.where]
    return _around(_("Retrieved %(date)s, from %(address)s"), "words", address=cited.where)


def chicago(cited: Cited) -> list:
    """Author. “Title.” Version 3. November 24, 2026. Address."""
    if cited.is_whole:
        title = [Piece(cited.title, is_title=True), f"{_stop(cited.title)} "]
    else:
        title = [cited.author, f"{_stop(cited.author)} ", *_quoted(cited.title)]
    version = f"{_version(cited)}. " if cited.version else ""
    seen = _around(pgettext("citation", "Accessed %(date)s"), "words")
    date = [_chicago_date(cited.issued)] if cited.issued else seen
    return [*title, version, *date, f". {cited.where}."]


def gost(cited: Cited) -> list:
    """Title [Electronic resource] // Whole. Version 3. 2026. URL: address (accessed: 01.12.2026)."""
    version = f" {_version(cited)}." if cited.version else ""
    year = f" {cited.issued.first_on.year}." if cited.issued else ""
    form = _("Electronic resource")
    whole = ["."] if cited.is_whole else [" // ", cited.author, _stop(cited.author)]
    seen = _around(pgettext("citation", "accessed: %(date)s"), "dotted")
    return [_bare(cited.title), f" [{form}]", *whole, f"{version}{year} URL: {cited.where} (", *seen, ")."]


def gbt(cited: Cited) -> list:
    """Author. Title[EB/OL]. Version 3. (2026-11-24)[2026-12-01]. Address."""
    author = [] if cited.is_whole else [cited.author, f"{_stop(cited.author)} "]
    form = "[DB/OL]. " if cited.is_whole else "[EB/OL]. "
    version = f"{_version(cited)}. " if cited.version else ""
    issued = f"({cited.issued.iso()})" if cited.issued else ""
    seen = Piece(_days()["iso"], day="iso")
    return [*author, _bare(cited.title), f"{form}{version}{issued}[", seen, f"]. {cited.where}."]


STYLES = {
    "apa": ("APA", apa),
    "chicago": (gettext_lazy("Chicago"), chicago),
    "gost": (gettext_lazy("GOST R 7.0.5"), gost),
    "gbt": ("GB/T 7714", gbt),
}
USUAL = {"en": "apa", "ru": "gost", "zh": "gbt"}


def _days() -> dict[str, str]:
    """What stands in the place of the day of reading until it is filled in."""
    return {
        "iso": pgettext("day to be filled in", "yyyy-mm-dd"),
        "dotted": pgettext("day to be filled in", "dd.mm.yyyy"),
        "words": pgettext("day to be filled in", "[day of reading]"),
    }


def _around(words: str, day: str, **named) -> list:
    before, after = (words % {"date": "\0", **named}).split("\0")
    return [before, Piece(_days()[day], day=day), after]


def _version(cited: Cited) -> str:
    return _("Version %(number)s") % {"number": cited.version}


def _stop(text: str) -> str:
    """The full stop that a text still needs."""
    return "" if text.rstrip("”’»“》").endswith(STOPS) else "."


def _bare(text: Text) -> Text:
    return Text(text.rstrip("."), text.column, text.is_fallback)


def _quoted(title: Text) -> list:
    """A title in quotation marks, those within it changed, with its full stop where the language puts it."""
    left, right, inner_left, inner_right = QUOTES[visitor_column()]
    inner = Text(title.replace(left, inner_left).replace(right, inner_right), title.column, title.is_fallback)
    end = f"{_stop(title)}{right}" if visitor_column() == "en" else f"{right}{_stop(title)}"
    return [left, inner, f"{end} "]


def _apa_date(issued: PartialDate) -> str:
    if not issued:
        return pgettext("citation", "n.d.")
    year = str(issued.first_on.year)
    return year if issued.precision == Precision.YEAR else f"{year}, {_within_year(issued)}"


def _within_year(issued: PartialDate) -> str:
    day, month = issued.first_on.day, issued.first_on.month
    if visitor_column() == "zh":
        return f"{month}月" + (f"{day}日" if issued.precision == Precision.DAY else "")
    if issued.precision == Precision.MONTH:
        return month_name(month)
    return f"{month_name(month)} {day}" if visitor_column() == "en" else f"{day} {MONTHS_ALT[month]}"


def _chicago_date(issued: PartialDate) -> str:
    if visitor_column() == "en" and issued.precision == Precision.DAY:
        return f"{_within_year(issued)}, {issued.first_on.year}"
    return str(issued)
