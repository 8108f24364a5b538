"""How the words of a question are shown in what they found: what is marked, and which piece of a text tells it."""

from functools import cached_property

from records.models.languages import visitor_column

from .analyzer import marked
from .clauses import Clause
from .documents import texts_of
from .named import Named
from .snapshot import Snapshot
from .snippets import (
    HAS_QUOTES,
    WIDTH,
    Snippet,
    any_asked,
    cut,
    quoted_saying,
    readers_first,
    saying,
    to_mark,
    without_quotes,
)


class Shown:
    """The clauses of a question as they are shown in the texts of one page of records."""

    def __init__(self, clauses: list[Clause], now: Snapshot):
        self.clauses, self._now = clauses, now
        self._pieces: dict[str, list[tuple[str, bool]]] = {}
        self._asked: dict[str, bool] = {}
        self._printed: dict[str, str] = {}
        self._marks: dict[str, set[str]] = {}
        # By kind and key of a record: what the words name and it is found through; `reasons.py` fills it.
        self.reasons: dict[tuple[str, int], list[Named]] = {}
        # The records that a page shows, by kind; and all texts of theirs, once any of a kind is asked for.
        self.shown: dict[str, list[int]] = {}
        self._texts: dict[str, dict[int, list[str]]] = {}

    def begin(self, shown: dict[str, list[int]]):
        """Other records are shown now, by kind and key; what was known of those before is forgotten."""
        self.shown = shown
        for known in (self.reasons, self._texts, self._pieces, self._asked, self._printed):
            known.clear()

    @cached_property
    def wanted(self) -> set[str]:
        """What to mark in a text: the stems and runs of Chinese asked for, and names in one word of what they name."""
        asked = (to_mark(clause.written) for clause in self.clauses if clause.ways and not quoted_saying(clause))
        of_names = (to_mark(name) for name in self._names if not saying(name))
        return set().union(*asked, *of_names) - self._beginnings

    @cached_property
    def sayings(self) -> frozenset[tuple[str, ...]]:
        """Names in several words of what the question names: they are marked only where they stand whole."""
        quoted = map(quoted_saying, self.clauses)
        return frozenset(filter(None, [*map(saying, self._names), *quoted]))

    @cached_property
    def _other_words(self) -> tuple[set[str], frozenset[tuple[str, ...]]]:
        """Other words for the topics named, and those in several words; marked where a text says nothing plainer."""
        names = [name for one in self._named_here if one.kind == "topic" for name in one.names.get("search", ())]
        said = frozenset(filter(None, map(saying, names)))
        return set().union(*(to_mark(name) for name in names if not saying(name))), said

    @cached_property
    def _named_here(self) -> list[Named]:
        every = self._now.names.named
        return [every[term] for term in sorted({t for clause in self.clauses for t in clause.named}) if term in every]

    @cached_property
    def _names(self) -> list[str]:
        return sorted({name for one in self._named_here for name in one.names_in_texts()})

    @property
    def _beginnings(self) -> set[str]:
        return {name for one in self._named_here for name in one.beginnings()}

    def every_text(self, kind: str, key: int) -> list[str]:
        """All that one of the shown records is found by; read once for all of its kind."""
        if kind not in self._texts:
            read = texts_of(kind, self.shown.get(kind, ()))
            self._texts[kind] = {record: titles + texts for record, titles, texts in read}
        return self._texts[kind].get(key, [])

    def pieces(self, text: str) -> list[tuple[str, bool]]:
        """A text in pieces, each with whether it was asked for; a page asks this of a text more than once.

        In the reader's language other words for a topic will do where it is not called by its name.
        """
        is_here = getattr(text, "column", "") == visitor_column()
        text = str(text)
        if text not in self._pieces:
            pieces = marked(text, self.wanted, self.sayings)
            if is_here and not any_asked(pieces) and any(self._other_words):
                pieces = marked(text, *self._other_words)
            self._pieces[text] = list(without_quotes(pieces)) if HAS_QUOTES.search(text) else pieces
        return self._pieces[text]

    def printed_once(self, text: str, print_marked):
        """What `print_marked(text, words)` makes of a text; a page prints the same names and documents many times."""
        if text not in self._printed:
            self._printed[text] = print_marked(text, self)
        return self._printed[text]

    def are_in(self, texts) -> bool:
        """Whether any of what was asked for stands in these texts."""
        return any(map(self._is_in, texts))

    def _is_in(self, text: str) -> bool:
        if text not in self._asked:
            self._asked[text] = any_asked(self.pieces(text))
        return self._asked[text]

    def show(self, one: Named, texts) -> bool:
        """Whether any word of a name of it stands in these texts."""
        names = self._marks.get(one.term) or self._marks.setdefault(one.term, to_mark(*one.names_in_texts()))
        asked = (piece for text in texts for piece, is_asked in self.pieces(text) if is_asked)
        return any(names & to_mark(piece) for piece in asked)

    def snippet(self, texts, width: int = WIDTH) -> "Snippet | None":
        """The first of the texts that has what was asked for, cut to about `width` characters around it.

        Texts in the visitor's language are looked through before all others.
        """
        for text in readers_first(texts):
            pieces = self.pieces(text) if text else []
            if any_asked(pieces):
                return Snippet(getattr(text, "tag", ""), cut(pieces, width))
        return None

    def snippet_of_rest(self, kind: str, key: int, shown) -> "Snippet | None":
        """Where one of several things asked for stands in a record that is not shown, nor is the record's reason."""
        known = {one.term for one in self.reasons.get((kind, key), ())}
        for clause in self.clauses if len(self.clauses) > 1 else ():
            if not clause.ways or clause.named & known:
                continue
            wanted, sayings = self._marks_of(clause)
            if any(any_asked(marked(str(text), wanted, sayings)) for text in shown):
                continue
            for text in readers_first(self.every_text(kind, key)):
                if any_asked(pieces := marked(str(text), wanted, sayings)):
                    return Snippet(getattr(text, "tag", ""), cut(pieces, WIDTH))
        return None

    def _marks_of(self, clause: Clause) -> tuple[set[str], frozenset[tuple[str, ...]]]:
        every = self._now.names.named
        names = [name for term in clause.named if term in every for name in every[term].names_in_texts()]
        names += [clause.written]
        said = frozenset(filter(None, map(saying, names)))
        single = [name for name in names if not saying(name)]
        return to_mark(*single, *([] if clause.quoted else [clause.written])), said
