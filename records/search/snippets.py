"""Texts in which something was asked for: what to mark in them, and the piece of one that is shown."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from records.models.languages import visitor_column

from .analyzer import SILENT, stem, tokens
from .clauses import Clause

WIDTH = 220  # characters of a snippet
QUOTING = "'‘`"
HAS_QUOTES = re.compile(f"[{QUOTING}]")


class Snippet(NamedTuple):
    """A piece of a text with what was asked for in it, and the language tag of the text; empty when it is not known."""

    tag: str
    pieces: list[tuple[str, bool]]


def readers_first(texts) -> list[str]:
    """Texts in the visitor's language before all others."""
    wanted = visitor_column()
    return sorted(texts, key=lambda text: getattr(text, "column", wanted) != wanted)


def any_asked(pieces: list[tuple[str, bool]]) -> bool:
    """Whether any piece of a text was asked for."""
    return any(is_asked for _piece, is_asked in pieces)


def quoted_saying(clause: Clause) -> tuple[str, ...]:
    """The stems of words in quotes, which are marked only side by side; nothing where one of them is Chinese."""
    is_in_letters = not any(token.is_han for token in tokens(clause.quoted))
    return saying(clause.quoted) if is_in_letters else ()


def saying(name: str) -> tuple[str, ...]:
    """The stems of a name in several words; nothing for one word, or where all of it is Chinese."""
    words = tokens(name)
    is_saying = len(words) > 1 and not all(word.is_han for word in words)
    return tuple(stem(word.folded) for word in words) if is_saying else ()


def to_mark(*texts: str) -> set[str]:
    """The stems and runs of Chinese in these texts that say something."""
    asked = (token for text in texts for token in tokens(text) if token.folded not in SILENT)
    return {token.folded if token.is_han else stem(token.folded) for token in asked}


def without_quotes(pieces: list[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """A quotation mark looks like the apostrophe of a name; before a word it is none of it."""
    for piece, is_asked in pieces:
        word = piece.lstrip(QUOTING) if is_asked else piece
        if word != piece:
            yield piece[: len(piece) - len(word)], False
        yield word, is_asked


def cut(pieces: list[tuple[str, bool]], width: int) -> list[tuple[str, bool]]:
    """A text in pieces, cut to about `width` characters from shortly before the first that was asked for."""
    first = next(place for place, (_piece, is_asked) in enumerate(pieces) if is_asked)
    before, left = "".join(piece for piece, _ in pieces[:first]), pieces[first:]
    start = before if len(before) < width // 2 else "… " + before[-width // 2 :].partition(" ")[2]
    shown, room = [(start, False)] if start else [], width - len(start)
    for piece, is_asked in left:
        if room <= 0:
            shown.append((" …", False))
            break
        if len(piece) > room and not is_asked:
            shown.append((piece[:room].rsplit(" ", 1)[0] + " …", False))
            break
        shown.append((piece, is_asked))
        room -= len(piece)
    return shown
