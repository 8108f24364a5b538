"""Answers out of memory: the same words as made anew, and never a moment too old."""

from contextlib import suppress
from datetime import timedelta
from unittest import mock

import pytest
from django.core.cache import caches
from django.utils import timezone

from records import caching
from records.editing import steps
from records.models import Agreement, Edition
from records.search.index import Because, recording
from tests.reading import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world", "memory")]
LIST, RECORD = "/en/agreements/?country=kz", "/en/agreements/2.1/"


@pytest.fixture
def memory(settings):
    """What a process keeps of its answers outside of tests."""
    kept = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "kept answers"}
    settings.CACHES = settings.CACHES | {"answers": kept}
    yield caches["answers"]
    caches["answers"].clear()


def told(answer):
    """Everything that reaches the reader, but the number of the request."""
    headers = {name: value for name, value in answer.items() if name != "X-Request-ID"}
    return answer.status_code, answer.content, headers


@pytest.mark.parametrize(
    "address", ["/en/", "/ru/agreements/", LIST, RECORD, "/agreements.json", "/en/agreements.atom"]
)
def test_an_answer_out_of_memory_is_the_same_at_one_query(reader, django_assert_num_queries, address):
    first = told(reader.get(address))
    with django_assert_num_queries(1):
        assert told(reader.get(address)) == first


def test_who_has_the_answer_already_is_told_so(reader):
    known = reader.get(LIST)["ETag"]
    again = reader.get(LIST, headers={"if-none-match": known})
    assert (again.status_code, again.content) == (304, b"")


def test_a_publication_is_seen_at_the_next_request(reader):
    assert "Hidden agreement" not in words(reader.get("/en/agreements/"))
    with recording():
        Agreement.objects.filter(reference="2.2").publish()
    assert "Hidden agreement" in words(reader.get("/en/agreements/"))


def test_what_is_taken_back_is_gone_at_the_next_request(reader, world):
    assert reader.get(RECORD).status_code == 200
    steps.withdraw(world.agreed, Because("Entered twice."))
    assert (reader.get(RECORD).status_code, "2.1" in words(reader.get("/en/agreements/"))) == (410, False)


def test_what_is_due_is_published_by_the_first_request_after_its_moment(reader):
    moment = timezone.now() + timedelta(hours=1)
    with recording():
        Edition.objects.filter(number=3).update(publish_at=moment)
    assert "2 editions" in words(reader.get("/en/"), "main")
    with mock.patch("django.utils.timezone.now", return_value=moment + timedelta(seconds=1)):
        assert "3 editions" in words(reader.get("/en/"), "main")


def test_a_change_that_is_undone_leaves_the_answer_as_it_was(reader):
    before = reader.get("/en/agreements/").content
    with suppress(ZeroDivisionError), recording():
        Agreement.objects.filter(reference="2.2").publish()
        reader.get("/en/agreements/")
        raise ZeroDivisionError
    assert reader.get("/en/agreements/").content == before


def test_each_question_and_each_language_has_its_own_answer(reader):
    addresses = ("/en/agreements/", "/ru/agreements/", "/zh-hans/agreements/", LIST, "/en/agreements/?country=cn")
    first = [reader.get(address).content for address in addresses]
    assert [reader.get(address).content for address in addresses] == first
    assert len(set(first)) == len(addresses)


@pytest.mark.parametrize("address", ["/en/editions/99/", "/en/agreements/?country=zz", "/en/report/agreement/2.1/"])
def test_what_is_not_for_everybody_is_not_kept(reader, memory, address):
    with mock.patch.object(type(memory), "set", side_effect=AssertionError):
        assert reader.get(address).status_code in (200, 400, 404)


def test_what_is_sent_while_it_is_written_is_not_kept_nor_what_is_very_long(reader, memory):
    with mock.patch.object(type(memory), "set", side_effect=AssertionError):
        with mock.patch("records.api.streams.WHOLE", 10):
            assert reader.get("/agreements.csv").streaming
        with mock.patch.object(caching, "LONGEST_KEPT", 100):
            assert reader.get(RECORD).status_code == 200


def test_asking_only_for_the_head_keeps_nothing_that_a_reader_would_get(reader):
    reader.head(RECORD)
    assert "Parties" in words(reader.get(RECORD))


def test_a_new_build_of_the_site_answers_anew(reader):
    reader.get(RECORD)
    with mock.patch.object(caching, "build", return_value="another"), mock.patch.object(caching, "remembered") as asked:
        asked.return_value = None
        reader.get(RECORD)
    assert asked.call_count == 1
