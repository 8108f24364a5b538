"""While several processes write, a reader who follows the cursor skips nothing and gets nothing twice."""

import json
import select
import sys
from time import sleep

import pytest

from records.editing import log
from records.models import Agreement, Change, Edition
from tests import forum
from tests.forum import World
from tests.processes import said_by
from tests.test_search_concurrency import on_both_databases, patiently

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, WRITES = 3, 24


def write_many(writer: str):
    """Make agreements and change them, again and again."""
    for number in range(WRITES):
        patiently(make_or_change, int(writer) * 1000 + number // 2)


def make_or_change(number: int):
    """An agreement of the second edition with this running number: a new one, or the same with another title."""
    made = Agreement.objects.filter(edition__number=2, number=number).first()
    if made:
        made.title_en = "Changed"
        made.save()
    else:
        forum.agreement(Edition.objects.get(number=2), number)


def follow():
    """Follow the cursor until told to stop, then print the number of every change that was seen, in order."""
    cursor, seen, is_told = "0", [], False
    while True:
        found = log.since(cursor, most=2)
        seen += [change.pk for change in found]
        cursor = found.next
        if is_told and not found.has_more:
            break
        is_told = is_told or bool(select.select([sys.stdin], [], [], 0)[0])
        sleep(0.002)
    print(json.dumps(seen))


@on_both_databases
def test_a_reader_who_follows_the_cursor_while_others_write_sees_every_change_once(process, database):
    World()
    reader = process(follow)
    for writer in [process(write_many, writer) for writer in range(1, WRITERS + 1)]:
        said_by(writer)
    reader.stdin.write("stop\n")
    seen = json.loads(said_by(reader))
    assert seen == list(Change.objects.since(0).values_list("pk", flat=True))
    assert len(seen) > WRITERS * WRITES
