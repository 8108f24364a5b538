"""The words of a question, read: what has them all, what has them in its title, and what they name."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import islice

from django.db import connection
from pyroaring import BitMap

from records.models.postings import IndexedRecord, Posting

from .analyzer import is_han, stand_in, stem, tokens
from .clauses import Clause, clauses_of
from .documents import texts_of
from .general_words import General, asking, asking_and_doing
from .named import OF_HOST, Named
from .names import LEADING
from .shown import Shown
from .snapshot import Snapshot, current

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


class Words(Shown):
    """The words of a question, read: what has them all, what has them in its title, and which of them lead nowhere.

    `is_cut` says that there were more than the `most` that are looked for.
    """

    most = MOST_CLAUSES

    def __init__(self, text: str, clauses: list[Clause], now: Snapshot, *, is_cut: bool = False):
        super().__init__(clauses, now)
        self.text, self.is_cut = text.strip(), is_cut
        self._bitmaps = _fetch(clauses)
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

    @property
    def choices(self) -> list[Named]:
        """What the words name and has no page: kinds of agreements and bodies, how people met, host cities, years."""
        terms = {term for clause in self.clauses for term in clause.named}
        years = sorted(term.removeprefix("=year=") for term in terms if term.startswith("=year="))
        kinds = [one for one in self._named_here if one.kind in ("kind", "format", "host")]
        return [*kinds, *(Named("year", year, {"search": [year]}) for year in years)]

    def records_of(self, one: Named) -> BitMap:
        """The numbers of the records that something the words name leads to."""
        return self._named(one.term)

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
        return {"edition" if kind in ("host", "city", "format") else kind for kind in kinds}

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
    for general in (asking(), asking_and_doing()) if not words.found else ():
        said = list(_each_once(_without(general, words.clauses, now)))
        if said != words.clauses and any(clause.named for clause in said):
            fewer = Words(text, said, now, is_cut=words.is_cut)
            if fewer.found:
                return fewer
    return words


def _without(general: General, clauses: list[Clause], now: Snapshot) -> Iterator[Clause]:
    for clause in clauses:
        is_run = not (clause.named or clause.quoted) and is_han(clause.written)
        if is_said_of_all(clause, general):
            continue
        if is_run and (left := general.cut_from(clause.written)) != clause.written:
            yield from clauses_of(left, now)
        else:
            yield clause


def _each_once(clauses: Iterator[Clause]) -> Iterator[Clause]:
    """Each clause where it is first said; what is said again asks for nothing more."""
    said = set()
    for clause in clauses:
        if clause not in said:
            said.add(clause)
            yield clause


def is_said_of_all(clause: Clause, general: General) -> bool:
    """Whether a clause only says where to look: all editions, which countries; “editions” is a kind of record too."""
    return not clause.quoted and clause.named <= {"=is=edition"} and general.are_all_of(clause.written)
