"""Text into terms: one analyser for writing the index, for asking it, and for marking what was found."""

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import snowballstemmer

from records.models.languages import APOSTROPHES, fold
from records.models.reference import country_names

from .declension import nominatives

HAN = "\u3400-\u9fff\uf900-\ufaff"
APOSTROPHE = re.escape("".join(map(chr, APOSTROPHES)))
# Soft hyphens, joiners, marks of direction: nobody sees them, and copied texts are full of them.
INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff"
# What may stand inside a word and is no letter of its own: accents and stress as marks apart, and what nobody sees.
INSIDE = rf"\u0300-\u036f{INVISIBLE}"
UNSEEN = re.compile(f"[{INVISIBLE}]+")
# A run of Chinese characters; a reference such as 9.2; or a word, with apostrophes inside it.
TOKEN = re.compile(
    rf"[{HAN}](?:[{INVISIBLE}]*[{HAN}])*|\d+(?:\.\d+)+|(?:[^\W_{HAN}]++|[{INSIDE}]++|[{APOSTROPHE}](?=\w))+"
)
HAS_HAN = re.compile(f"[{HAN}]")
TRADITIONAL = Path(__file__).parent.parent / "data" / "traditional.json"
LONGEST = 60
SHORTEST_STEMMED = 3  # ИИ, which is no form of и
ENGLISH, RUSSIAN = snowballstemmer.stemmer("english"), snowballstemmer.stemmer("russian")
# What Snowball takes for a participle in some cases and leaves in others: органы, в органе.
UNSTABLE = ("ан", "ян")
SHORTEST_UNSTABLE = 5  # not: Чжан, who is not Чжао
# Spelt with s in Britain and with z in America.
BRITISH = re.compile("is(?=(?:e|ed|es|er|ers|ing|ation|ations|ational)$)")
SHORTEST_BRITISH = 7  # not: raise, rise
# A vowel that goes in other cases leaves the stem of another word: послы are not после.
OF_AMBASSADOR = "посла послу послом послы послов послам послами послах".split()
AMBASSADOR = dict.fromkeys(OF_AMBASSADOR, "посол") | {"после": "после"}
# Names of places that are no countries, and are taken for other words.
PLACES = ("азия", "европа")
# Letters that look alike, of Latin and Cyrillic words that were typed with both: Kазахстан with a Latin K.
LATIN, CYRILLIC = re.compile("[a-z]"), re.compile("[\u0400-\u052f]")
IN_LATIN, IN_CYRILLIC = "abcehikmoptxy", "авсенікмортху"
TO_LATIN, TO_CYRILLIC = str.maketrans(IN_CYRILLIC, IN_LATIN), str.maketrans(IN_LATIN, IN_CYRILLIC)
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
    folded = fold(UNSEEN.sub("", word)).translate(OTHER_LETTERS)
    # A run of Chinese is a sentence, and all of it counts.
    return folded.translate(_simplified()) if is_han(folded) else _in_one_script(folded[:LONGEST])


def _in_one_script(folded: str) -> str:
    """A word in the letters of which it has most, where the others only look like them."""
    latin, cyrillic = len(LATIN.findall(folded)), len(CYRILLIC.findall(folded))
    if not latin or not cyrillic:
        return folded
    whole = folded.translate(TO_CYRILLIC if latin < cyrillic else TO_LATIN)
    return whole if not (LATIN if latin < cyrillic else CYRILLIC).search(whole) else folded


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    """Traditional characters, each with the simplified one as which it is compared."""
    table = json.loads(TRADITIONAL.read_text(encoding="utf-8"))
    return str.maketrans(table["traditional"], table["simplified"])


@lru_cache(maxsize=200_000)
def stem(folded: str) -> str:
    """The stem of a folded word: Russian for Cyrillic letters, English for Latin ones, none for anything else."""
    if len(folded) < SHORTEST_STEMMED:
        return folded
    if "\u0400" <= folded[:1] <= "\u052f":
        return _places_in_russian().get(folded) or _russian(folded)
    return _english(folded) if folded.isascii() and folded.isalpha() else folded


@lru_cache(maxsize=1)
def _places_in_russian() -> dict[str, str]:
    """The cases of the Russian names of countries and regions, each with its nominative, which is its stem."""
    names = [fold(names["ru"]) for names in country_names().values() if "ru" in names]
    return nominatives([*PLACES, *(name for name in names if name.isalpha())])


def _russian(folded: str) -> str:
    if folded in AMBASSADOR:
        return AMBASSADOR[folded]
    stemmed = RUSSIAN.stemWord(folded)
    if len(stemmed) < SHORTEST_STEMMED and stemmed[-1] in "аеиоуыэюя":
        return folded  # в мае is not Ма
    return stemmed[:-1] if len(stemmed) >= SHORTEST_UNSTABLE and stemmed.endswith(UNSTABLE) else stemmed


