"""People who may not be in the record: a surname of somebody who is, beside a given name of somebody else."""

import re
from itertools import pairwise

from records.models.postings import Posting

from .analyzer import SILENT, Token, stem

# The syllables of Chinese names, written in Latin letters (Pinyin) and in Cyrillic ones (the system of Palladius).
PINYIN = (
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:[iu]ang|iong|[aeio]ng|i?an|i?ao|uan?|uai|ai|e[inr]?|i[ae]?|in|iu|ou?|u[eino]|a|u)"
)
PALLADIUS = (
    "(?:чж|цз|[бпмфдтнлгкхцчшщсржв])?(?:[аиуэюя]нь?|[ую]а(?:нь?|й)?|у?эй|[ауюи]й|[ао][оу]|яо|юэ|е|ень|[аиоуэюя])"
)
IN_RUSSIAN = "(?:[аяуюе]|[ое]м)?"  # how a name may end in other cases
SYLLABLE = re.compile(f"{PINYIN}|{PALLADIUS}{IN_RUSSIAN}")
GIVEN_NAME = re.compile(f"(?:{PINYIN}){{1,2}}|(?:{PALLADIUS}){{1,2}}{IN_RUSSIAN}")
AND = "и"  # Ван И; first in a question it joins nothing


def is_stranger(asked: list[Token], place: int, text: str, names) -> bool:
    """Whether two words of a question, which name nobody together, are somebody's surname and another given name.

    In either order: Wang Yi, Yi Wang. The word beside the surname must look like a given name, and be no other word.
    """
    if place + 1 >= len(asked) or any(names.longest_at(asked, at)[0] > 1 for at in (place, place + 1)):
        return False
    one, other = place, place + 1
    return any(
        names.people.is_surname(asked[surname].folded)
        and SYLLABLE.fullmatch(asked[surname].folded)
        and GIVEN_NAME.fullmatch(asked[given].folded)
        and _is_given(asked, given, text, names)
        for surname, given in ((one, other), (other, one))
    )


def ways_to_say(pair: list[Token]) -> tuple[tuple[str, ...], ...]:
    """The two words side by side, in either order; none where one is a small word, beside which any may stand."""
    if any(token.folded in SILENT for token in pair):
        return ()
    first, second = (stem(token.folded) for token in pair)
    return ((f"p:{first} {second}", first, second), (f"p:{second} {first}", second, first))


def _is_given(asked: list[Token], place: int, text: str, names) -> bool:
    """Whether a word that looks like a given name is one here."""
    word = asked[place].folded
    if word in SILENT:
        return _is_no_small_word(asked, place, text)
    if not all(term.startswith("=person=") for term in names.longest_at(asked, place)[1]):
        return False
    is_name = SYLLABLE.fullmatch(word) and _is_capital(asked[place], text)
    return bool(is_name) or names.people.is_in_a_name(word) or not _is_written(asked, place)


def _is_no_small_word(asked: list[Token], place: int, text: str) -> bool:
    """A small word joins what follows it to what is before it: not where nothing is, nor where it has a capital."""
    if place == 0:
        return asked[place].folded == AND
    return place == len(asked) - 1 or (_is_capital(asked[place], text) and not text.isupper())


def _is_capital(token: Token, text: str) -> bool:
    return text[token.start].isupper()


def _is_written(asked: list[Token], place: int) -> bool:
    """Whether the record has this word, and not only beside its neighbour."""
    words = [stem(token.folded) for token in asked[max(place - 1, 0) : place + 2]]
    together = {f"p:{first} {second}" for first, second in pairwise(words)}
    looked_for = {f"~{asked[place].folded}", *together}
    found = set(Posting.objects.filter(term__in=sorted(looked_for), count__gt=0).values_list("term", flat=True))
    return f"~{asked[place].folded}" in found and not found & together
