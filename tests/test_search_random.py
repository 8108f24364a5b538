"""Random questions about random records: every key, every total and every count equal those of a plain scan."""

from math import ceil

import pytest
from django.utils.translation import override

from records.models import Topic
from records.search.documents import KINDS
from records.search.query import PAGE_SIZE, answer, search
from tests.random_forum import CODES, EVERYWHERE, FACETS, SORTS, RandomForum, RandomQuestions
from tests.random_forum import KINDS as BODY_KINDS
from tests.scan import Scan

pytestmark = pytest.mark.django_db
QUESTIONS = 500
on_both_databases = pytest.mark.parametrize(
    "seed",
    [
        *(pytest.param(seed, marks=pytest.mark.long, id=f"{seed}") for seed in range(2, 12)),
        *(pytest.param(seed, marks=pytest.mark.postgresql, id=f"{seed} on PostgreSQL") for seed in range(2, 12)),
    ],
)


def questions_about(scan: Scan, seed: int) -> RandomQuestions:
    """A source of questions with every value that any record has, public or not, and some that none has."""
    having = {name: sorted({v for row in scan.rows for v in row.choices.get(name, ())}) for name in EVERYWHERE}
    choices = having | {
        "country": [*(code.lower() for code in CODES), "jp"],
        "topic": sorted(Topic.objects.values_list("slug", flat=True)),
        "year": ["2012", "2013", "2019", "undated", "1999"],
        "format": ["online", "hybrid", "in_person"],
        "kind": [*BODY_KINDS, "consensus", "initiative", "memorandum"],
        "organization_kind": BODY_KINDS,
        "language": ["en", "ru", "zh", "kk"],
        "edition": [*having["edition"], "99"],
    }
    return RandomQuestions(seed, choices, [" ".join(words) for words, _named in scan.names])


def pages_of(kind: str, question, facets) -> list[int]:
    """All keys of the answer, page after page; asserts what every page says of the whole."""
    first = answer(KINDS[kind], question, facets)
    keys = []
    for page in range(1, ceil(first.total / PAGE_SIZE) + 1):
        asked = type(question)(question.choices, question.words, question.sort, page, question.all_of)
        keys += answer(KINDS[kind], asked).keys
    return keys


def check_one_list(scan: Scan, questions: RandomQuestions):
    """Ask one question of one list, and look at the whole answer."""
    kind = questions.random.choice(list(FACETS))
    question = questions.about(FACETS[kind], SORTS.get(kind, ["newest", "oldest"]))
    keys, counts = scan.ask(kind, question, FACETS[kind])
    found = answer(KINDS[kind], question, FACETS[kind])
    start = (question.page - 1) * PAGE_SIZE
    expected = (len(keys), keys[start : start + PAGE_SIZE], counts)
    assert (found.total, found.keys, found.counts) == expected, (kind, question)
    assert pages_of(kind, question, ()) == keys, (kind, question)


def check_everything(scan: Scan, questions: RandomQuestions):
    """Ask one question of all kinds at once."""
    question = questions.about(EVERYWHERE, ["newest", "oldest"])
    groups, counts = scan.ask_everything(question, EVERYWHERE)
    found = search(question, EVERYWHERE)
    first, size = ((question.page - 1) * PAGE_SIZE, PAGE_SIZE) if len(question.choices.get("is", ())) == 1 else (0, 5)
    expected = {kind: (len(keys), keys[first : first + size]) for kind, keys in groups.items()}
    assert (found.total, found.groups, found.counts) == (
        sum(map(len, groups.values())), expected, counts,
    ), question  # fmt: skip


def check_random_questions(seed: int, most: int):
    """Ask so many questions of one random forum, in one language: four of a list for each one of everything."""
    RandomForum(seed)
    language = ["en", "ru"][seed % 2]
    scan = Scan(f"sort_{language}")
    questions = questions_about(scan, seed)
    with override(language):
        for number in range(most):
            (check_everything if number % 5 == 0 else check_one_list)(scan, questions)


def test_random_questions_are_answered_as_by_looking_at_every_record():
    check_random_questions(1, QUESTIONS)


@on_both_databases
def test_ten_thousand_random_questions_are_answered_as_by_looking_at_every_record(seed):
    check_random_questions(seed, 1000)
