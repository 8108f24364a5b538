"""What is offered where a question finds nothing: other words, fewer of them, and what some of them may be about."""

from .general_words import asking_and_doing
from .named import Named
from .people_meant import people_like
from .snapshot import Snapshot, current
from .spelling import perhaps_meant, with_names_in_han
from .words import Words, is_said_of_all, read_words

MOST_LEFT_OUT_OF = 12  # words of a question; of more nobody could say which did not matter


def perhaps_instead(answer) -> dict[str, str | list[Named] | None]:
    """What to ask instead where an answer has nothing: `meant`, other words, or `fewer` of the same; and `perhaps`.

    That is what some of the words name, if it is what was looked for. Beside an answer, only a name in Chinese that a
    character is missing from or wrong in: part of it names as much.
    """
    if not answer or not answer.words:
        return {"meant": None, "fewer": None, "perhaps": []}
    words, now = answer.words, current()
    if answer.total:
        return {"meant": with_names_in_han(words.text, now, is_beside=True), "fewer": None, "perhaps": []}
    if meant := perhaps_meant(words, now):
        return {"meant": meant, "fewer": None, "perhaps": []}
    return {"meant": None, "fewer": with_fewer_words(words, now), "perhaps": _perhaps(words, now)}


def _perhaps(words: Words, now: Snapshot) -> list[Named]:
    """What some of the words name; of people those whose names are most like, if there are any."""
    like = people_like(words, now)
    return [*like, *(one for one in words.perhaps if not like or one.kind != "person")]


def with_fewer_words(words: Words, now: Snapshot) -> str | None:
    """The question without the words that find nothing together with the rest; nothing where that is no help.

    What names something stays first, then what is found oftenest; words for the record as a whole are no help.
    """
    if words.found or not 1 < len(words.clauses) <= MOST_LEFT_OUT_OF:
        return None
    having = {
        clause: words.having(clause) for clause in words.clauses if not is_said_of_all(clause, asking_and_doing())
    }
    kept, found = set(), None
    for clause in sorted(having, key=lambda one: (not one.named, -len(having[one]))):
        both = having[clause] if found is None else found & having[clause]
        if both:
            kept.add(clause)
            found = both
    fewer = " ".join(words.as_written(clause) for clause in words.clauses if clause in kept)
    return fewer if fewer and read_words(fewer, now).found else None
