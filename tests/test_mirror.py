"""A copy kept by `/changes.json` alone says what the record says: nothing skipped, nothing twice, nothing left."""

import pytest

from records.editing import log, steps
from records.models import Agreement, Change, Person
from records.search.index import Because, recording
from tests import forum
from tests.mirror import Mirror, ask, assert_is_copy, merge

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture(autouse=True)
def as_stored(world):
    """What a test before has changed in memory only is forgotten."""
    world.agreed.refresh_from_db()


def test_a_copy_follows_corrections_withdrawals_merges_and_moves(world, reader):
    mirror = Mirror(reader)
    assert_is_copy(mirror)
    with recording():
        world.agreed.note_en = "More."
        world.agreed.save()
        late = forum.edition(0, name_en="Night meeting")
    with recording():
        late.number = 12
        late.save()
    assert_is_copy(mirror)
    steps.withdraw(world.agreed, Because("Entered twice."))
    merge(Person.objects.get(slug="aliya-bekova"), Person.objects.get(slug="boris-lin"))
    assert_is_copy(mirror)


def test_a_change_is_given_once_with_the_whole_object_after_it(world, reader):
    last = log.newest_cursor()
    with recording(Because("A slip.")):
        world.agreed.title_en = "Water plan"
        world.agreed.save()
    found = ask(reader, last)
    (change,) = found["changes"]
    assert (change["act"], change["kind"], change["key"], change["version"]) == ("corrected", "agreement", "2.1", 2)
    assert change["differences"] == [{"path": ["title_en"], "before": "Point 2.1", "after": "Water plan"}]
    assert (change["object"]["title_en"], change["reason_en"]) == ("Water plan", "A slip.")
    assert ask(reader, found["next"]) == {"next": found["next"], "has_more": False, "changes": []}


def test_what_is_gone_has_no_object_and_says_where_it_went(world, reader):
    last = log.newest_cursor()
    merge(world.aliya, world.boris)
    gone = [change for change in ask(reader, last)["changes"] if change["object"] is None]
    assert [(c["act"], c["key"], c["into"]) for c in gone] == [("merged", "aliya-bekova", "boris-lin")]


def test_an_act_is_never_split(world):
    everything = list(Change.objects.since(0))
    found = log.since("0", most=3)
    assert len(everything) == len(list(found)) > 3  # the world was made in one act
    assert found.has_more is False


def test_a_long_log_is_given_in_parts_that_leave_nothing_out(world):
    for number in range(7):
        with recording():
            Agreement.objects.filter(pk=world.agreed.pk).update(title_en=f"Title {number}")
    cursor, seen, parts = "0", [], 0
    while True:
        found = log.since(cursor, most=2)
        seen += [change.pk for change in found]
        cursor, parts = found.next, parts + 1
        if not found.has_more:
            break
    assert (seen, parts) == (list(Change.objects.since(0).values_list("pk", flat=True)), 5)


@pytest.mark.parametrize("cursor", ["", "now", "-1", "1e3", "99999999", "5.zz", "٣", "1" * 40, "0x10"])
def test_a_senseless_cursor_gets_a_sentence(world, reader, cursor):
    answer = reader.get("/changes.json", {"since": cursor})
    assert (answer.status_code, "is not a cursor" in answer.json()["problems"][0]) == (400, True)


def test_a_cursor_of_a_history_that_was_undone_says_to_start_again(world, reader):
    cursor = int(log.newest_cursor().partition(".")[0])
    for lost in (f"{cursor}.0000abcd", f"{cursor + 5}.0000abcd"):
        answer = reader.get("/changes.json", {"since": lost})
        assert (answer.status_code, "start again from since=0" in answer.json()["problems"][0]) == (410, True)
    assert ask(reader, cursor)["changes"] == []


def test_since_goes_with_no_other_choice(world, reader):
    answer = reader.get("/changes.json?since=0&act=added")
    assert (answer.status_code, answer.json()["problems"]) == (
        400, ["With “since” everything after the cursor is given: leave “act” out."],
    )  # fmt: skip


def test_keeping_in_step_costs_one_query_when_nothing_happened(world, reader, django_assert_num_queries):
    address = f"/changes.json?since={log.newest_cursor()}"
    known = reader.get(address)["ETag"]
    with django_assert_num_queries(1):
        assert reader.get(address, headers={"if-none-match": known}).status_code == 304


def test_the_page_of_the_log_as_json_answers_the_same_question(world, reader):
    found = reader.get("/changes.json?of=agreement").json()
    assert (found["total"], found["page"], found["pages"]) == (1, 1, 1)
    assert [(change["kind"], change["key"]) for change in found["changes"]] == [("agreement", "2.1")]
    assert ask(reader, found["newest"])["changes"] == []
    assert reader.get("/changes.json?act=improved").status_code == 400
    assert reader.get("/changes.json?page=9").status_code == 404
