"""Two Russian words in one: сельское хозяйство, сельскохозяйственный; железная дорога, железнодорожный."""

SHORTEST_COMPOUND = 10
SHORTEST_HALF = 4
# How a noun may end before the ending of an adjective: дорога, дорожный.
SOFTENED = {"г": "ж", "к": "ч", "х": "ш"}


def is_russian(word: str) -> bool:
    """Whether a word is written in Cyrillic letters."""
    return "\u0400" <= word[:1] <= "\u04ff"


def is_compound_of(word: str, first: str, second: str) -> bool:
    """Whether a folded word begins with these two stems and the vowel that joins them."""
    if min(len(first), len(second)) < SHORTEST_HALF:
        return False
    ends = {second, second[:-1] + SOFTENED.get(second[-1], second[-1])}
    return any(word.startswith(f"{first}{vowel}{end}") for vowel in "ое" for end in ends)
