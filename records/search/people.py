"""People by the words of their names: in any case, in either language, whole or by a word that suffices alone."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import product

from .analyzer import Token, is_han, stem, tokens
from .declension import LONG_ENOUGH, forms, forms_alone
from .named import Named

SHARED_BY = 20  # a single word of a person's name leads to at most so many people


class People:
    """Whom words name. Names are in letters; those in Chinese are looked for as all others are."""

    def __init__(self):
        # By the words of their names in any case, and by those that suffice alone; and all their names.
        self.having: dict[str, set[str]] = defaultdict(set)
        self.alone: dict[str, set[str]] = defaultdict(set)
        self.called: dict[str, list[list[str]]] = defaultdict(list)
        self._in_chinese: dict[str, list[str]] = {}
        self._surnames: set[str] = set()  # of Chinese people, in any case

    def add(self, named: Named, words: list[str]):
        """Keep one name of a person, as folded words."""
        self.called[named.term].append(words)
        in_chinese = self._in_chinese[named.term] = named.names.get("zh", [])
        for word in words:
            for form in forms(word):
                self.having[form].add(named.term)
        if is_chinese_name(words, in_chinese):
            self._surnames |= forms_alone(words[0])
        for word in known_alone(words, in_chinese):
            for form in forms_alone(word):
                self.alone[form].add(named.term)

    def is_surname(self, word: str) -> bool:
        """Whether a folded word is the surname of a Chinese person, in any case."""
        return word in self._surnames

    def is_in_a_name(self, word: str) -> bool:
        """Whether a folded word is part of anybody's name, in any case."""
        return word in self.having

    def named_by(self, asked: list[Token]) -> set[str]:
        """Whose whole name this is, in any case, or a word that suffices alone; nobody when they are too many."""
        words = [token.folded for token in asked]
        whole = set.intersection(*(self.having.get(word, set()) for word in words))
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

    def may_be_another(self, term: str, written: str) -> bool:
        """Whether the words beside what is written make the name of somebody else possible: Askar Nuryshev.

        It is one word, and not all of a Chinese name.
        """
        in_chinese = self._in_chinese[term]
        is_whole = written in in_chinese and any(is_chinese_name(name, in_chinese) for name in self.called[term])
        return len(tokens(written)) == 1 and not is_whole


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
