"""The picture that goes with a link to a page in messages and networks: its title on paper, drawn here (Pillow).

The font is one for three scripts (`data/cards.otf`, made by `.ci/card_font.py`); nothing is fetched from anywhere.
"""

import re
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from records.models import Agreement, Edition

FONT = Path(__file__).parent / "data" / "cards.otf"
WIDTH, HEIGHT = 1200, 630  # what networks ask for
EDGE, BAR = 90, 18
PAPER, INK, SOFT, LAPIS, LINE = "#fbfaf6", "#1b1e22", "#555a60", "#1b4b87", "#ddd8cb"
SIZES = (76, 64, 54, 46)
ROOM = 330  # for the title, in pixels
LONGEST = 400
MORE = "..."  # the one sign for it stands in the middle of the line in a Chinese font
# A line of Chinese breaks between any two characters, but none begins with a closing mark; others break between words.
PIECES = re.compile(
    r"[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f][，。、；：！？）》〉」』”’…]*|[^\s\u2e80-\u9fff\uff00-\uffef]+\s*|\s+"
)


def card(title: str, above: str, below: str = "") -> bytes:
    """A PNG with a title, what it is part of above it, and a line below it; texts too long are cut with an ellipsis."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, BAR, HEIGHT), fill=LAPIS)
    _line(draw, 70, above, 34, LAPIS)
    size, lines = _fitted(" ".join(title.split())[:LONGEST])
    for number, line in enumerate(lines):
        draw.text((EDGE, 170 + number * _leading(size)), line, INK, _font(size))
    draw.line((EDGE, 530, WIDTH - EDGE, 530), fill=LINE, width=2)
    _line(draw, 548, below, 30, SOFT)
    return _as_png(picture)


def below(record) -> str:
    """When and where an edition met, or at which edition something was agreed; empty for other records."""
    if isinstance(record, Edition):
        return " · ".join(filter(None, [record.dates(), *(place.city for place in record.hosts())]))
    if isinstance(record, Agreement):
        return " · ".join(filter(None, [record.edition.short_name(), record.edition.dates()]))
    return ""


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size, layout_engine=ImageFont.Layout.BASIC)


def _leading(size: int) -> int:
    return round(size * 1.28)


def _line(draw, top: int, text: str, size: int, colour: str) -> None:
    lines = _wrapped(" ".join(text.split())[:LONGEST], size)
    draw.text((EDGE, top), _ended(lines, size) if len(lines) > 1 else "".join(lines), colour, _font(size))


def _fitted(title: str) -> tuple[int, list[str]]:
    """The largest size in which the title has room, and its lines; at the smallest, those there is room for."""
    for size in SIZES:
        lines = _wrapped(title, size)
        most = ROOM // _leading(size)
        if len(lines) <= most:
            return size, lines
    return size, [*lines[: most - 1], _ended(lines[most - 1 :], size)]


def _wrapped(text: str, size: int) -> list[str]:
    lines, line = [], ""
    for piece in (part for found in PIECES.findall(text) for part in _parted(found, size)):
        if line and _too_wide(line + piece.rstrip(), size):
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def _parted(piece: str, size: int) -> list[str]:
    """A word, or its letters one by one when it is wider than a line."""
    return list(piece) if _too_wide(piece.rstrip(), size) else [piece]


def _ended(lines: list[str], size: int) -> str:
    """The first of several lines, with an ellipsis for the rest."""
    line = lines[0]
    while line and _too_wide(f"{line}{MORE}", size):
        line = line[:-1]
    return f"{line.rstrip()}{MORE}"


def _too_wide(text: str, size: int) -> bool:
    return _font(size).getlength(text) > WIDTH - 2 * EDGE


def _as_png(picture: Image.Image) -> bytes:
    written = BytesIO()
    picture.quantize(32, method=Image.Quantize.FASTOCTREE).save(written, "PNG")
    return written.getvalue()
