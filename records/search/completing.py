"""What is offered first while somebody types: people in either order of their names, provisions, editions by city."""

import re

from records.models import Agreement

from .analyzer import SILENT, Token, is_han, tokens
from .named import OF_HOST, Named
from .names import Names

REFERENCE = re.compile(r"\s*\d+(?:\.\d+)+\s*")
SHORTEST_CITY, SHORTEST_IN_HAN = 3, 2
MOST_PROVISIONS = 3
# Words that say nothing at the end of a question, and are never offered.
IDLE = SILENT | frozenset(
    "is are was were be been has have had its their this that these those which who it also more than not as "
    "как так также что чтобы это эта этот эти который которая которые его её их он она они был была было были будет "
    "или но а же бы ли не".split()
)


def first_of_all(text: str, typed: list[Token], names: Names) -> list[Named]:
    """What the whole text may begin, beside names as they are written."""
    return [*_provisions(text), *people_in_any_order(typed, names), *_editions_held_in(typed, names)]


def people_in_any_order(typed: list[Token], names: Names) -> list[Named]:
    """People with all these words in one of their names, the last of which may be begun: nuryshev sh."""
    if len(typed) < 2:
        return []
    *whole, begun = [token.folded for token in typed]
    known = set.intersection(*(names.people.having.get(word, set()) for word in whole))
    return [
        names.named[term]
        for term in sorted(known)
        if any(_has(name, whole, begun) for name in names.people.called[term])
    ]


def _has(name: list[str], whole: list[str], begun: str) -> bool:
    others = [word for word in name if word not in whole]
    return len(name) - len(others) == len(whole) and any(word.startswith(begun) for word in others)


def _provisions(text: str) -> list[Named]:
    if not REFERENCE.fullmatch(text):
        return []
    found = Agreement.objects.published().filter(reference=text.strip())[:MOST_PROVISIONS]
    return [Named("agreement", one.reference, {"search": [f"{one.reference} {one.title}"]}) for one in found]


def _editions_held_in(typed: list[Token], names: Names) -> list[Named]:
    """Editions by the beginning of the city that hosted them: “Edition 10, Xiamen”."""
    start, found = " ".join(token.folded for token in typed), {}
    is_enough = len(start) >= (SHORTEST_IN_HAN if is_han(start) else SHORTEST_CITY)
    for host in names.named.values() if is_enough else ():
        term = f"=edition={host.slug.partition(OF_HOST)[0]}"
        if host.kind == "host" and term in names.named and any(_begins(name, start) for name in host.every_name()):
            found[term] = _in_city(names.named[term], host)
    return list(found.values())


def _begins(name: str, start: str) -> bool:
    return " ".join(token.folded for token in tokens(name)).startswith(start)


def _in_city(edition: Named, host: Named) -> Named:
    cities = {column: host.names.get(column, [""])[0] for column in ("en", "ru", "zh")}
    said = {column: [f"{edition.names[column][0]} · {city}"] for column, city in cities.items() if city}
    return edition._replace(names=said or edition.names)
