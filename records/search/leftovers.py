"""A single Chinese character beside a name: part of a longer word, or nothing, never a word alone (外交部, 中国和)."""

from collections.abc import Callable
from typing import NamedTuple

# And, with, the, of, in: between two names they ask for nothing.
PARTICLES = frozenset("和与及的在对同")


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
    found, place = [], 0
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
