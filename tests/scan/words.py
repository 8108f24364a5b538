"""The words of texts and of questions, taken apart as the index does."""

from records.models.languages import COLUMNS
from records.search.analyzer import is_han, stem, tokens

QUOTES = '"“”„«»'


class Text:
    """The words of some texts: which stems, which pairs of stems side by side, and the runs of Chinese."""

    def __init__(self, texts):
        self.stems, self.pairs, self.runs, self.said = set(), set(), set(), []
        for text in filter(None, texts):
            self.said.append(words_of(text))
            before = None
            for token in tokens(text):
                if token.is_han:
                    self.runs.add(token.folded)
                    before = None
                    continue
                word = stem(token.folded)
                self.stems.add(word)
                self.pairs.add((before, word))
                before = word

    def has(self, part) -> bool:
        """Whether a part of a question stands in the texts: a word, a pair of words, or a piece of Chinese."""
        if isinstance(part, tuple):
            return part in self.pairs
        return part in self.stems or any(part in run for run in self.runs)


def words_of(text: str) -> list[str]:
    """The stems of the words of a text, in order; runs of Chinese whole."""
    return [token.folded if token.is_han else stem(token.folded) for token in tokens(text)]


def stands_in(quoted: tuple, said: list[str]) -> bool:
    """Whether words stand in a text side by side, as they were quoted; Chinese at the edges may be part of a run."""

    if all(is_han(word) for word in quoted) and len(quoted) == 1:
        return any(quoted[0] in word for word in said if is_han(word))
    places = range(len(said) - len(quoted) + 1)
    return any(_fits(quoted, said[start : start + len(quoted)]) for start in places)


def _fits(quoted: tuple, said: list[str]) -> bool:
    first, last = said[0], said[-1]
    if is_han(quoted[0]) and first.endswith(quoted[0]):
        first = quoted[0]
    if is_han(quoted[-1]) and last.startswith(quoted[-1]):
        last = quoted[-1]
    return (first, *said[1:-1], last) == quoted if len(said) > 1 else tuple(said) == quoted


def pieces(run: str) -> list[str]:
    """A run of Chinese is asked for by its overlapping triples."""
    return [run[i : i + 3] for i in range(len(run) - 2)] or [run]


def parts_of(text: str) -> tuple:
    """The parts of words that must stand together: each of them, and each pair side by side."""
    parts, before = [], None
    for token in tokens(text):
        if token.is_han:
            parts += pieces(token.folded)
            before = None
            continue
        word = stem(token.folded)
        parts += [(before, word), word] if before else [word]
        before = word
    return tuple(dict.fromkeys(parts))


def each(record, *names) -> list[str]:
    """The named texts of a record in all languages."""
    return [getattr(record, f"{name}_{column}") for name in names for column in COLUMNS]


def split_at_quotes(text: str) -> list[str]:
    """A text cut at every quotation mark: the odd pieces stood inside."""
    for mark in QUOTES:
        text = text.replace(mark, "\0")
    return text.split("\0")
