"""What becomes of a question between address and page: bad ones, odd ones, what is folded and what is marked."""

import re

import pytest

from records.filters import Choice, Facet, printable
from records.search.index import recording
from tests.reading import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
@pytest.mark.parametrize("address", ["/en/", "/ru/agreements/", "/en/agreements/2.1/"])
def test_a_page_can_only_be_read(reader, method, address):
    answer = getattr(reader, method)(address)
    assert (answer.status_code, answer.headers["Allow"], answer.cookies) == (405, "GET, HEAD, OPTIONS", {})


@pytest.mark.parametrize("address", ["/sitemap.xml", "/llms.txt", "/robots.txt", "/en/agreements.atom", "/en/"])
def test_whoever_asks_what_can_be_done_hears_the_same_as_who_tries(reader, address):
    asked, tried = reader.options(address), reader.post(address)
    assert (asked.status_code in (200, 204), tried.status_code) == (True, 405)
    assert {asked["Allow"], tried["Allow"]} == {"GET, HEAD, OPTIONS"}


def test_a_report_can_still_be_sent(reader):
    assert reader.post("/en/report/agreement/2.1/").status_code == 400


def test_what_is_unknown_is_refused_where_names_are_offered_too(reader):
    answer = reader.get("/suggest.json?q=wa&foo=1")
    assert (answer.status_code, answer.json()["problems"]) == (400, ["There is no “foo” to ask for here."])
    assert reader.get("/suggest.json?q=wa&language=ru&utm_source=x").status_code == 200


def test_of_many_unknown_filters_the_first_are_named_and_the_rest_counted(reader):
    answer = reader.get("/agreements.json?" + "&".join(f"x{number}=1" for number in range(900)))
    said = answer.json()["problems"]
    assert (len(said), said[0][:33], said[-1]) == (6, "This list has no filter “x0”.", "And 895 unknown filters more.")


@pytest.mark.parametrize(
    ("written", "printed"), [("a\0b", "a\ufffdb"), ("a\x1bb", "a\ufffdb"), ("a\u202eb", "ab"), ("O‘z 农业", "O‘z 农业")]
)
def test_what_cannot_be_printed_is_not(reader, written, printed):
    assert printable(written) == printed
    page = reader.get("/en/agreements/", {"q": written, "nothing": written}).content.decode()
    assert (printed in page, written in page) == (True, written == printed)


def test_the_sentence_that_says_what_is_wrong_comes_before_the_filters(reader):
    said = words(reader.get("/en/agreements/?country=zz"), "main")
    assert said.index("cannot be answered") < said.index("Filters")


def test_of_many_topics_the_broadest_are_in_sight_and_the_others_folded_under_their_names():
    made = [Choice(f"t{i}", f"Topic {i}", i == 4, depth=i % 2) for i in range(14)]
    facet = Facet("topic", "Topic", made)
    assert [choice.code for choice in facet.in_sight] == ["t0", "t2", "t4", "t6", "t8", "t10", "t12"]
    assert facet.folded[0] == ("Topic 0", [made[1]])
    assert (len(facet.folded), facet.is_unfolded) == (7, False)
    assert Facet("topic", "Topic", made[:12]).folded == []


def test_a_mark_leaves_out_the_quotation_mark_before_it(reader, world):
    with recording():
        world.agreed.text_en = "They spoke of ‘water’ and 'water'."
        world.agreed.save()
    assert "‘<mark>water</mark>’" in reader.get("/en/agreements/?q=water").content.decode()


def test_a_number_in_russian_is_not_parted_from_its_ending(reader, world):
    with recording():
        world.agreed.title_ru = "План 7-я"
        world.agreed.save()
    assert "7\u2060-\u2060я" in reader.get("/ru/agreements/").content.decode()


def test_the_name_of_a_reason_is_escaped_once(reader, world):
    with recording():
        world.economy.name_en = "Traders' economy"
        world.economy.save()
    page = reader.get("/en/agreements/", {"q": "экономика"}).content.decode()
    assert ("Topic: <mark>Traders&#39; economy</mark>" in page, "&amp;#39;" in page) == (True, False)


def test_where_a_filter_is_unknown_the_same_question_is_offered_without_it(reader):
    page = reader.get("/en/agreements/?q=water&colour=blue").content.decode()
    assert '<a href="?q=water">Ask the same without unknown filters</a>' in page
    assert "Ask the same" not in reader.get("/en/agreements/?colour=blue").content.decode()
    assert "Ask the same" not in reader.get("/en/agreements/?country=xx&colour=blue").content.decode()


def test_the_order_says_that_the_best_match_comes_first_where_words_are_asked_for(reader):
    pages = [reader.get(address).content.decode() for address in ("/en/agreements/", "/en/agreements/?q=water")]
    assert [re.findall('<option value="newest".*?>(.*?)<', page) for page in pages] == [
        ["newest first"], ["best match, then newest"],
    ]  # fmt: skip


def test_a_topic_that_is_named_comes_before_one_that_only_speaks_of_it(reader, world):
    with recording():
        world.economy.scope_en = "Trade, and who shares the water."
        world.economy.save()
    found = reader.get("/topics.json", {"q": "water"}).json()["records"]
    assert [one["id"] for one in found] == ["water", "economy"]
    page = reader.get("/en/topics/", {"q": "water"}).content.decode()
    assert 0 < page.index('class="depth-0"><a href="/en/topics/water/"') < page.index('"><a href="/en/topics/economy/"')
