"""A public record as a reader sees it, and the choices it is found by."""

from collections import Counter
from dataclasses import dataclass, field

from .words import Text


@dataclass
class Row:
    """A public record as a reader sees it: its choices, its texts as lists of words, and what it is sorted by."""

    kind: str
    key: int
    choices: dict[str, set] = field(default_factory=dict)
    titles: list = field(default_factory=list)
    texts: list = field(default_factory=list)
    newest: tuple = ()
    oldest: tuple = ()
    name: tuple = ()

    def __post_init__(self):
        self.choices.setdefault("host", self.choices.get("edition", set()))  # named by its city
        self.title_words = Text(self.titles)
        self.words = Text([*self.titles, *self.texts])


def is_chosen(row: Row, question, leaving_out: str = "") -> bool:
    """Whether a record has the chosen values: any of them, or all of them where all are asked for."""
    for name, values in question.choices.items():
        having = [value in row.choices.get(name, ()) for value in values]
        if name != leaving_out and not (all(having) if name in question.all_of else any(having)):
            return False
    return True


def counts(rows, question, facets) -> dict[str, dict[str, int]]:
    """How many records each value of each facet would leave: under all other choices; its own too, if all must hold."""
    found = {}
    for name in facets:
        leaving_out = "" if name in question.all_of else name
        left = (row for row in rows if is_chosen(row, question, leaving_out))
        found[name] = dict(Counter(value for row in left for value in row.choices.get(name, ())))
    return found
