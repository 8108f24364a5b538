"""What the words of a question ask for."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import product

from records.search.analyzer import SILENT, is_han, stem, tokens
from records.search.declension import forms
from records.search.general_words import asking, asking_and_doing
from records.search.leftovers import Piece, without_leftovers
from records.search.people import is_form
from records.search.strangers import is_stranger

from .names import Names
from .row import Row
from .words import Text, parts_of, pieces, split_at_quotes, stands_in, words_of

MOST_CLAUSES = 40
NO_WAY = (("\0",),)  # what stands in no text
# Which kinds of records are what is named, or carry its name; what has to do with it comes after them.
ITSELF = {"country": ["country", "delegation"], "organization": ["organization", "delegation"], "topic": [], "host": [],
          "person": ["person", "delegation", "statement"]}  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """One thing that a question asks for: all parts of any of its ways to be said, or a record of what is named."""

    ways: tuple
    named: frozenset = frozenset()
    quoted: tuple = ()
    written: str = field(default="", compare=False)

    def is_met_by(self, row: Row) -> bool:
        """Whether the record says it, or is about what it names."""
        is_said = bool(self.ways) and self.is_said_in(row.words)
        return is_said or any(slug.partition("@")[0] in row.choices.get(kind, ()) for kind, slug in self.named)

    def is_own_of(self, row: Row) -> bool:
        """Whether the record says it itself, or is what is named; not only has to do with a country or a topic."""
        is_said = bool(self.ways) and self.is_said_in(row.words)
        return is_said or any(
            slug in row.choices.get(kind, ()) and row.kind in ITSELF.get(kind, [row.kind]) for kind, slug in self.named
        )

    def is_said_in(self, text: Text) -> bool:
        """Whether it is said in so many words."""
        if len(self.quoted) > 1 or any(is_han(word) for word in self.quoted):
            return any(stands_in(self.quoted, said) for said in text.said)
        return not self.ways or any(all(text.has(part) for part in way) for way in self.ways)


class Questions(Names):
    """The words of questions, read with the names of what is public."""

    def wanted(self, text: str) -> list[Wanted]:
        """What the words of a question ask for; each clause must be met."""
        found, inside = [], False
        for part in split_at_quotes(text):
            found += self._quoted(part) if inside else self._spoken(part)
            inside = not inside
        found = list(dict.fromkeys(found))[:MOST_CLAUSES]
        for general in (asking(), asking_and_doing()) if not self._is_answered(found) else ():
            said = list(dict.fromkeys(self._without(general, found)))
            if said != found and any(one.named for one in said) and self._is_answered(said):
                return said
        return found

    def _is_answered(self, found: list[Wanted]) -> bool:
        return any(all(one.is_met_by(row) for one in found) for row in self.rows)

    def _without(self, general, found: list[Wanted]):
        for one in found:
            is_run = not (one.named or one.quoted) and is_han(one.written)
            if not one.quoted and one.named <= {("is", "edition")} and general.are_all_of(one.written):
                continue
            if is_run and (left := general.cut_from(one.written)) != one.written:
                yield from self._spoken(left)
            else:
                yield one

    @staticmethod
    def _quoted(text: str) -> list[Wanted]:
        return [Wanted((parts_of(text),), quoted=tuple(words_of(text)))] if parts_of(text) else []

    def _spoken(self, text: str) -> list[Wanted]:
        asked = tokens(text)
        says_something = any(token.folded not in SILENT for token in asked)
        found, place = [], 0
        while place < len(asked):
            if is_stranger(asked, place, text, self):
                first, second = [stem(token.folded) for token in asked[place : place + 2]]
                is_small = {token.folded for token in asked[place : place + 2]} & SILENT
                found.append(Wanted(NO_WAY if is_small else (((first, second),), ((second, first),))))
                place += 2
                continue
            length, named = self._name_at(asked, place)
            written = text[asked[place].start : asked[place].end]
            named = named or ({self.codes[written]} if length == 1 and written in self.codes else set())
            if length == 1 and asked[place].is_han:
                found += self._in_han(asked[place].folded)
                place += 1
                continue
            if length == 1 and says_something and asked[place].folded in SILENT:
                place += 1
                continue
            found.append(self._one(asked[place : place + length], named, text))
            place += length
        return found

    def longest_at(self, asked, place) -> tuple[int, set]:
        """The name that begins at a word: how many words, and what it names, as terms."""
        length, named = self._name_at(asked, place)
        return length, {f"={kind}={slug}" for kind, slug in named}

    def _one(self, asked, named: set, text: str) -> Wanted:
        """A word, or a name of several; people in every case, editions only where they are named."""
        parts = []
        for token in asked:
            parts += pieces(token.folded) if token.is_han else [stem(token.folded)]
        ways = self._ways(parts, named)
        said = [token.folded for token in asked]
        for name, person in self.named_people:
            if person in named:
                for like in [name] if len(name) == len(said) else [[word] for word in name]:
                    if is_form(said, like):
                        cases = product(*(sorted({stem(form) for form in forms(word)}) for word in like))
                        ways += tuple(tuple(dict.fromkeys(way)) for way in cases)
        return Wanted(ways, frozenset(named), written=text[asked[0].start : asked[-1].end])

    def _ways(self, parts: list, named: set) -> tuple:
        if "edition" in dict(named):
            return ()
        names = [way for one in sorted(named) for way in self.sayings[one]]
        return tuple(dict.fromkeys([tuple(dict.fromkeys(parts)), *names]))

    def _in_han(self, run: str) -> list[Wanted]:
        names = defaultdict(set)
        alone = {
            named for words, named in self.names if words == (run,) and named[0] in ("is", "kind", "format", "host")
        }
        alone |= {named for name, named in self.short_in_han if name == run}
        for words, named in self.names:
            if len(words) == 1 and words[0][:1] >= "\u3400" and named[0] not in ("is", "kind", "format", "host"):
                names[words[0]].add(named)
        if alone and run not in names:
            return [Wanted(self._ways(pieces(run), alone), frozenset(alone))]
        for run_named in names:
            if any(named[0] == "topic" and ((run_named,), named) in self.own for named in names[run_named]):
                names[run_named] = {named for named in names[run_named] if ((run_named,), named) in self.own}
        found, place = [], 0
        while place < len(run):
            here = max((name for name in names if run.startswith(name, place)), key=len, default="")
            if here or not found or found[-1].named:
                found.append(Piece(here or run[place], frozenset(f"={k}={s}" for k, s in names.get(here, ()))))
            else:
                found[-1] = Piece(found[-1].text + run[place])
            place += len(here) or 1
        return [self._in_piece(piece) for piece in without_leftovers(found, self._stands)]

    def _in_piece(self, piece: Piece) -> Wanted:
        if not piece.named:
            return Wanted((tuple(pieces(piece.text)),), written=piece.text)
        named = {tuple(term.split("=", 2)[1:]) for term in piece.named}
        return Wanted(self._ways(pieces(piece.text), named), frozenset(named))

    def _stands(self, word: str) -> bool:
        return all(any(row.words.has(pair) for row in self.rows) for pair in pieces(word))
