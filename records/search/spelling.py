"""Words that may have been meant: one slip away from a word of the record, or beginning like what is being typed."""

from collections.abc import Iterator
from itertools import chain, islice

from pyroaring import BitMap

from records.models.postings import Posting

from .analyzer import SILENT, Token, grams, is_han, stem, tokens
from .compared import key_of
from .completing import IDLE, first_of_all
from .declension import forms
from .named import Named
from .names import QUOTES, SHORTEST_WITH_SLIP
from .snapshot import Snapshot
from .words import Words, read_words

# Cyrillic with the letters of Kazakh, Kyrgyz, Tajik and Uzbek.
LATIN, CYRILLIC = "abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшщъыьэюяәғқңөұүһіҳҷў"
SHORTEST, LONGEST = 4, 24
LONGEST_RUN = 40  # characters of Chinese in which a name with a slip is looked for
SHORTEST_BEGINNING = 3
BATCH = 500
SAID_BY_NAME = ("person", "country", "edition")
MOST_NAMES = 5  # offered after other words
MOST_QUOTED = 10  # words that are tried side by side with what stands before them in quotes
MOST_APART = 4  # words offered that stand somewhere with the words before them, and never beside them
MOST_TRIED = 50  # words that begin so; the commonest of them are tried with the words before them


def perhaps_meant(words: Words, now: Snapshot) -> str | None:
    """The question with each word that leads nowhere replaced by what it may have been meant for.

    That is a name that is written in one word or in several, or in Chinese with one other character; else the
    commonest word a slip away, or else what begins so. Nothing where a word has neither, or where the other question
    finds nothing either.
    """
    meant = _name_in_other_pieces(words.text, now) or with_names_in_han(words.text, now)
    meant = meant or _with_other_words(words, now)
    return meant if meant and meant != words.text and read_words(meant, now).found else None


def _with_other_words(words: Words, now: Snapshot) -> str | None:
    meant = words.text
    for clause in words.unknown:
        unknown = words.unknown_in(clause)
        for word in unknown:
            if not (better := now.names.unbroken.get(word) or _nearest(word, now) or _beginning_so(word, now)):
                return None
            meant = _replaced(meant, word, better)
    return meant


def _name_in_other_pieces(text: str, now: Snapshot) -> str | None:
    """The name that the whole text is but for its spaces and hyphens: Shen Yue Yue, e commerce."""
    return now.names.unbroken.get("".join(token.folded for token in tokens(text)))


def with_names_in_han(text: str, now: Snapshot, *, is_beside: bool = False) -> str | None:
    """The text with the longest name that a run of Chinese has one slip away, in each run that has one.

    Beside an answer what is written somewhere in the record is no slip.
    """
    meant, slips = text, {}
    for token in reversed(tokens(text)):
        run = token.folded
        if not token.is_han or not SHORTEST_WITH_SLIP - 1 <= len(run) == token.end - token.start <= LONGEST_RUN:
            continue
        if run not in slips:
            slips[run] = _slip_in(run, now)
        if slips[run]:
            start, end, name = slips[run]
            if is_beside and _is_written(run[start:end]):
                continue
            meant = meant[: token.start] + run[:start] + name + run[end:] + meant[token.end :]
    return meant if meant != text else None


def _is_written(run: str) -> bool:
    """Whether every pair of these characters stands somewhere in the record."""
    pairs = set(grams(run))
    return Posting.objects.filter(term__in=sorted(pairs), count__gt=0).count() == len(pairs)


def _slip_in(run: str, now: Snapshot) -> tuple[int, int, str] | None:
    """Where a run has a name with one slip: from, to, and the name; the longest of them."""
    pairs = set(grams(run))
    for name in now.names.long_in_han:
        if name not in run and not pairs.isdisjoint(grams(name)):
            for length in (len(name), len(name) - 1, len(name) + 1):
                for start in range(len(run) - length + 1):
                    if _is_a_slip(run[start : start + length], name):
                        return start, start + length, name
    return None


def _is_a_slip(written: str, name: str) -> bool:
    """Whether one character too many, too few, or another one makes the difference; the first has to be right."""
    if written[0] != name[0]:
        return False
    same = next(
        (i for i, (a, b) in enumerate(zip(written, name, strict=False)) if a != b), min(len(written), len(name))
    )
    rest, wanted = written[same:], name[same:]
    return rest[1:] == wanted[1:] if len(written) == len(name) else rest[1:] == wanted or rest == wanted[1:]


def _replaced(text: str, written: str, better: str) -> str:
    for token in reversed(tokens(text)):
        if token.folded == written:
            text = text[: token.start] + better + text[token.end :]
    return text


def _nearest(word: str, now: Snapshot) -> str | None:
    if not SHORTEST <= len(word) <= LONGEST or is_han(word):
        return None
    near = one_slip_away(word)
    if named := sorted(near & now.names.spelled.keys()):
        return now.names.spelled[named[0]]
    terms = sorted(f"~{candidate}" for candidate in near)
    best = (0, "")
    for start in range(0, len(terms), BATCH):
        counted = Posting.objects.filter(term__in=terms[start : start + BATCH], count__gt=0)
        best = max([best, *((count, term[1:]) for term, count in counted.values_list("term", "count"))])
    return best[1] or None


