"""Whatever is written through the door, the index is what the records say; and nothing that is not public is in it."""

import pytest

from records.editing.versions import stale
from records.search.checking import differences
from tests.chance import long_seeds
from tests.random_forum import RandomEdits, RandomForum

pytestmark = pytest.mark.django_db


def check_random_edits(seed: int, times: int):
    """Edit a random forum; after each save the index must be what a fresh analysis makes of the records.

    At the end each current version must be what its record says.
    """
    edits = RandomEdits(RandomForum(seed, editions=3), seed)
    for _ in range(times):
        done = edits.some_acts()
        assert (list(differences()), done) == ([], done)
    assert stale() == []


@pytest.mark.parametrize("seed", range(1))
def test_after_any_edit_the_index_is_what_the_records_say(seed):
    check_random_edits(seed, 15)


@pytest.mark.parametrize("seed", long_seeds(1, 3))
def test_after_many_edits_the_index_is_what_the_records_say(seed):
    check_random_edits(seed, 50)
