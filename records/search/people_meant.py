"""People who may have been meant by a name that nobody in the record has: spelt otherwise, or written by ear."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import combinations

from .analyzer import SILENT, Token, grams, is_han, tokens
from .named import Named
from .names import Names
from .people import known_alone
from .snapshot import Snapshot
from .sounds import sound, sound_alike
from .words import Words

MOST_WORDS = 8  # of a question in which a name is looked for
LONGEST_NAME = 3  # words
SHORTEST_ALONE = 6  # letters of a name in one word
LIKE_ENOUGH = 0.8  # of the letters of both names: of five one may be another
MOST_COMPARED = 20
MOST_PEOPLE = 3
SHORTEST_WITH_OTHERS = 4  # characters of a Chinese name of which one in four may sound otherwise


def people_like(words: Words, now: Snapshot) -> list[Named]:
    """Those whose names are most like what the words may call somebody; nobody whom they name for certain."""
    asked = tokens(words.text)
    if len(asked) > MOST_WORDS:
        return []
    called = now.derived.get("people called") or now.derived.setdefault("people called", PeopleCalled(now.names))
    likely = Counter()
    for term, likeness in called.like(asked):
        likely[term] = max(likely[term], likeness)
    named = {one.term for one in words.names}
    return [now.names.named[term] for term, _likeness in likely.most_common(MOST_PEOPLE) if term not in named]


class PeopleCalled:
    """What people are called, so that the few names can be found that have most in common with another."""

    def __init__(self, names: Names):
        self.names = names
        self.whole, self.alone = Spelt(), Spelt()
        self.in_chinese: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for named in names.all:
            if named.kind == "person":
                for name in named.every_name():
                    self._add(named, [token.folded for token in tokens(name)])

    def _add(self, named: Named, name: list[str]):
        if all(map(is_han, name)):
            for part in {"".join(name), *name}:
                self.in_chinese[len(part)].append((part, named.term))
            return
        for called in {"".join(name), "".join(reversed(name))}:
            self.whole.add(sound(called), named.term)
        for word in known_alone(name, named.names.get("zh", ())):
            if len(word) >= SHORTEST_ALONE:
                self.alone.add(sound(word), named.term)

    def like(self, asked: list[Token]) -> Iterator[tuple[str, float]]:
        """The terms of people with how much a name of theirs is like one to three words of a question, up to 1."""
        for start, end in combinations(range(len(asked) + 1), 2):
            words = [token.folded for token in asked[start:end]]
            if len(words) > LONGEST_NAME or (len(words) < len(asked) and not SILENT.isdisjoint(words)):
                continue
            if all(map(is_han, words)):
                yield from self._sounding_like("".join(words))
            elif len(words) > 1:
                yield from self.whole.like(sound("".join(words)))
            elif len(words[0]) >= SHORTEST_ALONE and not self.names.people.is_in_a_name(words[0]):
                yield from self.alone.like(sound(words[0]))

    def _sounding_like(self, run: str) -> Iterator[tuple[str, float]]:
        others = len(run) // SHORTEST_WITH_OTHERS
        for name, term in self.in_chinese.get(len(run), ()) if len(run) > 1 else ():
            sounding = [sound_alike(one, other) for one, other in zip(run, name, strict=True)]
            if sounding[0] and sounding.count(False) <= others:
                yield term, sounding.count(True) / len(run)


class Spelt:
    """Names in letters, found by the pairs of letters they have in common with another."""

    def __init__(self):
        self.names: list[tuple[str, str]] = []
        self.having: dict[str, list[int]] = defaultdict(list)

    def add(self, name: str, term: str):
        """Keep a name of what a term stands for."""
        for pair in set(grams(name)):
            self.having[pair].append(len(self.names))
        self.names.append((name, term))

    def like(self, written: str) -> Iterator[tuple[str, float]]:
        """The terms of the names that are most like one, with how much, up to 1."""
        shared = Counter(place for pair in set(grams(written)) for place in self.having.get(pair, ()))
        for place, _count in shared.most_common(MOST_COMPARED):
            name, term = self.names[place]
            likeness = SequenceMatcher(None, written, name).ratio()
            if likeness >= LIKE_ENOUGH:
                yield term, likeness