def _english(folded: str) -> str:
    return ENGLISH.stemWord(BRITISH.sub("iz", folded) if len(folded) >= SHORTEST_BRITISH else folded)


def grams(run: str, size: int = 2) -> list[str]:
    """A run of Chinese as overlapping pairs, or as triples; one that is no longer stands for itself."""
    return [run[i : i + size] for i in range(len(run) - size + 1)] or [run]


def asked_in_han(run: str) -> list[str]:
    """The terms that a text must have to have a run of Chinese: triples, so that its pairs stand side by side."""
    return grams(run, size=3)


def stems(text: str) -> list[str]:
    """The terms that a text must have to be found, in order: stems of words, triples of Chinese characters."""
    return [
        term
        for token in tokens(text)
        for term in (asked_in_han(token.folded) if token.is_han else [stem(token.folded)])
    ]


def phrase(text: str) -> tuple[str, ...]:
    """The terms that a text must have for these words to stand in it together."""
    terms, before = [], ""
    for token in tokens(text):
        if token.is_han:
            terms += asked_in_han(token.folded)
            before = ""
            continue
        word = stem(token.folded)
        terms += [f"p:{before} {word}", word] if before else [word]
        before = word
    return tuple(dict.fromkeys(terms))


def stand_in(words: list[Token], text: str) -> bool:
    """Whether these words stand in a text side by side, in any form; Chinese at the edges may be part of a run."""
    said = tokens(text)
    last = len(words) - 1
    return any(
        all(_is_like(word, said[start + i].folded, i, last) for i, word in enumerate(words))
        for start in range(len(said) - last)
    )


def _is_like(word: Token, said: str, place: int, last: int) -> bool:
    if not word.is_han:
        return stem(said) == stem(word.folded)
    if 0 < place < last:
        return said == word.folded
    if place == last:
        return said.startswith(word.folded) if last else word.folded in said
    return said.endswith(word.folded)


def index_terms(text: str, *, is_title: bool) -> set[str]:
    """Every term a text is found by: stems, pairs (`p:`) for phrases, words as written (`~`) for completions.

    The terms of titles stand once more behind `t:`, because a match there comes first.
    """
    terms, before = set(), ""
    for token in tokens(text):
        if token.is_han:
            terms.update(token.folded, grams(token.folded), asked_in_han(token.folded))
            before = ""
            continue
        word = stem(token.folded)
        terms |= {word, f"~{token.folded}"}
        if before:
            terms.add(f"p:{before} {word}")
        before = word
    return terms | ({f"t:{term}" for term in terms if term[0] != "~"} if is_title else set())


def marked(text: str, wanted: set[str], sayings: frozenset[tuple[str, ...]] = frozenset()) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is wanted: by its stem, as a run of Chinese, or as words side by side.

    `sayings` are stems of several words, which are wanted only where they stand together.
    """
    pieces, place, found = [], 0, _places(text, wanted)
    if sayings or HAS_HAN.search(text):  # words of letters are apart and in order
        found = _merged(sorted([*found, *_places_of_sayings(text, sayings)]))
    for start, end in found:
        if start > place:
            pieces.append((text[place:start], False))
        pieces.append((text[max(start, place) : end], True))
        place = end
    return [*pieces, (text[place:], False)] if place < len(text) else pieces


def _places(text: str, wanted: set[str]) -> list[tuple[int, int]]:
    found, runs = [], [term for term in wanted if is_han(term)]
    for word in _read(text):
        if word.stem in wanted:  # a run of Chinese is its own stem
            found.append((word.start, word.end))
        elif runs and is_han(word.folded):
            places = [match.span() for run in runs for match in re.finditer(re.escape(run), word.folded)]
            if len(word.folded) < word.end - word.start and places:  # something unseen shifts them: all of it is marked
                places = [(0, word.end - word.start)]
            found += [(word.start + start, word.start + end) for start, end in places]
    return found


def _places_of_sayings(text: str, sayings: frozenset[tuple[str, ...]]) -> list[tuple[int, int]]:
    words = [word for word in _read(text) if word.folded] if sayings else []
    said = [word.stem for word in words]
    return [
        (words[start].start, words[start + len(saying) - 1].end)
        for saying in sayings
        for start in range(len(said) - len(saying) + 1)
        if said[start] == saying[0] and tuple(said[start : start + len(saying)]) == saying
    ]


class _Word(NamedTuple):
    start: int
    end: int
    folded: str
    stem: str


@lru_cache(maxsize=1000)
def _read(text: str) -> tuple[_Word, ...]:
    """The words of a text with their stems; texts that many questions find are read once."""
    found = ((*match.span(), _folded(match.group())) for match in TOKEN.finditer(text))
    return tuple(_Word(start, end, folded, stem(folded)) for start, end, folded in found)


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
