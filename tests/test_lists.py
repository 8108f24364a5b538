"""The lists: what a choice means, and what becomes of a question that makes no sense."""

import pytest

from records.models import Delegation
from records.models.publication import State
from records.search.index import recording
from tests import forum
from tests.reading import headings, links, tree, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def rows(reader, address):
    """The identifiers of the agreements that a list shows."""
    return [li.get("id") for li in tree(reader.get(address)).iter("li") if (li.get("id") or "").startswith("agree")]


def test_a_country_of_an_agreement_is_a_party_to_it(reader):
    assert rows(reader, "/en/agreements/?country=kz") == ["agreement-2.1"]


def test_a_country_is_also_found_through_an_organisation_of_it(reader, world):
    with recording():
        fund = forum.organization("fund-kz", country=forum.country("UZ"), kind="fund")
        forum.agreement(world.second, 9, fund)
    assert rows(reader, "/en/agreements/?country=uz") == ["agreement-2.9"]


def test_a_broader_topic_takes_in_the_narrower_ones(reader):
    assert rows(reader, "/en/agreements/?topic=economy") == ["agreement-2.1"]


def test_several_values_of_one_choice_mean_any_of_them(reader, world):
    with recording():
        forum.agreement(world.first, 1, world.china, kind="contract")
    assert rows(reader, "/en/agreements/?kind=contract&kind=consensus") == ["agreement-2.1", "agreement-1.1"]


def test_two_choices_mean_both(reader):
    assert rows(reader, "/en/agreements/?country=kz&year=2012") == []


def test_references_sort_as_numbers(reader, world):
    with recording():
        for number in (10, 9):
            forum.agreement(world.second, number, world.china)
    assert rows(reader, "/en/agreements/") == ["agreement-2.10", "agreement-2.9", "agreement-2.1"]
    assert rows(reader, "/en/agreements/?sort=oldest") == ["agreement-2.1", "agreement-2.9", "agreement-2.10"]


def test_words_are_found_in_any_letter_case_and_language(reader):
    assert rows(reader, "/ru/agreements/?q=ВОДНЫЙ") == ["agreement-2.1"]
    assert rows(reader, "/ru/agreements/?q=водный СОВМЕСТНЫЙ") == ["agreement-2.1"]


def test_a_country_of_an_edition_came_or_hosted(reader, world):
    assert headings(reader.get("/en/editions/?country=cn"), "th")[7:] == ["Edition 2"]
    with recording():
        Delegation.objects.filter(country=world.kazakhstan).delete()
    assert headings(reader.get("/en/editions/?country=kz"), "th")[7:] == ["Edition 2"]


def test_undated_is_a_year(reader):
    with recording():
        forum.edition(9)
    assert headings(reader.get("/en/editions/?year=undated"), "th")[7:] == ["Edition 9"]


def test_the_country_of_a_statement_is_that_of_the_speakers_delegation(reader):
    assert headings(reader.get("/en/statements/?country=kz")) == ["Aliya Bekova Edition 2, 2014"]
    assert headings(reader.get("/en/statements/?country=cn")) == []


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("country=XX", "Country: “xx” is not in the record."),
        ("country=kz&country=zz", "Country: “zz” is not in the record."),
        ("year=20xx", "Year: “20xx” is not in the record."),
        ("sort=random", "Order: The list cannot be sorted by “random”."),
        ("page=two", "Page: A page number is a whole number from 1."),
        ("page=0", "Page: A page number is a whole number from 1."),
        ("page=99999999999", "Page: There is no page with a number this high."),
        ("countri=kz", "This list has no filter “countri”; perhaps “country” was meant."),
        ("q=%00", "Words: The words contain a character that cannot be searched for."),
        ("q=" + "x" * 1001, "Words: Please search for at most 1000 characters."),
    ],
)
def test_a_question_that_makes_no_sense_gets_a_sentence_and_no_rows(reader, question, sentence):
    response = reader.get(f"/en/agreements/?{question}")
    assert response.status_code == 400
    assert sentence in words(response)
    assert headings(response) == []


def test_more_values_than_anybody_chooses_are_refused(reader):
    response = reader.get("/en/agreements/?" + "&".join(f"edition=e{number}" for number in range(201)))
    assert (response.status_code, "At most 200 values" in words(response)) == (400, True)


def test_a_page_past_the_end_says_where_the_list_ends(reader):
    response = reader.get("/en/agreements/?page=7")
    assert response.status_code == 404
    assert "There is no page 7: the list ends with page 1." in words(response)


def test_marks_that_others_hang_on_addresses_are_ignored(reader):
    assert rows(reader, "/en/agreements/?utm_source=letter&fbclid=1") == ["agreement-2.1"]


def test_a_long_list_has_pages_that_keep_the_question(reader, world):
    with recording():
        for number in range(10, 40):
            forum.agreement(world.second, number, world.china)
    first = reader.get("/en/agreements/?country=cn")
    assert len(headings(first)) == 25
    assert "?country=cn&page=2" in links(first)
    assert len(headings(reader.get("/en/agreements/?country=cn&page=2"))) == 6


def test_each_choice_can_be_undone(reader):
    shown = links(reader.get("/en/agreements/?country=kz&topic=water"))
    assert "?topic=water" in shown
    assert "?country=kz" in shown


def test_a_list_with_more_than_two_choices_is_not_for_crawlers(reader):
    def robots(question):
        page = tree(reader.get(f"/en/agreements/?{question}"))
        return [meta.get("content") for meta in page.iter("meta") if meta.get("name") == "robots"]

    assert robots("country=kz&topic=water") == []
    assert robots("country=kz&topic=water&year=2014") == ["noindex"]


def test_a_withdrawn_agreement_leaves_every_list(reader, world):
    with recording():
        world.agreed.state = State.WITHDRAWN
        world.agreed.save()
    assert rows(reader, "/en/agreements/") == []
    assert reader.get("/en/agreements/2.1/").status_code == 410
    world.agreed.state = State.PUBLISHED
