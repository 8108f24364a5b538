"""Text into terms: one analyser for writing the index, for asking it, and for marking what was found."""

import re
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

from records.models.languages import APOSTROPHES, fold

HAN = "\u3400-\u9fff\uf900-\ufaff"
APOSTROPHE = re.escape("".join(map(chr, APOSTROPHES)))
# A run of Chinese characters; a reference such as 9.2; or a word, with apostrophes inside it.
TOKEN = re.compile(rf"[{HAN}]+|\d+(?:\.\d+)+|(?:[^\W_{HAN}]++|[{APOSTROPHE}](?=\w))+")
LONGEST = 60
SHORTEST_STEMMED = 3  # ИИ, which is no form of и
ENGLISH, RUSSIAN = snowballstemmer.stemmer("english"), snowballstemmer.stemmer("russian")
OTHER_LETTERS = str.maketrans({"ı": "i", "ə": "e", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})

# Words that say nothing by themselves; they are not asked for unless nothing else is, or in quotes.
SILENT = frozenset(
    "a an and as at by for from in into of on or the to with "
    "в во и из к ко на о об от по при с со у для до за под над между не".split()
)


class Token(NamedTuple):
    """A word or a run of Chinese, with its place in the text and its folded form."""

    start: int
    end: int
    folded: str

    @property
    def is_han(self) -> bool:
        """Whether it is a run of Chinese characters."""
        return is_han(self.folded)


def is_han(text: str) -> bool:
    """Whether a text begins with a Chinese character."""
    return "\u3400" <= text[:1] <= "\u9fff" or "\uf900" <= text[:1] <= "\ufaff"


def tokens(text: str) -> list[Token]:
    """The words of a text, in order; what folds to nothing is left out."""
    found = (Token(m.start(), m.end(), _folded(m.group())) for m in TOKEN.finditer(text))
    return [token for token in found if token.folded]


@lru_cache(maxsize=200_000)
def _folded(word: str) -> str:
    folded = fold(word).translate(OTHER_LETTERS)
    return folded if is_han(folded) else folded[:LONGEST]  # a run of Chinese is a sentence, and all of it counts


@lru_cache(maxsize=200_000)
def stem(folded: str) -> str:
    """The stem of a folded word: Russian for Cyrillic letters, English for Latin ones, none for anything else."""
    if len(folded) < SHORTEST_STEMMED:
        return folded
    if "\u0400" <= folded[:1] <= "\u052f":
        return RUSSIAN.stemWord(folded)
    return ENGLISH.stemWord(folded) if folded.isascii() and folded.isalpha() else folded


def grams(run: str) -> list[str]:
    """A run of Chinese as overlapping pairs; a single character stands for itself."""
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def stems(text: str) -> list[str]:
    """The terms that a text must have to be found, in order: stems of words, pairs of Chinese characters."""
    return [term for token in tokens(text) for term in (grams(token.folded) if token.is_han else [stem(token.folded)])]


def phrase(text: str) -> tuple[str, ...]:
    """The terms that a text must have for these words to stand in it together."""
    terms, before = [], ""
    for token in tokens(text):
        if token.is_han:
            terms += grams(token.folded)
            before = ""
            continue
        word = stem(token.folded)
        terms += [f"p:{before} {word}", word] if before else [word]
        before = word
    return tuple(dict.fromkeys(terms))


def index_terms(text: str, *, is_title: bool) -> set[str]:
    """Every term a text is found by: stems, pairs (`p:`) for phrases, words as written (`~`) for completions.

    The terms of titles stand once more behind `t:`, because a match there comes first.
    """
    terms, before = set(), ""
    for token in tokens(text):
        if token.is_han:
            terms.update(token.folded, grams(token.folded))
            before = ""
            continue
        word = stem(token.folded)
        terms |= {word, f"~{token.folded}"}
        if before:
            terms.add(f"p:{before} {word}")
        before = word
    return terms | ({f"t:{term}" for term in terms if term[0] != "~"} if is_title else set())


def marked(text: str, wanted: set[str]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is wanted: by its stem, or as a run of Chinese."""
    pieces, place = [], 0
    for start, end in _places(text, wanted):
        if start > place:
            pieces.append((text[place:start], False))
        pieces.append((text[max(start, place) : end], True))
        place = end
    return [*pieces, (text[place:], False)] if place < len(text) else pieces


def _places(text: str, wanted: set[str]) -> list[tuple[int, int]]:
    found, runs = [], [term for term in wanted if is_han(term)]
    for word in TOKEN.finditer(text):
        folded = _folded(word.group())
        if stem(folded) in wanted:  # a run of Chinese is its own stem
            found.append(word.span())
        elif runs and is_han(folded):
            places = (match.span() for run in runs for match in re.finditer(re.escape(run), folded))
            found += [(word.start() + start, word.start() + end) for start, end in places]
    return _merged(sorted(found))


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
