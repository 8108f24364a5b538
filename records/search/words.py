"""The words of a question, read: what has them all, what has them in its title, and what they name."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from pyroaring import BitMap

from records.models.languages import COLUMNS
from records.models.postings import IndexedRecord, Posting

from .analyzer import SILENT, Token, grams, marked, phrase, stand_in, stem, tokens
from .documents import texts_of
from .named import Named
from .names import LEADING, QUOTES, YEAR
from .snapshot import Snapshot, current

MOST_CLAUSES = 40
QUOTING = "'‘`"
MOST_READ = 300  # texts that a page may read to see whether a phrase stands in them; of more, neighbours must suffice
# Beside a year these say nothing more: 2022 год, 2022年.
YEAR_WORDS = re.compile("year|год|года|году|годом|г|年")


@dataclass(frozen=True)
class Clause:
    """One thing asked for: the terms of any of its `ways` to be said, or a record of what the words name.

    A `quoted` text stands together, and finds only what says it; what it names is where it `leads`.
    """

    ways: tuple[tuple[str, ...], ...]
    named: frozenset[str] = frozenset()
    written: str = ""
    quoted: str = ""
    leads: frozenset[str] = frozenset()

    @cached_property
    def is_to_be_read(self) -> bool:
        """Whether pairs of neighbours in the index do not suffice: “a b” and “b c” may stand apart."""
        words = tokens(self.quoted)
        return len(words) > 2 or any(token.is_han and (len(token.folded) > 2 or len(words) > 1) for token in words)


class Snippet(NamedTuple):
    """A piece of a text with what was asked for in it, and the language tag of the text; empty when it is not known."""

    tag: str
    pieces: list[tuple[str, bool]]


class Words:
    """The words of a question, read: what has them all, what has them in its title, and which of them lead nowhere.

    `is_cut` says that there were more than the `most` that are looked for.
    """

    most = MOST_CLAUSES

    def __init__(self, text: str, clauses: list[Clause], now: Snapshot, *, is_cut: bool = False):
        self.text, self.clauses, self.is_cut = text.strip(), clauses, is_cut
        self._bitmaps = _fetch(clauses)
        self._now = now
        self._pieces: dict[str, list[tuple[str, bool]]] = {}
        self._marks: dict[str, set[str]] = {}
        # By kind and key of a record: what the words name and it is found through; `reasons.py` fills it.
        self.reasons: dict[tuple[str, int], list[Named]] = {}
        found = [self.having(clause) for clause in clauses]
        self.found = BitMap.intersection(*found) if found else BitMap()
        titled = [self._in_titles(clause) for clause in clauses]
        self.in_title = BitMap.intersection(*titled) & self.found if titled else BitMap()
        self.unknown = [clause for clause, having in zip(clauses, found, strict=True) if not having]
        for clause in clauses:
            if clause.is_to_be_read:
                self._read(clause.quoted)

    def _read(self, quoted: str):
        """Keep only what has the words side by side: the texts of the few that are left are read."""
        if not 0 < len(self.found) <= MOST_READ:
            return
        kinds = defaultdict(dict)
        rows = IndexedRecord.objects.filter(pk__in=list(self.found))
        for number, kind, record in rows.values_list("pk", "kind", "record"):
            kinds[kind][record] = number
        found, titled, words = BitMap(), BitMap(), tokens(quoted)
        for kind, numbers in kinds.items():
            for record, titles, texts in texts_of(kind, numbers):
                if any(stand_in(words, text) for text in titles):
                    titled.add(numbers[record])
                elif any(stand_in(words, text) for text in texts):
                    found.add(numbers[record])
        self.found &= found | titled
        self.in_title &= titled

    def __bool__(self):
        """Whether anything was asked; what has no word in it (“???”) finds nothing, never everything."""
        return bool(self.text)

    def unknown_in(self, clause: Clause) -> list[str]:
        """Those words of a clause that stand nowhere in the record, folded."""
        words = [token.folded for token in tokens(clause.written)]
        return words if len(words) == 1 else [word for word in words if not self._bitmaps.get(stem(word))]

    @staticmethod
    def as_written(clause: Clause) -> str:
        """A clause as it may be asked for again."""
        return f'"{clause.written.strip()}"' if clause.quoted else clause.written

    @cached_property
    def wanted(self) -> set[str]:
        """What to mark in a text: the stems and runs of Chinese asked for, and names in one word of what they name."""
        return _to_mark(self.text).union(*(_to_mark(name) for name in self._names if not _saying(name)))

    @cached_property
    def sayings(self) -> frozenset[tuple[str, ...]]:
        """Names in several words of what the question names: they are marked only where they stand whole."""
        return frozenset(filter(None, map(_saying, self._names)))

    @cached_property
    def _names(self) -> list[str]:
        every = self._now.names.named
        terms = {term for clause in self.clauses for term in clause.named if term in every}
        return sorted({name for term in terms for name in _names_of(every[term])})

    @property
    def names(self) -> list[Named]:
        """Everything that the words name and that has a page."""
        every = self._now.names.named
        terms = {term for clause in self.clauses for term in clause.named | clause.leads if term in every}
        return [every[term] for term in sorted(terms) if every[term].kind in LEADING]

    def pieces(self, text: str) -> list[tuple[str, bool]]:
        """A text in pieces, each with whether it was asked for; a page asks this of a text more than once."""
        text = str(text)
        if text not in self._pieces:
            self._pieces[text] = list(_without_quotes(marked(text, self.wanted, self.sayings)))
        return self._pieces[text]

    def are_in(self, texts) -> bool:
        """Whether any of what was asked for stands in these texts."""
        return any(is_asked for text in texts for _piece, is_asked in self.pieces(text))

    def show(self, one: Named, texts) -> bool:
        """Whether any word of a name of it stands in these texts."""
        names = self._marks.get(one.term) or self._marks.setdefault(one.term, _to_mark(*_names_of(one)))
        asked = (piece for text in texts for piece, is_asked in self.pieces(text) if is_asked)
        return any(names & _to_mark(piece) for piece in asked)

    def records_of(self, one: Named) -> BitMap:
        """The numbers of the records that something the words name leads to."""
        return self._named(one.term)

    def snippet(self, texts, width: int = 220) -> "Snippet | None":
        """The first of the texts that has what was asked for, cut to about `width` characters around it."""
        for text in texts:
            pieces = self.pieces(text) if text else []
            if any(is_asked for _piece, is_asked in pieces):
                return Snippet(getattr(text, "tag", ""), _cut(pieces, width))
        return None

    def having(self, clause: Clause) -> BitMap:
        """The numbers of the records that one clause finds."""
        named = [self._named(term) for term in clause.named]
        return BitMap.union(BitMap(), *map(self._all, clause.ways), *named)

    def _in_titles(self, clause: Clause) -> BitMap:
        titled = (self._all([f"t:{term}" for term in way]) for way in clause.ways)
        return BitMap.union(*titled) if clause.ways else self.having(clause)

    def _all(self, terms) -> BitMap:
        having = [self._bitmaps.get(term, BitMap()) for term in terms]
        return BitMap.intersection(*having) if having else BitMap()

    def _named(self, term: str) -> BitMap:
        _, name, value = term.split("=", 2)
        return self._now.having(name, value) or self._bitmaps.get(term, BitMap())


def _names_of(one: Named) -> set[str]:
    return {name for language in COLUMNS for name in one.names.get(language, ())}


def _saying(name: str) -> tuple[str, ...]:
    """The stems of a name in several words of letters; nothing for one word, or for Chinese."""
    words = tokens(name)
    is_saying = len(words) > 1 and not any(word.is_han for word in words)
    return tuple(stem(word.folded) for word in words) if is_saying else ()


def _to_mark(*texts: str) -> set[str]:
    asked = (token for text in texts for token in tokens(text) if token.folded not in SILENT)
    return {token.folded if token.is_han else stem(token.folded) for token in asked}


def _without_quotes(pieces: list[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """A quotation mark looks like the apostrophe of a name; before a word it is none of it."""
    for piece, is_asked in pieces:
        word = piece.lstrip(QUOTING) if is_asked else piece
        if word != piece:
            yield piece[: len(piece) - len(word)], False
        yield word, is_asked


def _cut(pieces: list[tuple[str, bool]], width: int) -> list[tuple[str, bool]]:
    first = next(place for place, (_piece, is_asked) in enumerate(pieces) if is_asked)
    before, left = "".join(piece for piece, _ in pieces[:first]), pieces[first:]
    start = before if len(before) < width // 2 else "… " + before[-width // 2 :].partition(" ")[2]
    cut, room = [(start, False)] if start else [], width - len(start)
    for piece, is_asked in left:
        if room <= 0:
            cut.append((" …", False))
            break
        cut.append((piece if len(piece) <= room or is_asked else piece[:room].rsplit(" ", 1)[0] + " …", is_asked))
        room -= len(piece)
    return cut


def _fetch(clauses: list[Clause]) -> dict[str, BitMap]:
    wanted = {term for clause in clauses for way in clause.ways for term in way}
    wanted |= {f"t:{term}" for term in wanted} | {term for clause in clauses for term in clause.named}
    rows = Posting.objects.filter(term__in=sorted(wanted)).values_list("term", "bitmap") if wanted else ()
    return {term: BitMap.deserialize(bytes(bitmap)) for term, bitmap in rows}


def read_words(text: str, now: Snapshot | None = None) -> Words:
    """The words of a question as clauses that must all hold, in any order; what stands in quotes stands together."""
    now = now or current()
    clauses = list(dict.fromkeys(_every_clause(text, now)))
    return Words(text, clauses[:MOST_CLAUSES], now, is_cut=len(clauses) > MOST_CLAUSES)


def _every_clause(text: str, now: Snapshot) -> Iterator[Clause]:
    asked = now.names.without_their_quotes(text) if QUOTES.search(text) else text
    for place, part in enumerate(QUOTES.split(asked)):
        if part.strip():
            yield from _phrase(part, now) if place % 2 else _clauses(part, now)


def _phrase(text: str, now: Snapshot) -> list[Clause]:
    terms, leads = phrase(text), frozenset(now.names.exactly(text))
    return [Clause((terms,), written=text, quoted=text, leads=leads)] if terms else []


def _clauses(text: str, now: Snapshot) -> list[Clause]:
    asked = tokens(text)
    says_something = any(token.folded not in SILENT for token in asked)
    found, place = [], 0
    while place < len(asked):
        length, named = now.names.longest_at(asked, place)
        run = asked[place : place + length]
        place += length
        if length == 1 and _is_beside_a_year(asked, place - 1):
            continue
        if length > 1 or not run[0].is_han:
            found += [] if length == 1 and says_something and run[0].folded in SILENT else [_clause(run, named, now)]
        else:
            found += _han_clauses(run[0].folded, now)
    return found


def _is_beside_a_year(asked: list[Token], place: int) -> bool:
    beside = asked[max(place - 1, 0) : place] + asked[place + 1 : place + 2]
    is_word = YEAR_WORDS.fullmatch(asked[place].folded)
    return bool(is_word) and any(YEAR.fullmatch(token.folded) for token in beside)


def _clause(run: list[Token], named: set[str], now: Snapshot) -> Clause:
    terms = [term for token in run for term in (grams(token.folded) if token.is_han else [stem(token.folded)])]
    ways = (*_ways(terms, named, now), *now.names.inflected(run, named))
    if any(term.startswith("=edition=") for term in named):
        ways = ()  # “edition” and “9” somewhere in a text are not edition 9
    return Clause(tuple(dict.fromkeys(ways)), frozenset(named), " ".join(token.folded for token in run))


def _ways(terms: list[str], named: set[str], now: Snapshot) -> tuple[tuple[str, ...], ...]:
    """The words as they were asked for, then every name of what they name: in all languages it is one question."""
    names = (way for term in sorted(named) for way in now.names.spellings(term))
    return tuple(dict.fromkeys([tuple(dict.fromkeys(terms)), *names]))


def _han_clauses(run: str, now: Snapshot) -> list[Clause]:
    """A run of Chinese, cut at the names in it; what is between them must be there as it stands."""
    found, between, place = [], "", 0
    while place < len(run):
        length, named = now.names.longest_in_han(run, place)
        if named:
            name = run[place : place + length]
            found += [*_between(between), Clause(_ways(grams(name), named, now), frozenset(named), name)]
            between = ""
        else:
            between += run[place]
        place += length
    return found + _between(between)


def _between(run: str) -> list[Clause]:
    return [Clause((tuple(grams(run)),), written=run)] if run else []
