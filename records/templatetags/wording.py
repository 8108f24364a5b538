"""Two texts compared word by word, and how a template prints what was removed and what was added.

The longest common run of words is found with whole numbers as rows of bits (Hyyrö 2004), halving the texts until
a table fits (Hirschberg 1975): exact, and quick because one step of the machine compares 64 words.
"""

import re
import unicodedata
from itertools import accumulate, pairwise
from typing import NamedTuple

from django import template
from django.utils.html import format_html
from django.utils.translation import pgettext
from markupsafe import Markup

register = template.Library()

LARGEST_TABLE = 2**26  # bits kept by one comparison: 8 MB
LARGEST_TASK = 2**32  # two texts of some 30,000 words; longer ones are compared by sentences
SENTENCE = re.compile(r"[^.!?。！？\n]+[.!?。！？\n]*\s*|[.!?。！？\n]+\s*")
ENDS = (("\n", 4), (("。", "！", "？"), 3), ((". ", "! ", "? "), 3), ((" ", "，", "、", "；"), 2))


class Piece(NamedTuple):
    """A run of text that is "same", "removed" or "added"."""

    text: str
    change: str


class Run(NamedTuple):
    """Words that two texts share, and how they part after them."""

    same: list[str]
    removed: list[str]
    added: list[str]


def compare_words(before: str, after: str) -> list[Piece]:
    """What was removed from a text and what was added, in reading order, a removal before what replaces it.

    The pieces that are not added, put together, are the text before; those that are not removed, the text after.
    """
    first, second = _words(before), _words(after)
    if len(first) * len(second) > LARGEST_TASK:
        first, second = SENTENCE.findall(before), SENTENCE.findall(after)
    runs = _slid(_readable(_runs(first, second, _shared(first, second))))
    pieces = [Piece("".join(words), change) for run in runs for change, words in run._asdict().items()]
    return [piece for piece in pieces if piece.text]


@register.simple_tag
def marked_words(before: str, after: str) -> Markup:
    """The text after with what was removed and added marked, for eyes and for screen readers."""
    return print_pieces(compare_words(str(before), str(after)))


@register.filter
def print_pieces(pieces: list[Piece]) -> Markup:
    """Pieces as HTML."""
    return Markup().join(_printed(piece) for piece in pieces)


def _printed(piece: Piece) -> Markup:
    if piece.change == "same":
        return Markup.escape(piece.text)
    element = "del" if piece.change == "removed" else "ins"
    said = pgettext("words in a text", "removed:") if element == "del" else pgettext("words in a text", "added:")
    return Markup(format_html('<{0}><span class="visually-hidden">{1} </span>{2}</{0}>', element, said, piece.text))


# Words


class _Kinds(dict):
    """What a character is to a word, remembered as it is asked for."""

    def __missing__(self, character):
        self[character] = kind = _kind(character)
        return kind


def _kind(character: str) -> str:
    category = unicodedata.category(character)
    if category[0] == "M" or category == "Cf" or "\U0001f3fb" <= character <= "\U0001f3ff":
        return "mark"  # accents, joiners, variants of an ideograph, tones of a face: they stay with what they mark
    if character.isspace():
        return "space"
    if unicodedata.name(character, "").startswith(("CJK", "HIRAGANA", "KATAKANA")):
        return "alone"
    if category[0] in "LN" or "\U0001f1e6" <= character <= "\U0001f1ff":
        return "word"
    return "alone"


KINDS = _Kinds()
JOINER = "\N{ZERO WIDTH JOINER}"
INSIDE = dict.fromkeys("'’ʼ‘", "L") | dict.fromkeys(".,:", "N")


def _words(text: str) -> list[str]:
    """A text in words, each ideograph and sign by itself, each stretch of white space as one."""
    starts, last = [], None
    for place, character in enumerate(text):
        kind = KINDS[character]
        if place and (kind == "mark" or text[place - 1] == JOINER):
            continue
        if _is_inside(text, place):
            kind = "word"
        if kind != last or kind == "alone":
            starts.append(place)
        last = kind
    return [text[start:end] for start, end in pairwise([*starts, len(text)])]


def _is_inside(text: str, place: int) -> bool:
    """Whether a sign belongs to the word around it: O'zbekiston, 11,248,000, 9.10."""
    kind = INSIDE.get(text[place])
    around = text[place - 1 : place] + text[place + 1 : place + 2]
    return kind is not None and len(around) == 2 and all(unicodedata.category(one)[0] == kind for one in around)


# What two lists of words share


def _shared(first: list[str], second: list[str]) -> list[tuple[int, int]]:
    """The places of the longest common run of two lists, in pairs."""
    start = _common_start(first, second)
    end = _common_start(first[start:][::-1], second[start:][::-1])
    middle = _longest(first[start : len(first) - end], second[start : len(second) - end])
    return [
        *((place, place) for place in range(start)),
        *((one + start, other + start) for one, other in middle),
        *((len(first) - place, len(second) - place) for place in range(end, 0, -1)),
    ]


