"""A single Chinese character beside a name: part of a longer word, or nothing, never a word alone (外交部, 中国和)."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

# And, with, the, of, in: between two names they ask for nothing.
PARTICLES = frozenset("和与及的在对同")
# Ministry, bureau, office …: after a topic it makes the name of an institution.
INSTITUTION = frozenset("部局厅署委")
SHORTEST = 2  # characters of a word: 部长, of which one is a part of 外交部 too


class Piece(NamedTuple):
    """A piece of a run of Chinese and the terms of what it names; nothing, where it is only a word."""

    text: str
    named: frozenset[str] = frozenset()

    @property
    def is_topic(self) -> bool:
        """Whether it names topics alone, whose names are words that begin other words."""
        return bool(self.named) and all(term.startswith("=topic=") for term in self.named)


def without_leftovers(pieces: list[Piece], stands: Callable[[str], bool]) -> list[Piece]:
    """The pieces, with no single character that names nothing, unless it is all there is.

    Beside the name of a topic it makes another word of it, if the record has such a word: then the topic is not meant.
    Beside any other name it must stand where it was asked for.
    """
    pieces, found, place = list(_institutions(pieces, stands)), [], 0
    while place < len(pieces):
        piece = pieces[place]
        after = pieces[place + 1] if place + 1 < len(pieces) else None
        place += 1
        if piece.named or len(piece.text) > 1 or len(pieces) == 1:
            found.append(piece)
        elif piece.text in PARTICLES:
            continue
        elif found and found[-1].is_topic and stands(word := found[-1].text + piece.text):
            found[-1] = Piece(word)
        elif after and after.is_topic and stands(word := piece.text + after.text):
            found.append(Piece(word))
            place += 1
        else:
            before = found[-1].text[-1] if found else ""
            found.append(Piece(before + piece.text if before else piece.text + after.text[0]))
    return found


def _institutions(pieces: list[Piece], stands: Callable[[str], bool]) -> Iterator[Piece]:
    """The pieces, with institutions of the record in the place of the topics that begin them: 外交部 of 外交部长."""
    before = Piece("")
    for piece in pieces:
        word = before.text + piece.text[0]
        if (
            before.is_topic
            and not piece.named
            and len(piece.text) > 1
            and piece.text[0] in INSTITUTION
            and stands(word)
        ):
            yield Piece(word)
            before = Piece(piece.text if len(piece.text) == SHORTEST else piece.text[1:])
            continue
        if before.text:
            yield before
        before = piece
    yield before
