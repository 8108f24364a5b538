"""What is written and then undone: the process that tried it believes what is stored, not what it saw."""

import pytest
from django.db import transaction

from records.search.index import recording
from records.search.snapshot import current
from tests import forum
from tests.forum import World
from tests.test_search_index import everything, save, total, version

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_change_that_is_undone_alters_no_count_in_the_process_that_tried_it():
    world = World()
    before = everything()

    def try_and_fail():
        with recording():
            forum.agreement(world.second, 10, world.china, topics=[world.water], title_en="Undone")
            save(world.aliya, name_en="Zarina Bekova", name_ru="", name_zh="")
            assert total() == before[0]
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        try_and_fail()
    assert (everything(), total("undone"), current().number) == (before, 0, version())


def test_a_version_number_given_twice_is_not_taken_for_the_same():
    """A change seen and then undone, as after a restore, and another under the same number."""
    world = World()
    with transaction.atomic():
        with recording():
            forum.agreement(world.second, 10, world.china, title_en="Undone")
        seen, number = total("undone"), version()
        transaction.set_rollback(True)
    with recording():
        forum.agreement(world.second, 10, world.china, title_en="Instead")
    assert (seen, version()) == (1, number)
    assert (total("undone"), total("instead")) == (0, 1)
