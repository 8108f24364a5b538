"""Every name of every country, topic, organisation and person, in every language, leads to what it names."""

import json
from bisect import bisect_left
from collections import defaultdict
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from records.models import Country, Organization, Person, Topic
from records.models.languages import COLUMNS
from records.models.reference import NAME_LANGUAGES

from .analyzer import SILENT, Token, phrase, stem, tokens

MORE_NAMES = Path(__file__).parent.parent / "data" / "country_search_names.json"
LONGEST_NAME = 12  # words
SHARED_BY = 20  # a single word of a person's name leads to at most so many people


class Named(NamedTuple):
    """Something that has names: its kind, its part of the address, and its names by language, `search` among them."""

    kind: str
    slug: str
    names: dict[str, list[str]]

    @property
    def term(self) -> str:
        """The term of the index that all its records carry."""
        return f"={self.kind}={self.slug}"


@lru_cache(maxsize=1)
def more_country_names() -> dict[str, list[str]]:
    """Names of countries that people search by, beyond those of the Unicode CLDR that pages print."""
    return json.loads(MORE_NAMES.read_text(encoding="utf-8"))


def public_names() -> list[Named]:
    """Everything public that has names; four queries."""
    found = [_country(country) for country in Country.objects.published()]
    found += [_named("topic", topic, _search_words(topic)) for topic in Topic.objects.published()]
    for kind, model in (("organization", Organization), ("person", Person)):
        found += [_named(kind, record, record.name_variants) for record in model.objects.published()]
    return found


def _country(country: Country) -> Named:
    names = {language: [name] for language in NAME_LANGUAGES if (name := getattr(country, f"name_{language}"))}
    return Named("country", country.slug, names | {"search": more_country_names().get(country.code, [])})


def _search_words(topic: Topic) -> list[str]:
    return [*topic.search_words_en, *topic.search_words_ru, *topic.search_words_zh]


def _named(kind: str, record, others: list[str]) -> Named:
    names = {column: [name] for column in COLUMNS if (name := getattr(record, f"name_{column}"))}
    return Named(kind, record.slug, names | {"search": list(others)})


class Names:
    """Looks for names in the words of a question."""

    def __init__(self, found: list[Named]):
        self.all = found
        self.named = {named.term: named for named in found}
        self.phrases: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self.han: dict[str, set[str]] = defaultdict(set)
        self.words: dict[str, set[str]] = defaultdict(set)
        self._spellings: dict[str, list[tuple[str, ...]]] = {}
        for named in found:
            for name in (name for names in named.names.values() for name in names):
                self._add(named, tokens(name))
        self.longest_han = max(map(len, self.han), default=0)

    def _add(self, named: Named, name: list[Token]):
        if not name:
            return
        if all(token.is_han for token in name):
            self.han["".join(token.folded for token in name)].add(named.term)
            if len(name) > 1:  # 罗扎·奥通巴耶娃
                self.phrases[key_of(name)].add(named.term)
            return
        self.phrases[key_of(name)].add(named.term)
        spoken = [token for token in name if token.folded not in SILENT]
        if len(spoken) > 1:  # Belt Road Initiative
            self.phrases[key_of(spoken)].add(named.term)
        if named.kind == "person":
            for token in name:
                self.words[stem(token.folded)].add(named.term)

    @cached_property
    def spelled(self) -> dict[str, str]:
        """Every word of a name, folded, as it is written."""
        words = {}
        for named in self.all:
            for name in (name for names in named.names.values() for name in names):
                for token in tokens(name):
                    words.setdefault(token.folded, name[token.start : token.end])
        return words

    @cached_property
    def _beginnings(self) -> list[tuple[str, int, str]]:
        """Each name from each of its words on, folded and sorted, with its rank (whole names first) and its term."""
        found = set()
        for named in self.all:
            for name in (name for names in named.names.values() for name in names):
                words = [token.folded for token in tokens(name)]
                found |= {(" ".join(words[i:]), min(i, 1), named.term) for i in range(len(words))}
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
            named = self.named[term]
            names = (n for key, names in named.names.items() if (named.kind, key) != ("topic", "search") for n in names)
            self._spellings[term] = list(dict.fromkeys(filter(None, map(phrase, names))))
        return self._spellings[term]

    def longest_at(self, asked: list[Token], start: int) -> tuple[int, set[str]]:
        """The longest name that begins at a word of the question: how many words, and the terms of what it names."""
        for length in range(min(LONGEST_NAME, len(asked) - start), 0, -1):
            if named := self.phrases.get(key_of(asked[start : start + length])):
                return length, set(named)
        return 1, set()

    def with_word(self, word: str) -> set[str]:
        """The terms of everybody who has this stem in their name; of nobody when they are too many."""
        people = self.words.get(word, set())
        return set(people) if len(people) <= SHARED_BY else set()

    def longest_in_han(self, run: str, start: int) -> tuple[int, set[str]]:
        """The longest name that begins at a character of a run of Chinese: how many characters, and what it names."""
        for end in range(min(len(run), start + self.longest_han), start, -1):
            if named := self.han.get(run[start:end]):
                return end - start, set(named)
        return 1, set()

    def exactly(self, text: str) -> list[Named]:
        """What a whole text names: “Казахстан”, “Cui Li”; several when they share the name."""
        asked = tokens(text)
        if not asked:
            return []
        if all(token.is_han for token in asked):
            terms = self.han.get("".join(token.folded for token in asked), ())
        else:
            terms = self.phrases.get(key_of(asked), ())
        return [self.named[term] for term in sorted(terms)]


def key_of(name: list[Token]) -> tuple[str, ...]:
    """A name as it is compared: the stems of its words."""
    return tuple(token.folded if token.is_han else stem(token.folded) for token in name)
