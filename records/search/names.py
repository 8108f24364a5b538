"""Every name of every country, topic, organisation, person and edition, in every language, leads to what it names."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property
from itertools import combinations, islice, product

from .analyzer import SILENT, Token, is_han, phrase, stem, tokens
from .case_endings import with_endings
from .compounds import SHORTEST_COMPOUND, is_compound_of, is_russian
from .declension import LONG_ENOUGH, forms, forms_alone
from .named import Named

LONGEST_NAME = 12  # words
MOST_REMEMBERED = 1000  # places in questions
SHORTEST_WITH_SLIP = 4  # characters of a Chinese name
SHARED_BY = 20  # a single word of a person's name leads to at most so many people
QUOTES = re.compile('["“”„«»]')
MADE_SO = re.compile("i[sz](?:e|es|ed|ing|ation|ations)$")
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
        # People by the words of their names in any case, by those that suffice alone, and all their names.
        self.people: dict[str, set[str]] = defaultdict(set)
        self.alone: dict[str, set[str]] = defaultdict(set)
        self._surnames: set[str] = set()  # of Chinese people, in any case
        self.called: dict[str, list[list[str]]] = defaultdict(list)
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
                    self._add(named, tokens(name), OTHER if (named.kind, key) == ("topic", "search") else OWN)
                    if QUOTES.search(name):
                        self.with_quotes.add(key_of(tokens(name)))
            if named.kind == "topic":
                self._add(named, tokens(named.slug.replace("-", " ")), OWN)
            if named.kind == "country":
                self._add_cases(named)
        self.longest_han = max(map(len, self.han), default=0)

    def _add(self, named: Named, name: list[Token], how: int):
        if not name:
            return
        if all(token.is_han for token in name):
            self._add_in_han(named, name, how)
        elif named.kind == "person":
            self._add_person(named, [token.folded for token in name])
        else:
            self._call(self.phrases[key_of(name)], named.term, how)
            if len(spoken := _spoken(name)) > 1:  # Belt Road Initiative
                self._call(self.phrases[key_of(spoken)], named.term, how)
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

    def _add_person(self, named: Named, words: list[str]):
        self.called[named.term].append(words)
        for word in words:
            for form in forms(word):
                self.people[form].add(named.term)
        if is_chinese_name(words, named.names.get("zh", ())):
            self._surnames |= forms_alone(words[0])
        for word in known_alone(words, named.names.get("zh", ())):
            for form in forms_alone(word):
                self.alone[form].add(named.term)

    def _add_cases(self, named: Named):
        for name in with_endings(named.names):
            self._call(self.phrases[key_of(tokens(name))], named.term, OWN)
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
            if len(spoken := _spoken(piece)) > 1 and spoken[0] is piece[0] and spoken[-1] is piece[-1]:
                keys |= {key_of(piece), key_of(spoken)}
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

    def is_surname(self, word: str) -> bool:
        """Whether a folded word is the surname of a Chinese person, in any case."""
        return word in self._surnames

    def is_in_a_name(self, word: str) -> bool:
        """Whether a folded word is part of anybody's name, in any case."""
        return word in self.people

    def may_be_part(self, named: Iterable[str], written: str) -> set[str]:
        """The terms, of those named by what is written so, that words beside it may make a part of another name.

        Topics, whose names are words (农业部, Ministry of Agriculture); people called by one word (Askar Nuryshev).
        """
        return {term for term in named if self._may_be_part(term, written)}

    def _may_be_part(self, term: str, written: str) -> bool:
        if term not in self.called:
            return term.startswith("=topic=")
        in_chinese = self.named[term].names.get("zh", ())
        is_whole = written in in_chinese and any(is_chinese_name(name, in_chinese) for name in self.called[term])
        return len(tokens(written)) == 1 and not is_whole

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
        named = _best(self.phrases.get(key, {})) | self._people(asked)
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

    def _people(self, asked: list[Token]) -> set[str]:
        """Whose whole name this is, in any case, or a word that suffices alone; nobody when they are too many."""
        words = [token.folded for token in asked]
        whole = set.intersection(*(self.people.get(word, set()) for word in words))
        found = {term for term in whole if any(is_form(words, name) for name in self.called[term])}
        alone = self.alone.get(words[0], set()) if len(words) == 1 else set()
        return found | (alone if len(alone) <= SHARED_BY else set())

    def inflected(self, asked: list[Token], named: set[str]) -> list[tuple[str, ...]]:
        """The words of a person's name in every case, as terms: whichever is asked for, all of them are found."""
        words = [token.folded for token in asked]
        ways = {}
        for term in sorted(named & self.called.keys()):
            for name in self.called[term]:
                said = [name] if len(name) == len(words) else [[word] for word in name]
                for like in said:
                    if is_form(words, like):
                        cases = [sorted({stem(form) for form in forms(word)}) for word in like]
                        ways |= dict.fromkeys(tuple(dict.fromkeys(way)) for way in product(*cases))
        return list(ways)

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


def _spoken(name: list[Token]) -> list[Token]:
    return [token for token in name if token.folded not in SILENT]


def _best(called: dict[str, int]) -> set[str]:
    """What is called so: other words for a topic give way to a topic's own name."""
    is_own = any(how == OWN and term.startswith("=topic=") for term, how in called.items())
    return {term for term, how in called.items() if how == OWN or not is_own}


def _commonest(parts: dict[str, int]) -> set[str]:
    most = max(parts.values(), default=0)
    return {term for term, count in parts.items() if count == most}


def known_alone(words: list[str], in_chinese: Iterable[str]) -> list[str]:
    """The words of a name that may be forms of it alone: of a Chinese one the surname, and what is long enough.

    “King Long” is not Zhao Long.
    """
    is_chinese = is_chinese_name(words, in_chinese)
    return [word for place, word in enumerate(words) if not is_chinese or not place or len(word) >= LONG_ENOUGH]


def is_chinese_name(words: list[str], in_chinese: Iterable[str]) -> bool:
    """Whether a name of several words is a Chinese one; what was put into Chinese has a dot between its parts."""
    return len(words) > 1 and any(name and all(map(is_han, name)) for name in in_chinese)


def is_form(words: list[str], name: list[str]) -> bool:
    """Whether these folded words are a name in some case, word by word."""
    return len(words) == len(name) and all(word in forms(one) for word, one in zip(words, name, strict=True))


def key_of(name: list[Token]) -> tuple[str, ...]:
    """A name as it is compared: the stems of its words; “globalisation” is no name for what is global."""
    return tuple(token.folded if token.is_han else _stem_in_name(token.folded) for token in name)


def _stem_in_name(word: str) -> str:
    return f"{stem(word)}ize" if MADE_SO.search(word) else stem(word)
