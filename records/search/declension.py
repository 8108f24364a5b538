"""The cases of Russian names: every form in which a sentence may put the name of a country or a person.

A general stemmer takes names for other words: Казахстан for a participle, Китая for an adjective, Азия for a verb. The
patterns are those of the singular in school grammars (A. A. Zaliznyak, Grammatical Dictionary: types 1–8).
"""

from collections.abc import Iterable
from functools import lru_cache

CONSONANTS = "бвгджзклмнпрстфхцчшщ"
# How a name ends, what is cut off, and the endings of its other cases; the first that fits is taken.
PATTERNS = (
    (("ов", "ев", "ин", "ын"), 0, ("а", "у", "ым", "ом", "е")),
    (("ова", "ева", "ина", "ына"), 1, ("ы", "ой", "у", "е")),
    (("ский", "цкий"), 2, ("ого", "ому", "им", "ом")),
    (("ая",), 2, ("ой", "ую")),
    (("яя",), 2, ("ей", "юю")),
    (("ия",), 1, ("и", "ю", "ей")),
    (("ий",), 1, ("я", "ю", "ем", "и")),
    (("й",), 1, ("я", "ю", "ем", "е")),
    (("ь",), 1, ("я", "ю", "ем", "е", "и", "ью")),
    (("а",), 1, ("ы", "и", "е", "у", "ой", "ей")),
    (("я",), 1, ("и", "е", "ю", "ей")),
    (tuple(CONSONANTS), 0, ("а", "у", "ом", "ем", "е")),
)
SURNAMES = PATTERNS[:4]
# A single word as long as this can be nothing but a name, in any case; «розы» and «линии» are no people.
LONG_ENOUGH = 5


@lru_cache(maxsize=100_000)
def forms(word: str) -> frozenset[str]:
    """A folded word in every case of the singular, itself among them; what is not declined is only itself."""
    return frozenset({word, *_others(word, PATTERNS)})


@lru_cache(maxsize=100_000)
def forms_alone(word: str) -> frozenset[str]:
    """The forms by which a word of somebody's name is known when it stands alone, without the rest of the name.

    Surnames and long names in every case; short given names, which are words too, as they are written; Latin ones
    also as possessives.
    """
    if word.isascii():
        return frozenset({word, f"{word}s"} if len(word) >= LONG_ENOUGH else {word})
    is_long = len(word) >= LONG_ENOUGH and word[-1:] in f"{CONSONANTS}й"
    return frozenset({word, *_others(word, PATTERNS if is_long else SURNAMES)})


def _others(word: str, patterns) -> list[str]:
    if "а" <= word[:1] <= "я" or "\u0450" <= word[:1] <= "\u052f":
        for endings, cut, others in patterns:
            if len(word) > len(endings[0]) + 1 and word.endswith(endings):
                return [word[: len(word) - cut] + other for other in others]
    return []


def nominatives(words: Iterable[str]) -> dict[str, str]:
    """Each form of these folded words → the word itself; words that are not declined are left out."""
    return {form: word for word in words if len(forms(word)) > 1 for form in forms(word)}
