"""Many writers at once, on a database of their own: nothing is lost, nothing is stale, and nobody waits forever."""

import select
import sys
from random import Random
from time import sleep

import pytest
from django.db import OperationalError

from records.models import Agreement, Country, Edition, Topic
from records.search.checking import differences
from records.search.index import recording
from records.search.query import Question, answer
from tests import forum
from tests.forum import World
from tests.processes import said_by

WRITERS, WRITES = 4, 250
on_both_databases = pytest.mark.parametrize(
    "database",
    [pytest.param("SQLite", marks=pytest.mark.long), pytest.param("PostgreSQL", marks=pytest.mark.postgresql)],
)

pytestmark = pytest.mark.django_db(transaction=True)


def write_many(writer: str):
    """Make an agreement, then change its words, topics and state twice, again and again."""
    random, first = Random(writer), int(writer) * 1000
    for number in range(WRITES):
        patiently(make_one if number % 3 == 0 else change_one, random, first + number - number % 3)


def make_one(random: Random, number: int):
    """A new agreement of the second edition, with this running number."""
    party, topic = random.choice(Country.objects.order_by("pk")), random.choice(Topic.objects.order_by("pk"))
    forum.agreement(Edition.objects.get(number=2), number, party, topics=[topic])


def change_one(random: Random, number: int):
    """The agreement with this running number has other words, another topic and perhaps another state."""
    made = Agreement.objects.get(edition__number=2, number=number)
    made.title_en, made.state = f"By {number} water", random.choice(["published", "withdrawn"])
    made.save()
    made.topics.set([random.choice(Topic.objects.order_by("pk"))])


def patiently(act, *given):
    """Write, and breathe; SQLite lets writers in as it likes, so one that waited too long tries again."""
    while True:
        try:
            with recording():
                act(*given)
            return sleep(0.005)
        except OperationalError as busy:
            if "locked" not in str(busy):
                raise


def keep_asking():
    """Ask for everything until told to stop, then print what this process believes."""
    while not select.select([sys.stdin], [], [], 0)[0]:
        everything()
        sleep(0.25)
    print(everything())


def believe():
    """Print what a process that has just begun believes."""
    print(everything())


def everything() -> str:
    """All that a list says of all agreements."""
    found = [answer(Agreement, Question(words=words), ("country", "topic"), 10_000) for words in ("", "water", "by")]
    return repr([(one.total, one.keys, sorted((n, sorted(c.items())) for n, c in one.counts.items())) for one in found])


def save_crossing(first: str, second: str):
    """Save two agreements in the given order, many times."""
    for number in range(40):
        for_all = [(key, f"{first} {number}") for key in (first, second)]
        patiently(lambda pairs: [rename(*pair) for pair in pairs], for_all)


def rename(key: str, title: str):
    """Give an agreement another title."""
    made = Agreement.objects.get(pk=key)
    made.title_en = title
    made.save()


@on_both_databases
def test_a_thousand_writes_of_four_processes_lose_nothing_and_leave_nothing_stale(process, database):
    World()
    reader = process(keep_asking)
    writers = [process(write_many, writer) for writer in range(1, WRITERS + 1)]
    for writer in writers:
        said_by(writer)
    reader.stdin.write("stop\n")
    assert said_by(reader) == said_by(process(believe)) == everything()
    made = Agreement.objects.filter(number__gte=1000)
    assert (made.count(), list(differences())) == (WRITERS * len(range(0, WRITES, 3)), [])


@on_both_databases
def test_two_editors_who_save_crossing_records_both_come_through(process, database):
    world = World()
    with recording():
        other = forum.agreement(world.second, 10, world.china)
    editors = [process(save_crossing, world.agreed.pk, other.pk), process(save_crossing, other.pk, world.agreed.pk)]
    for editor in editors:
        said_by(editor)
    assert list(differences()) == []
