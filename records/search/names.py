"""Every name of every country, topic, organisation, person and edition, in every language, leads to what it names."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property
from itertools import combinations, islice

from .analyzer import Token, phrase, tokens
from .case_endings import with_endings
from .compared import key_of, spoken
from .compounds import SHORTEST_COMPOUND, is_compound_of, is_russian
from .named import Named
from .people import People

LONGEST_NAME = 12  # words
MOST_REMEMBERED = 1000  # places in questions
SHORTEST_WITH_SLIP = 4  # characters of a Chinese name
QUOTES = re.compile('["“”„«»]')
YEAR = re.compile(r"(?:19|20)\d\d")
# Kinds that have a page of their own to lead to; the others are choices, and only find.
LEADING = ("country", "topic", "organization", "person", "edition")
OWN, OTHER = 0, 1  # how a topic is called: by its own name, or by other words for it


class Names:
    """Looks for names in the words of a question."""

    def __init__(self, found: list[Named]):
        self.all = [named for named in found if named.kind in LEADING]
        self.named = {named.term: named for named in found}
        # What each key calls, and how; the beginnings and ends of topics' names, and how often each is one.
        self.phrases: dict[tuple[str, ...], dict[str, int]] = defaultdict(dict)
        self.han: dict[str, dict[str, int]] = defaultdict(dict)
        self.parts: dict[tuple[str, ...], Counter] = defaultdict(Counter)
        # Labels of kinds in Chinese are words of two characters, found in many a sentence: only alone they mean a kind;
        # and so with what begins longer names.
        self.han_alone: dict[str, set[str]] = defaultdict(set)
        self.people = People()
        # Codes of countries mean them in capitals only.
        self.codes: dict[str, str] = {}
        self.with_quotes: set[tuple[str, ...]] = set()
        # What words ahead in a question begin with, so that a word said hundreds of times is looked up once.
        self._read: dict[tuple[str, ...], tuple[int, set[str]]] = {}
        self._spellings: dict[str, list[tuple[str, ...]]] = {}
        for named in found:
            for key, names in named.names.items():
                for name in names:
                    if key == "alone":
                        self.han_alone[name].add(named.term)
                        continue
                    self._add(named, tokens(name), OWN if named.is_own(key) else OTHER)
                    if QUOTES.search(name):
                        self.with_quotes.add(key_of(tokens(name)))
            if named.kind == "topic":
                self._add(named, tokens(named.slug.replace("-", " ")), OWN)
            if named.kind in ("country", "topic"):
                self._add_cases(named)
        self.longest_han = max(map(len, self.han), default=0)

    def _add(self, named: Named, name: list[Token], how: int):
        if not name:
            return
        if all(token.is_han for token in name):
            self._add_in_han(named, name, how)
        elif named.kind == "person":
            self.people.add(named, [token.folded for token in name])
        else:
            self._call(self.phrases[key_of(name)], named.term, how)
            if len(said := spoken(name)) > 1:  # Belt Road Initiative
                self._call(self.phrases[key_of(said)], named.term, how)
            if named.kind == "topic":
                self._add_parts(named.term, name, how)

    @staticmethod
    def _call(called: dict[str, int], term: str, how: int):
        called[term] = min(how, called.get(term, how))

    def _add_in_han(self, named: Named, name: list[Token], how: int):
        whole = "".join(token.folded for token in name)
        if named.kind not in (*LEADING, "document"):
            self.han_alone[whole].add(named.term)
            return
        self._call(self.han[whole], named.term, how)
        if len(name) > 1:  # 罗扎·奥通巴耶娃
            self._call(self.phrases[key_of(name)], named.term, how)
            for part in name if named.kind == "person" else ():
                self._call(self.han[part.folded], named.term, how)

    def _add_cases(self, named: Named):
        for name in with_endings(named.names):
            self._call(self.phrases[key_of(tokens(name))], named.term, OWN if named.kind == "country" else OTHER)
        if named.kind == "country":
            self.codes[named.slug.upper()] = named.term

    def _add_parts(self, term: str, name: list[Token], how: int):
        """Two words and more at the beginning of a topic's own name, or at the end of any of its names.

        “Belt and Road”, “Silk Road”; not the beginning of “fight against poverty”.
        """
        pieces = [name[start:] for start in range(1, len(name) - 1)]
        if how == OWN:
            pieces += [name[:end] for end in range(2, len(name))]
        keys = set()
        for piece in pieces:
            if len(said := spoken(piece)) > 1 and said[0] is piece[0] and said[-1] is piece[-1]:
                keys |= {key_of(piece), key_of(said)}
        for key in keys:
            self.parts[key][term] += 1 if how else 1000  # its own name counts for more than all other words

    @cached_property
    def spelled(self) -> dict[str, str]:
        """Every word of a name, folded, as it is written."""
        words = {}
        for name in (name for named in self.named.values() for name in named.every_name()):
            for token in tokens(name):
                words.setdefault(token.folded, name[token.start : token.end])
        return words

    @cached_property
    def unbroken(self) -> dict[str, str]:
        """Several words of a name, folded and without what stands between them, as they are written."""
        written = {}
        names = [(name, tokens(name)) for named in self.all for name in named.every_name()]
        for name, words in sorted(names, key=lambda one: (len(one[1]), one[0])):
            for start, end in combinations(range(len(words) + 1), 2):
                if end - start > 1:
                    key = "".join(word.folded for word in words[start:end])
                    written.setdefault(key, name[words[start].start : words[end - 1].end])
        return written

    @cached_property
    def long_in_han(self) -> list[str]:
        """Names in Chinese that are long enough to be known with a slip in them, the longest first."""
        return sorted(
            (name for name in self.han if len(name) >= SHORTEST_WITH_SLIP), key=lambda name: (-len(name), name)
        )

    @cached_property
    def _beginnings(self) -> list[tuple[str, int, str]]:
        """Each name from each of its words on, folded and sorted, with its rank (whole names first) and its term."""
        found = set()
        for named in self.all:
            for key, names in named.names.items():
                for words in () if key == "roman" else ([token.folded for token in tokens(name)] for name in names):
                    # Of a title only its beginning: the rest of it is the same for every edition.
                    starts = range(len(words) if key != "title" else 1)
                    found |= {(" ".join(words[i:]), min(i, 1), named.term) for i in starts}
        return sorted(found)

    def beginning_with(self, start: str, most: int) -> list[Named]:
        """What has a name, or a word in a name, that begins so; names that begin so come first."""
        first = bisect_left(self._beginnings, (start, 0, ""))
        found = {}
        for text, rank, term in islice(self._beginnings, first, first + 500):
            if not text.startswith(start):
                break
            found[term] = min((rank, len(text), term), found.get(term, (9, 0, term)))
        return [self.named[term] for _rank, _length, term in sorted(found.values())[:most]]

    def spellings(self, term: str) -> list[tuple[str, ...]]:
        """Every name of something as terms; other words for a topic may mean more than it, and are left out."""
        if term not in self._spellings:
            names = self.named[term].names_in_texts() if term in self.named else ()
            self._spellings[term] = list(dict.fromkeys(filter(None, map(phrase, names))))
        return self._spellings[term]

    def may_be_part(self, named: Iterable[str], written: str) -> set[str]:
        """The terms, of those named by what is written so, that words beside it may make a part of another name.

        Topics, whose names are words (农业部, Ministry of Agriculture); people called by one word (Askar Nuryshev).
        """
        people = {term for term in named if term in self.people.called and self.people.may_be_another(term, written)}
        return people | {term for term in named if term.startswith("=topic=")}

    def only_begin(self, terms: list[str], named: set[str]) -> bool:
        """Whether a question has only the beginning of a name of what it names, as 上合 of 上合组织."""
        known = (self.named[term] for term in named if term in self.named)
        return len(terms) == 1 and any(terms[0] in one.beginnings() for one in known)

    def longest_at(self, asked: list[Token], start: int) -> tuple[int, set[str]]:
        """The longest name that begins at a word of the question: how many words, and the terms of what it names."""
        ahead = asked[start : start + LONGEST_NAME]
        key = tuple(token.folded for token in ahead)
        if key not in self._read:
            if len(self._read) >= MOST_REMEMBERED:
                self._read.clear()
            self._read[key] = self._longest(ahead)
        length, named = self._read.get(key) or self._longest(ahead)
        return length, set(named)

    def _longest(self, ahead: list[Token]) -> tuple[int, set[str]]:
        for length in range(len(ahead), 0, -1):
            if named := self._called(ahead[:length]):
                return length, named
        return 1, set()

    def of_code(self, written: str) -> set[str]:
        """The country whose code this is: UZ; “uz” is written in addresses of sites."""
        return {self.codes[written]} if written in self.codes else set()

    def _called(self, asked: list[Token]) -> set[str]:
        key = key_of(asked)
        named = _best(self.phrases.get(key, {})) | self.people.named_by(asked)
        if len(asked) == 1 and YEAR.fullmatch(asked[0].folded):
            named.add(f"=year={asked[0].folded}")
        return named or _commonest(self.parts.get(key, {})) or self._in_one_word(asked)

    def _in_one_word(self, asked: list[Token]) -> set[str]:
        """What has a name in two Russian words that stand in one here: сельскохозяйственный."""
        if len(asked) > 1 or len(asked[0].folded) < SHORTEST_COMPOUND:
            return set()
        found = {}
        for key, called in self._in_two_words:
            if is_compound_of(asked[0].folded, *key):
                found |= called
        return _best(found)

    @cached_property
    def _in_two_words(self) -> list[tuple[tuple[str, str], dict[str, int]]]:
        pairs = [(key, called) for key, called in self.phrases.items() if len(key) == 2 and is_russian(key[0])]
        return [(key, of) for key, c in pairs if (of := {t: how for t, how in c.items() if t.startswith("=topic=")})]

    def longest_in_han(self, run: str, start: int) -> tuple[int, set[str]]:
        """The longest name that begins at a character of a run of Chinese: how many characters, and what it names."""
        if start == 0 and run in self.han_alone and run not in self.han:
            return len(run), set(self.han_alone[run])
        for end in range(min(len(run), start + self.longest_han), start, -1):
            if named := self.han.get(run[start:end]):
                return end - start, _best(named)
        return 1, set()

    def exactly(self, text: str) -> set[str]:
        """The terms of what a whole text names: “Казахстан”, “Cui Li”; several when they share the name."""
        asked = tokens(text)
        if not asked:
            return set()
        whole = "".join(token.folded for token in asked) if all(token.is_han for token in asked) else ""
        return _best(self.han[whole]) if whole in self.han else self._called(asked)

    def without_their_quotes(self, text: str) -> str:
        """A question without the quotation marks that are part of a name: «Один пояс, один путь», 共建“一带一路”."""
        asked = tokens(text)
        stems = key_of(asked)
        for name in self.with_quotes:
            for start in range(len(stems) - len(name) + 1):
                if stems[start : start + len(name)] == name:
                    begin = max(asked[start].start - 1, 0)
                    end = asked[start + len(name) - 1].end + 1
                    text = text[:begin] + QUOTES.sub(" ", text[begin:end]) + text[end:]
        return text


def _best(called: dict[str, int]) -> set[str]:
    """What is called so: other words for a topic give way to a topic's own name."""
    is_own = any(how == OWN and term.startswith("=topic=") for term, how in called.items())
    return {term for term, how in called.items() if how == OWN or not is_own}


def _commonest(parts: dict[str, int]) -> set[str]:
    most = max(parts.values(), default=0)
    return {term for term, count in parts.items() if count == most}