def _beginning_so(word: str, now: Snapshot) -> str | None:
    """A name that begins so, as it is written in the same letters; else the commonest word."""
    if len(word) < SHORTEST_BEGINNING:
        return None
    for named in now.names.beginning_with(word, 1):
        return _name_beginning(named, word)
    return next((term[1:] for term in _terms_beginning_with(word).values_list("term", flat=True)[:1]), None)


def _folded_words(text: str) -> str:
    return " ".join(token.folded for token in tokens(text))


def one_slip_away(word: str) -> set[str]:
    """Every word that one letter too many, too few, wrong, or swapped with its neighbour makes of this one."""
    letters = CYRILLIC if "\u0400" <= word[:1] <= "\u052f" else LATIN
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    fewer = {a + b[1:] for a, b in cuts if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    other = {a + c + b[1:] for a, b in cuts if b for c in letters}
    more = {a + c + b for a, b in cuts for c in letters}
    return (fewer | swapped | other | more) - {word}


def completions(text: str, now: Snapshot, most: int = 10) -> tuple[list[Named], list[str]]:
    """What begins like the text: names of the record, then words in its titles and texts, the commonest first.

    Only what finds something together with the words before it is offered.
    """
    typed = tokens(text)
    if not typed:
        return [], []
    first = first_of_all(text, typed, now.names)
    known = {one.term for one in first}
    named = now.names.beginning_with(" ".join(token.folded for token in typed), most)
    named = [*first, *(one for one in named if one.term not in known)][:most]
    if any(one.kind == "agreement" or (one.kind == "person" and len(typed) > 1) for one in first):
        return named, []  # other words that happen to begin so are not what somebody types
    return named, list(islice(_words_to_offer(text, typed, named, now), max(most - len(named), 0)))


def _words_to_offer(text: str, typed: list[Token], named: list[Named], now: Snapshot) -> Iterator[str]:
    """The whole texts, for each name or word that the last one begins."""
    head, start = text[: typed[-1].start], typed[-1].folded
    beside, others = _words_that_go_with(head, typed, named, now)
    names = _names_that_go_with(head, start, named, now) if len(typed) > 1 else ()
    offered = {key_of(typed)}  # what is typed already is no offer
    for whole in chain(beside, names, others):
        said = key_of(tokens(whole))  # the forms of a word say the same
        # In quotes words must stand side by side, and only reading tells.
        if said not in offered and (not QUOTES.search(head) or read_words(whole, now).found):
            offered.add(said)
            yield whole


def _words_that_go_with(head: str, typed: list[Token], named: list[Named], now: Snapshot) -> tuple[list, list]:
    """Words that stand beside the one before them somewhere, and others, each with the text before it."""
    said = _words_of_names(named) | IDLE
    terms = [term for term in _terms_that_go_with(head, typed, now) if term[1:] not in said]
    pairs = {term: f"p:{stem(typed[-2].folded)} {stem(term[1:])}" for term in terms if len(typed) > 1}
    known = set(Posting.objects.filter(term__in=set(pairs.values()), count__gt=0).values_list("term", flat=True))
    beside = [term for term in terms if pairs.get(term) in known]
    apart = [term for term in terms if term not in beside][: MOST_APART if len(typed) > 1 else MOST_TRIED]
    return [head + term[1:] for term in beside], [head + term[1:] for term in apart]


def _words_of_names(named: list[Named]) -> set[str]:
    """The words of the names that are offered anyway, in every case; beside them they would say no more."""
    names = (name for one in named if one.kind in SAID_BY_NAME for name in one.every_name())
    return {form for name in names for token in tokens(name) for form in forms(token.folded) | {f"{token.folded}s"}}


def _names_that_go_with(head: str, start: str, named: list[Named], now: Snapshot) -> Iterator[str]:
    """Countries, topics and others that begin so and have something of what the words before them find.

    Not what is offered by its whole name anyway.
    """
    if QUOTES.search(head):
        return
    before = read_words(head, now).found
    for one in now.names.beginning_with(start, MOST_NAMES):
        if (
            one not in named
            and before.intersect(now.having(one.kind, one.slug))
            and (name := _name_beginning(one, start))
        ):
            yield head + (_inside_a_text(name) if one.kind == "topic" else name)


def _inside_a_text(name: str) -> str:
    """The name of a topic as it is written inside of a sentence; ICT and Belt and Road stay as they are."""
    return name[:1].lower() + name[1:] if name[1:] == name[1:].lower() else name


def _name_beginning(named: Named, start: str) -> str | None:
    return next((name for name in named.every_name() if _folded_words(name).startswith(start)), None)


def _terms_that_go_with(head: str, typed: list[Token], now: Snapshot) -> list[str]:
    terms = _terms_beginning_with(typed[-1].folded)
    if all(token.folded in SILENT for token in typed[:-1]):
        return list(terms.values_list("term", flat=True)[:MOST_TRIED])
    before = read_words(head, now).found
    tried = MOST_QUOTED if QUOTES.search(head) else MOST_TRIED
    found = terms.values_list("term", "bitmap")[:tried] if before else ()
    return [term for term, bitmap in found if before.intersect(BitMap.deserialize(bytes(bitmap)))]


def _terms_beginning_with(start: str):
    """Words as they are written, the commonest first."""
    found = Posting.objects.filter(term__gte=f"~{start}", term__lt=f"~{start}\U0010ffff", count__gt=0)
    return found.order_by("-count", "term")
