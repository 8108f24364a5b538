"""Rows of lists that are kept with their version: read and printed once, and never a moment or a language too long."""

import pytest

from records.editing.previewing import as_if_published, make_link
from records.models import Agreement, publication
from records.search import vocabulary as spoken
from records.search.index import recording
from records.search.snapshot import moment
from records.search.vocabulary import vocabulary
from tests import forum
from tests.reading import words
from tests.staff import member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
LIST = "/en/agreements/"


def listed(world, times=1):
    """The rows of a list, asked for as often."""
    return [Agreement.objects.listed([world.agreed.pk], vocabulary())[0] for _ in range(times)]


def test_a_list_asked_for_again_reads_no_row(reader, django_assert_num_queries):
    first = reader.get(LIST)
    with django_assert_num_queries(2):  # the version, and which records come in which order
        assert reader.get(LIST).content == first.content


def test_a_row_is_kept_as_long_as_nothing_public_changes(world):
    first, again = listed(world, 2)
    assert first is again
    with recording():
        forum.cite(forum.source("later"), agreement=world.agreed)
    assert listed(world)[0] is not first


def test_a_renamed_topic_has_its_new_name_in_every_row(reader, world):
    reader.get(LIST)
    with recording():
        world.water.name_en = "Rivers and lakes"
        world.water.save()
    assert "Rivers and lakes" in words(reader.get(LIST))


def test_a_new_source_is_cited_at_the_next_request(reader, world):
    reader.get(LIST)
    with recording():
        forum.cite(forum.source("later", title_en="A later report"), agreement=world.agreed)
    assert "A later report" in words(reader.get(LIST))


def test_a_row_is_printed_in_each_language_by_itself(reader):
    pages = [reader.get(f"/{language}/agreements/") for language in ("en", "ru", "zh-hans", "en")]
    found = [str(page.content, "utf-8").count('href="/ru/agreements/2.1/"') for page in pages]
    assert [found[0] == found[3], found[0] < found[1] > found[2]] == [True, True]


def test_what_was_asked_for_is_marked_in_a_row_that_was_printed_without(reader):
    plain = reader.get(LIST)
    marked = str(reader.get(f"{LIST}?q=water").content, "utf-8")
    assert "<mark>" in marked
    assert reader.get(LIST).content == plain.content


def test_a_row_is_printed_for_each_question_by_itself(reader):
    asked = ("water", "kazakhstan", "water")
    pages = [reader.get(LIST, {"q": word}).content.decode().split('class="plain provisions"')[1] for word in asked]
    assert (pages[0] == pages[2], "<mark>Kazakhstan</mark>" in pages[1]) == (True, True)
    assert "<mark>Kazakhstan</mark>" not in pages[0]


def test_a_row_that_many_words_find_forgets_the_first_of_them(world):
    [row] = listed(world)
    for number in range(100):
        row.once(f"for {number}", lambda: "printed")
    assert (len(row.printed) <= publication.MOST_PARTS, row.once("for 99", lambda: "again")) == (True, "printed")


def test_no_more_rows_are_kept_than_there_is_room_for(world, monkeypatch):
    monkeypatch.setattr(spoken, "MOST_ROWS", 1)
    with recording():
        keys = [world.agreed.pk, forum.agreement(world.second, 3, world.china).pk]
    known = vocabulary()
    rows = [Agreement.objects.listed([key], known)[0].pk for key in keys]
    assert (rows, list(known.kept(Agreement))) == (keys, keys[1:])


def test_a_row_that_only_a_preview_shows_is_not_kept(world):
    hidden, link = world.hidden_agreement, make_link(world.draft, member(is_superuser=True))
    with moment():
        known = vocabulary()
        with as_if_published(link):
            assert Agreement.objects.listed([hidden.pk], vocabulary()) == [hidden]
        assert (vocabulary() is known, hidden.pk in known.kept(Agreement)) == (True, False)
