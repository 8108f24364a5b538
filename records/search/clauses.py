"""A question taken apart: each thing that it asks for, with what it names and every way to say it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from records.models.postings import Posting

from .analyzer import SILENT, Token, asked_in_han, phrase, stem, tokens
from .leftovers import Piece, without_leftovers
from .names import QUOTES, YEAR
from .snapshot import Snapshot
from .strangers import is_stranger, ways_to_say

# Beside a year these say nothing more: 2022 год, 2022年.
YEAR_WORDS = re.compile("year|год|года|году|годом|г|年")


@dataclass(frozen=True)
class Clause:
    """One thing asked for: the terms of any of its `ways` to be said, or a record of what the words name.

    A `quoted` text stands together, and finds only what says it; what it names is where it `leads`.
    """

    ways: tuple[tuple[str, ...], ...]
    named: frozenset[str] = frozenset()
    written: str = field(default="", compare=False)
    quoted: str = ""
    leads: frozenset[str] = frozenset()

    @cached_property
    def is_to_be_read(self) -> bool:
        """Whether pairs of neighbours in the index do not suffice: “a b” and “b c” may stand apart."""
        words = tokens(self.quoted)
        return len(words) > 2 or any(token.is_han and (len(token.folded) > 2 or len(words) > 1) for token in words)


def clauses_of(text: str, now: Snapshot) -> Iterator[Clause]:
    """The clauses of a question, in order; what stands in quotes stands together."""
    asked = now.names.without_their_quotes(text) if QUOTES.search(text) else text
    for place, part in enumerate(QUOTES.split(asked)):
        if part.strip():
            yield from _phrase(part, now) if place % 2 else _clauses(part, now)


def _phrase(text: str, now: Snapshot) -> list[Clause]:
    terms, leads = phrase(text), frozenset(now.names.exactly(text))
    return [Clause((terms,), written=text, quoted=text, leads=leads)] if terms else []


def _clauses(text: str, now: Snapshot) -> Iterator[Clause]:
    asked = tokens(text)
    says_something = any(token.folded not in SILENT for token in asked)
    place = 0
    while place < len(asked):
        if is_stranger(asked, place, text, now.names):
            yield _stranger(asked[place : place + 2])
            place += 2
            continue
        length, named = now.names.longest_at(asked, place)
        run = asked[place : place + length]
        written = text[run[0].start : run[-1].end]
        place += length
        if length == 1 and _is_beside_a_year(asked, place - 1):
            continue
        if length > 1 or not run[0].is_han:
            if length > 1 or not says_something or run[0].folded not in SILENT:
                yield _clause(run, named or now.names.of_code(written), written, now)
        elif run_of_han := _after_a_year(asked, place - 1):
            yield from _han_clauses(run_of_han, now)


def _stranger(pair: list[Token]) -> Clause:
    return Clause(ways_to_say(pair), written=" ".join(token.folded for token in pair))


def _after_a_year(asked: list[Token], place: int) -> str:
    """A run of Chinese without the word for the year that stands before it: 2023年中国."""
    is_year = place > 0 and YEAR.fullmatch(asked[place - 1].folded)
    return asked[place].folded.removeprefix("年") if is_year else asked[place].folded


def _is_beside_a_year(asked: list[Token], place: int) -> bool:
    beside = asked[max(place - 1, 0) : place] + asked[place + 1 : place + 2]
    is_word = YEAR_WORDS.fullmatch(asked[place].folded)
    return bool(is_word) and any(YEAR.fullmatch(token.folded) for token in beside)


def _clause(run: list[Token], named: set[str], written: str, now: Snapshot) -> Clause:
    terms = [term for token in run for term in (asked_in_han(token.folded) if token.is_han else [stem(token.folded)])]
    ways = [*_ways(terms, named, now), *now.names.people.inflected(run, named)]
    return Clause(tuple(dict.fromkeys(ways)), frozenset(named), written)


def _ways(terms: list[str], named: set[str], now: Snapshot) -> tuple[tuple[str, ...], ...]:
    """The words as they were asked for, then every name of what they name: in all languages it is one question.

    None for an edition: “edition” and “9” somewhere in a text are not edition 9.
    """
    if any(term.startswith("=edition=") for term in named):
        return ()
    names = (way for term in sorted(named) for way in now.names.spellings(term))
    asked = [] if now.names.only_begin(terms, named) else [tuple(dict.fromkeys(terms))]
    return tuple(dict.fromkeys([*asked, *names]))


def _han_clauses(run: str, now: Snapshot) -> list[Clause]:
    """A run of Chinese, cut at the names in it; what is between them must be there as it stands."""
    pieces, place = [], 0
    while place < len(run):
        length, named = now.names.longest_in_han(run, place)
        if named or not pieces or pieces[-1].named:
            pieces.append(Piece(run[place : place + length], frozenset(named)))
        else:
            pieces[-1] = Piece(pieces[-1].text + run[place])
        place += length
    return [_han_clause(piece, now) for piece in without_leftovers(pieces, _stands)]


def _stands(word: str) -> bool:
    """Whether all of a word stands somewhere in the record."""
    parts = set(asked_in_han(word))
    return Posting.objects.filter(term__in=sorted(parts), count__gt=0).count() == len(parts)


def _han_clause(piece: Piece, now: Snapshot) -> Clause:
    if piece.named:
        return Clause(_ways(asked_in_han(piece.text), set(piece.named), now), piece.named, piece.text)
    return Clause((tuple(asked_in_han(piece.text)),), written=piece.text)
