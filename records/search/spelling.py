"""Words that may have been meant: one slip away from a word of the record, or beginning like what is being typed."""

from records.models.postings import Posting

from .analyzer import tokens
from .names import Named
from .snapshot import Snapshot
from .words import Words

LATIN, CYRILLIC = "abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшщъыьэюя"
SHORTEST, LONGEST = 4, 24
BATCH = 500


def perhaps_meant(words: Words, now: Snapshot) -> str | None:
    """The question with each word that leads nowhere replaced by the commonest one a slip away, if there is one."""
    meant = words.text
    for clause in words.unknown:
        if not (better := _nearest(clause.written, now)):
            return None
        meant = _replaced(meant, clause.written, better)
    return meant if words.unknown and meant != words.text else None


def _replaced(text: str, written: str, better: str) -> str:
    for token in reversed(tokens(text)):
        if token.folded == written:
            text = text[: token.start] + better + text[token.end :]
    return text


def _nearest(word: str, now: Snapshot) -> str | None:
    if " " in word or not SHORTEST <= len(word) <= LONGEST:
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
    """What begins like the text: names of the record, then words in its titles and texts, the commonest first."""
    typed = tokens(text)
    if not typed:
        return [], []
    named = now.names.beginning_with(" ".join(token.folded for token in typed), most)
    return named, _words_beginning_with(typed[-1].folded, text, typed[-1].start, max(most - len(named), 0))


def _words_beginning_with(start: str, text: str, place: int, most: int) -> list[str]:
    if not most:
        return []
    found = Posting.objects.filter(term__gte=f"~{start}", term__lt=f"~{start}\U0010ffff", count__gt=0)
    words = found.order_by("-count", "term").values_list("term", flat=True)[:most]
    return [text[:place] + word[1:] for word in words]