def _common_start(first, second) -> int:
    pairs = enumerate(zip(first, second, strict=False))
    return next((place for place, (one, other) in pairs if one != other), min(len(first), len(second)))


def _longest(first, second) -> list[tuple[int, int]]:
    size = len(first) * len(second)
    if not size or size > LARGEST_TASK:
        return []
    if size <= LARGEST_TABLE or len(first) == 1:
        return _traced(first, second)
    half = len(first) // 2
    ahead = _lengths(first[:half], second)
    behind = _lengths(first[half:][::-1], second[::-1])[::-1]
    cut = max(range(len(second) + 1), key=lambda place: ahead[place] + behind[place])
    rest = ((one + half, other + cut) for one, other in _longest(first[half:], second[cut:]))
    return [*_longest(first[:half], second[:cut]), *rest]


def _rows(first, second):
    """For each word of the first list a number: bit n is 0 where word n of the second lengthens what they share."""
    places, masks = {}, {}
    for place, word in enumerate(second):
        places.setdefault(word, []).append(place)
    everything = row = (1 << len(second)) - 1
    for word in first:
        if word not in masks:
            masks[word] = _mask(places.get(word, ()), len(second))
        matches = row & masks[word]
        row = ((row + matches) | (row - matches)) & everything
        yield row


def _mask(places, length: int) -> int:
    """A number with these bits set: built at once, since adding bit after bit is quadratic."""
    row = bytearray(length // 8 + 1)
    for place in places:
        row[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(row, "little")


def _lengths(first, second) -> list[int]:
    """How many words the whole first list shares with each beginning of the second."""
    row = -1
    for row in _rows(first, second):  # noqa: B007 - the last one counts
        pass
    bits = reversed(f"{row:0{len(second)}b}")
    return list(accumulate((bit == "0" for bit in bits), initial=0))


def _traced(first, second) -> list[tuple[int, int]]:
    rows = list(_rows(first, second))
    one, other, pairs = len(first), len(second), []
    while one and other:
        bit = other - 1
        if rows[one - 1] >> bit & 1:
            other -= 1
        elif one > 1 and not rows[one - 2] >> bit & 1:
            one -= 1
        else:
            one, other = one - 1, other - 1
            pairs.append((one, other))
    return pairs[::-1]


# How it reads


def _runs(first, second, pairs) -> list[Run]:
    """The words of both texts as runs, the shared ones at these places."""
    runs, same, last = [], [], (0, 0)
    for one, other in [*pairs, (len(first), len(second))]:
        removed, added = first[last[0] : one], second[last[1] : other]
        if removed or added or one == len(first):
            runs.append(Run(same, removed, added))
            same = []
        same.extend(first[one : one + 1])
        last = (one + 1, other + 1)
    return runs


def _readable(runs: list[Run]) -> list[Run]:
    """Runs in which a word or two between larger changes belongs to them: whole phrases read better than crumbs."""
    read = runs[:1]
    for run in runs[1:]:
        before = read[-1]
        if run.removed + run.added and _is_crumb(run.same, before, run):
            read[-1] = Run(
                before.same, [*before.removed, *run.same, *run.removed], [*before.added, *run.same, *run.added]
            )
        else:
            read.append(run)
    return read


def _is_crumb(same, before: Run, after: Run) -> bool:
    """Whether a shared stretch between two changes says nothing by itself: no word, one ideograph, or far less."""
    ideographs = sum(KINDS[word[0]] == "alone" and word[0].isalpha() for word in same)
    if ideographs < 2 and not any(KINDS[word[0]] == "word" for word in same):
        return True
    around = min(max(_length(run.removed), _length(run.added)) for run in (before, after))
    return _length(same) * 2 <= around


def _length(words) -> int:
    return sum(map(len, words))


def _slid(runs: list[Run]) -> list[Run]:
    """Runs whose lone removals and additions begin and end where a sentence or a word does, if they may."""
    read = list(runs)
    for place in range(len(read) - 1):
        run, after = read[place], read[place + 1]
        if bool(run.removed) == bool(run.added):
            continue
        same, changed, rest = _best_slide(run.same, run.removed or run.added, after.same)
        read[place] = Run(same, changed if run.removed else [], changed if run.added else [])
        read[place + 1] = after._replace(same=rest)
    return read


def _best_slide(same, changed, rest):
    """Where "same, changed, rest" can be cut alike elsewhere, the cut that reads best."""
    while same and same[-1] == changed[-1]:
        same, changed, rest = same[:-1], [same[-1], *changed[:-1]], [same[-1], *rest]
    best = same, changed, rest
    while rest and rest[0] == changed[0]:
        same, changed, rest = [*same, rest[0]], [*changed[1:], rest[0]], rest[1:]
        best = max(best, (same, changed, rest), key=_how_well_cut)
    return best


def _how_well_cut(cut) -> int:
    same, changed, _rest = cut
    return _how_well_ended(same) + _how_well_ended(changed)


def _how_well_ended(words) -> int:
    text = "".join(words[-2:])
    return 5 if not words else next((worth for ends, worth in ENDS if text.endswith(ends)), 0)
