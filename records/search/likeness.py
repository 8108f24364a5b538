"""Which provisions of two editions speak of the same, and what their texts have in common."""

from dataclasses import dataclass
from functools import cached_property

from records.models import Agreement
from records.models.languages import FALLBACKS, Text, visitor_column
from records.templatetags.wording import Piece, compare_words

from .analyzer import SILENT, marked, stems

MOST_MATCHED = 100
ENOUGH_WORDS = 0.25  # of all their words: two provisions without a common topic are alike from here on
CLOSE_WORDS = 0.4  # of all their words: from here on one is a change of the other


class Said:
    """A provision as it is compared: its topics, and the stems of its words in one language."""

    def __init__(self, agreement: Agreement):
        self.agreement = agreement
        self.topics = {topic.pk for topic in agreement.topics.all()}

    @cached_property
    def words(self) -> frozenset[str]:
        """The stems of title and text as the visitor reads them."""
        return _stems(f"{self.agreement.title} {self.agreement.text}")

    def likeness(self, other: "Said") -> float:
        """How much two provisions have in common, from 0 to 2: topics and words count alike."""
        words = _shared(self.words, other.words)
        return _shared(self.topics, other.topics) + words if self.topics & other.topics or words >= ENOUGH_WORDS else 0


@dataclass(frozen=True)
class Pair:
    """Two provisions that speak of the same, with their texts in a language both are written in."""

    first: Agreement
    second: Agreement
    titles: tuple[Text, Text]
    texts: tuple[Text, Text]

    @cached_property
    def common(self) -> frozenset[str]:
        """The stems of the words that both have in title or text."""
        return frozenset.intersection(*(_stems(f"{a} {b}") for a, b in zip(self.titles, self.texts, strict=True)))

    def topics(self) -> list:
        """The topics of both."""
        known = set(self.second.topics.all())
        return [topic for topic in self.first.topics.all() if topic in known]

    def is_close(self) -> bool:
        """Whether one text is a change of the other, rather than another text on the same."""
        return _shared(*map(_stems, self.texts)) >= CLOSE_WORDS

    def changes(self) -> tuple[list[Piece], list[Piece]]:
        """The first text with what is missing from the second, and the second with what is new in it."""
        pieces = compare_words(*self.texts)
        return [one for one in pieces if one.change != "added"], [one for one in pieces if one.change != "removed"]

    def pieces(self, text: str) -> list[tuple[str, bool]]:
        """A title or a text of one of them in pieces, each with whether both have it."""
        return marked(text, self.common)


def alike(first: list[Agreement], second: list[Agreement]) -> list[Pair]:
    """Pairs of provisions that speak of the same, each provision in one pair at most, in the order of the first list.

    Only the first hundred of each list are looked at.
    """
    left, right = ([Said(agreement) for agreement in side[:MOST_MATCHED]] for side in (first, second))
    scores = [(one.likeness(other), -i, -j) for i, one in enumerate(left) for j, other in enumerate(right)]
    taken = {}
    for score, i, j in sorted(scores, reverse=True):
        if score and -i not in taken and -j not in taken.values():
            taken[-i] = -j
    return [_pair(left[i].agreement, right[j].agreement) for i, j in sorted(taken.items())]


def _pair(first: Agreement, second: Agreement) -> Pair:
    return Pair(first, second, *(in_one_language(first, second, name) for name in ("title", "text")))


def in_one_language(first, second, name: str) -> tuple[Text, Text]:
    """A text of two records in the visitor's language, or in the next one that both have."""
    wanted = visitor_column()
    for column in FALLBACKS[wanted]:
        texts = [getattr(record, f"{name}_{column}") for record in (first, second)]
        if all(texts):
            return tuple(Text(text, column, column != wanted) for text in texts)
    return getattr(first, name), getattr(second, name)


def _stems(text: str) -> frozenset[str]:
    return frozenset(stems(text)) - SILENT


def _shared(first: set, second: set) -> float:
    """The part of all members that both sets have."""
    return len(first & second) / (len(first | second) or 1)
