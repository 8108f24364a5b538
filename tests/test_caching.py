"""Conditional answers: an unchanged page is not made again, and a changed one is never kept back."""

from datetime import timedelta
from unittest import mock

import pytest
from django.utils import timezone

from records import caching
from records.models import Agreement, Edition
from records.models.publication import State
from records.search.index import recording
from tests import forum
from tests.reading import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
ADDRESS = "/en/editions/2/"


def tag(reader, address=ADDRESS):
    return reader.get(address)["ETag"]


def test_an_unchanged_page_is_304_at_one_query(reader, django_assert_num_queries):
    known = tag(reader)
    with django_assert_num_queries(1):
        answer = reader.get(ADDRESS, headers={"if-none-match": known})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", known)


def test_a_publication_is_seen_at_the_next_request(reader, world):
    known = tag(reader, "/en/agreements/")
    with recording():
        Agreement.objects.filter(reference="2.2").publish()
    answer = reader.get("/en/agreements/", headers={"if-none-match": known})
    assert (answer.status_code, "Hidden agreement" in words(answer)) == (200, True)


def test_saving_a_draft_changes_no_answer(reader, world):
    known = tag(reader)
    with recording():
        world.draft.theme_en = "Another hidden theme"
        world.draft.save()
        forum.agreement(world.draft, 7, world.china, state=State.DRAFT)
    assert tag(reader) == known


def test_a_change_that_is_in_no_index_changes_the_answer_too(reader, world):
    known = tag(reader)
    with recording():
        reading = world.second.disputes.get().readings.first()
        reading.value_en = "2014-09-01/2014-09-04"
        reading.save()
    assert tag(reader) != known


def test_deleting_a_child_changes_the_answer(reader, world):
    known = tag(reader)
    with recording():
        world.second.disputes.get().delete()
    assert tag(reader) != known


def test_each_address_and_language_has_its_own_tag(reader):
    tags = {tag(reader, address) for address in (ADDRESS, "/ru/editions/2/", "/en/editions/1/", f"{ADDRESS}?utm_x=1")}
    assert len(tags) == 4


def test_another_build_of_the_site_makes_another_tag(reader):
    known = tag(reader)
    with mock.patch.object(caching, "build", return_value="another"):
        assert reader.get(ADDRESS, headers={"if-none-match": known}).status_code == 200


def test_another_year_makes_another_tag_because_the_ribbon_grows(reader):
    known = tag(reader, "/en/")
    with mock.patch("records.caching.timezone.localdate", return_value=timezone.localdate() + timedelta(days=400)):
        assert tag(reader, "/en/") != known


def test_what_is_due_is_published_by_the_first_request_after_its_moment(reader, world):
    moment = timezone.now() + timedelta(hours=1)
    with recording():
        Edition.objects.filter(number=3).update(publish_at=moment)
    assert reader.get("/en/editions/3/").status_code == 404
    with mock.patch("django.utils.timezone.now", return_value=moment + timedelta(seconds=1)):
        assert "3 editions" in words(reader.get("/en/"), "main")
    assert reader.get("/en/editions/3/").status_code == 200


def test_no_answer_to_the_public_reads_the_session_or_sets_a_cookie(reader):
    reader.cookies["sessionid"] = "anything"
    for address in ("/en/", ADDRESS, "/en/agreements/?country=kz", "/suggest.json?q=ka"):
        with mock.patch("django.contrib.sessions.backends.db.SessionStore.load", side_effect=AssertionError):
            answer = reader.get(address)
        assert (answer.status_code, answer.cookies.output(), "Cookie" in answer["Vary"]) == (200, "", False)


@pytest.mark.parametrize("address", ["/en/editions/99/", "/en/agreements/?country=zz"])
def test_what_is_not_found_or_senseless_is_not_kept(reader, address):
    assert "ETag" not in reader.get(address).headers
