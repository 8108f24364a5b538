"""The words of a question, read: what has them all, what has them in its title, and what they name."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import islice

from django.db import connection
from pyroaring import BitMap

from records.models.languages import visitor_column
from records.models.postings import IndexedRecord, Posting

from .analyzer import marked, stand_in, stem, tokens
from .clauses import Clause, clauses_of
from .documents import texts_of
from .general_words import is_general
from .named import OF_HOST, Named
from .names import LEADING
from .snapshot import Snapshot, current
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

# Written out, because every question with words asks it, and making it costs as much as its answer.
BITMAPS = f"SELECT term, bitmap FROM {Posting._meta.db_table} WHERE term IN"  # noqa: S608
MOST_CLAUSES = 40
MOST_READ = 300  # texts that a page may read to see whether a phrase stands in them; of more, neighbours must suffice


# Which kinds of records are themselves what is named, or show it as their name: whoever sent a delegation, or spoke.
ITSELF = {
    "country": ("country", "delegation"),
    "organization": ("organization", "delegation"),
    "person": ("person", "delegation", "statement"),
    "topic": (),
    "host": (),
}


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
        self._asked: dict[str, bool] = {}
        self._printed: dict[str, str] = {}
        self._marks: dict[str, set[str]] = {}
        # By kind and key of a record: what the words name and it is found through; `reasons.py` fills it.
        self.reasons: dict[tuple[str, int], list[Named]] = {}
        # The records that a page shows, by kind; and all texts of theirs, once any of a kind is asked for.
        self.shown: dict[str, list[int]] = {}
        self._texts: dict[str, dict[int, list[str]]] = {}
        found = [self.having(clause) for clause in clauses]
        self.found = BitMap.intersection(*found) if found else BitMap()
        titled = [self._in_titles(clause) for clause in clauses]
        self.in_title = BitMap.intersection(*titled) & self.found if titled else BitMap()
        said = [self._said(clause) for clause in clauses]
        self.said = BitMap.intersection(*said) & self.found if said else BitMap()
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

    @property
    def names(self) -> list[Named]:
        """Everything that the words name and that has a page; not what only `perhaps` is meant."""
        return [one for one in self._leading if one.term not in self._in_doubt]

    @property
    def perhaps(self) -> list[Named]:
        """What some of the words name, where the others may make another name of it and nothing has all of them."""
        return [one for one in self._leading if one.term in self._in_doubt]

    @cached_property
    def _leading(self) -> list[Named]:
        every = self._now.names.named
        terms = {term for clause in self.clauses for term in clause.named | clause.leads if term in every}
        return [every[term] for term in sorted(terms) if every[term].kind in LEADING]

    @cached_property
    def _in_doubt(self) -> set[str]:
        """Terms of topics and people that may be no more than a part of another name, which is nowhere."""
        if self.found:
            return set()
        unsure = [self._now.names.may_be_part(clause.named, clause.written) for clause in self.clauses]
        if any(not clause.named | clause.leads for clause in self.clauses):
            return set().union(*unsure)
        of_people = [terms for terms in unsure if any(term.startswith("=person=") for term in terms)]
        return set().union(*of_people) if len(of_people) > 1 else set()

    def begin(self, shown: dict[str, list[int]]):
        """Other records are shown now, by kind and key; what was known of those before is forgotten."""
        self.shown = shown
        for known in (self.reasons, self._texts, self._pieces, self._asked, self._printed):
            known.clear()

    @property
    def choices(self) -> list[Named]:
        """What the words name and has no page: kinds of agreements and organisations, host cities, years."""
        terms = {term for clause in self.clauses for term in clause.named}
        years = sorted(term.removeprefix("=year=") for term in terms if term.startswith("=year="))
        kinds = [one for one in self._named_here if one.kind in ("kind", "host")]
        return [*kinds, *(Named("year", year, {"search": [year]}) for year in years)]

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

    def records_of(self, one: Named) -> BitMap:
        """The numbers of the records that something the words name leads to."""
        return self._named(one.term)

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

    def having(self, clause: Clause) -> BitMap:
        """The numbers of the records that one clause finds."""
        named = [self._named(term) for term in clause.named]
        return BitMap.union(BitMap(), *map(self._all, clause.ways), *named)

    @cached_property
    def named_whole(self) -> frozenset[str]:
        """The terms of what the whole question names, and not only a word of it."""
        named = {clause.named for clause in self.clauses}
        return named.pop() if len(named) == 1 else frozenset()

    @cached_property
    def itself(self) -> BitMap:
        """The records that are what the whole question names."""
        return BitMap.union(BitMap(), *map(self._record_of, self.named_whole))

    def _record_of(self, term: str) -> BitMap:
        """The one record that a term names; none for kinds, years and others that are no record."""
        _, kind, value = term.split("=", 2)
        found = self._named(term) & self._now.having("is", kind)
        return found - self._now.having_narrower(value) if kind == "topic" else found

    @property
    def kinds_first(self) -> set[str]:
        """The kinds of what the whole question names; of a city, the editions that it hosted or that carry its name."""
        kinds = {term.split("=")[1] for term in self.named_whole}
        return {"edition" if kind in ("host", "city") else kind for kind in kinds}

    def _in_titles(self, clause: Clause) -> BitMap:
        titled = (self._all([f"t:{term}" for term in way]) for way in clause.ways)
        return BitMap.union(*titled) if clause.ways else self.having(clause)

    def _said(self, clause: Clause) -> BitMap:
        """What says it in its own words, or is what is named; not what only has to do with a country or a topic."""
        return BitMap.union(BitMap(), *map(self._all, clause.ways), *map(self._itself, clause.named))

    def _itself(self, term: str) -> BitMap:
        """The records that are what a term names; choices that are no name of anything, as kinds and years, all are."""
        kinds = ITSELF.get(term.split("=")[1])
        if kinds is None:
            return self._named(term)
        return self._named(term) & BitMap.union(BitMap(), *(self._now.having("is", kind) for kind in kinds))

    def _all(self, terms) -> BitMap:
        having = [self._bitmaps.get(term, BitMap()) for term in terms]
        return BitMap.intersection(*having) if having else BitMap()

    def _named(self, term: str) -> BitMap:
        _, name, value = term.split("=", 2)
        if name == "host":
            name, value = "edition", value.partition(OF_HOST)[0]
        return self._now.having(name, value) or self._bitmaps.get(term, BitMap())


def _fetch(clauses: list[Clause]) -> dict[str, BitMap]:
    wanted = {term for clause in clauses for way in clause.ways for term in way}
    wanted |= {f"t:{term}" for term in wanted} | {term for clause in clauses for term in clause.named}
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(f"{BITMAPS} ({', '.join(['%s'] * len(wanted))})", sorted(wanted))
        return {term: BitMap.deserialize(bytes(bitmap)) for term, bitmap in cursor}


def read_words(text: str, now: Snapshot | None = None) -> Words:
    """The words of a question as clauses that must all hold, in any order; what stands in quotes stands together.

    Where nothing has them all and something is named, words for the record as a whole are not asked for: all editions.
    """
    now = now or current()
    clauses = list(islice(_each_once(clauses_of(text, now)), MOST_CLAUSES + 1))
    words = Words(text, clauses[:MOST_CLAUSES], now, is_cut=len(clauses) > MOST_CLAUSES)
    said = [clause for clause in words.clauses if not _is_said_of_all(clause)]
    if words.found or len(said) == len(words.clauses) or not any(clause.named for clause in said):
        return words
    return Words(text, said, now, is_cut=words.is_cut)


def _each_once(clauses: Iterator[Clause]) -> Iterator[Clause]:
    """Each clause where it is first said; what is said again asks for nothing more."""
    said = set()
    for clause in clauses:
        if clause not in said:
            said.add(clause)
            yield clause


def _is_said_of_all(clause: Clause) -> bool:
    """Whether a clause only says where to look: all editions, which countries; “editions” is a kind of record too."""
    return not clause.quoted and clause.named <= {"=is=edition"} and is_general(clause.written)
