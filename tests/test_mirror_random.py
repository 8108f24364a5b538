"""A copy kept through five hundred random edits, merges and withdrawals equals the record; on an empty database."""

from contextlib import suppress
from random import Random

import pytest
from django.db import IntegrityError

from records.editing import steps
from records.models import Agreement, Change, Edition, Forum, Person
from records.search.index import Because, recording
from tests.chance import long_seeds
from tests.mirror import Mirror, assert_is_copy, merge
from tests.random_forum import RandomEdits, RandomForum

pytestmark = pytest.mark.django_db
EDITS = 500


def merge_some(random: Random):
    """Two people turn out to be one."""
    people = list(Person.objects.order_by("pk"))
    if len(people) > 5:
        with suppress(IntegrityError):
            merge(*random.sample(people, 2))


def withdraw_some(random: Random):
    """An edition or an agreement is taken out of the public."""
    model = random.choice([Edition, Agreement])
    if public := list(model.objects.published().order_by("pk")):
        steps.withdraw(random.choice(public), Because("So it goes."))


@pytest.mark.parametrize("seed", long_seeds(11, 1))
def test_a_copy_through_five_hundred_random_edits_equals_the_record(reader, seed):
    with recording():
        Forum.objects.create(title_en="Lake Forum")
    made, random = RandomForum(seed, editions=8), Random(seed)
    edits, mirror = RandomEdits(made, seed), Mirror(reader)
    acts = [edits.some_acts] * 8 + [lambda: merge_some(random), lambda: withdraw_some(random)]
    for _number in range(EDITS):
        random.choice(acts)()
        if random.random() < 0.1:
            mirror.catch_up()
    assert_is_copy(mirror)
    assert {"merged", "withdrawn", "corrected", "added", "removed"} <= set(Change.objects.values_list("act", flat=True))
