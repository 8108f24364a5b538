"""The pages of the records, as a visitor reads them."""

from unittest import mock

import pytest
from django.db import OperationalError

from records.models import Amount, Gap, Member, Party
from records.search.index import recording
from tests import forum
from tests.reading import links, tree, walk, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def test_every_page_that_is_linked_to_answers(reader):
    answers = {address: response.status_code for address, response in walk(reader) if response.status_code != 200}
    assert answers == {"/en/editions/latest/": 302} or answers == {}


def test_the_bare_address_goes_to_the_visitors_language(reader):
    answer = reader.get("/", headers={"accept-language": "zh-CN,zh;q=0.9"})
    assert (answer.status_code, answer["Location"]) == (302, "/zh-hans/")


def test_the_latest_edition_has_an_address_of_its_own(reader):
    assert reader.get("/ru/editions/latest/")["Location"] == "/ru/editions/2/"


def test_an_end_that_is_not_reported_is_not_one_day(reader):
    with recording():
        forum.edition(7, "2019-10-17", "2019-10-17")
    assert "7 May 2012 the end is not reported" in words(reader.get("/en/editions/1/"))
    assert "17 October 2019 (one day)" in words(reader.get("/en/editions/7/"))


def test_sources_that_disagree_are_each_heard(reader):
    page = words(reader.get("/en/editions/2/"))
    assert "Sources disagree: dates" in page
    assert "1–3 September 2014" in page
    assert "2 September 2014" in page


def test_a_source_is_numbered_where_it_first_appears(reader):
    page = tree(reader.get("/en/editions/2/"))
    listed = ["".join(li.itertext()).split(".")[0].strip() for li in page.find(".//aside").iter("li") if li.get("id")]
    assert listed == ["Report herald-1", "Report gazette-1"]


def test_looked_for_and_not_looked_for_are_told_apart(reader):
    page = words(reader.get("/en/editions/1/"), "aside")
    assert "Theme looked for, not found" in page
    assert "Organisers not recorded; nobody is known to have looked" in page


def test_outcomes_that_were_looked_for_are_said_to_be_none(reader, world):
    assert "Looked for; no outcome was found." not in words(reader.get("/en/editions/1/"))
    with recording():
        world.first.agreements_looked_for = True
        world.first.save()
    assert "Looked for; no outcome was found." in words(reader.get("/en/editions/1/"))


def test_a_head_with_an_office_and_no_name_reads_naturally(reader, world):
    with recording():
        delegation = world.second.delegations.get(country=world.china)
        delegation.head_title_en = "Envoy of China"
        delegation.save()
    page = words(reader.get("/en/editions/2/delegations/cn/"))
    assert "Most senior representative reported name not reported Envoy of China" in page


def test_led_is_said_only_where_a_source_says_so(reader, world):
    assert "Led by" not in words(reader.get("/en/editions/2/delegations/kz/"))
    with recording():
        world.delegation.head_basis = "reported"
        world.delegation.save()
    assert "Led by Aliya Bekova Minister of Water" in words(reader.get("/en/editions/2/delegations/kz/"))


def test_a_person_has_every_office_by_whose_account(reader, world):
    with recording():
        Member.objects.create(delegation=world.delegation, person=world.boris, title_en="Counsellor")
    page = words(reader.get("/en/people/boris-lin/"))
    assert "Counsellor1 Edition 2, 2014 · delegation: Kazakhstan · member" in page
    assert "Report gazette-1" in page


def test_rival_sums_stand_side_by_side(reader, world):
    with recording():
        Amount.objects.create(agreement=world.agreed, value=11_200_000_000, currency="CNY", qualifier="about")
        Amount.objects.create(agreement=world.agreed, dollars_as_reported=1_600_000_000, is_alternative=True)
    page = words(reader.get("/en/agreements/2.1/"))
    assert "about CNY 11,200,000,000; by other accounts USD 1,600,000,000 as reported" in page


def test_a_party_that_is_only_described_is_not_a_link(reader, world):
    with recording():
        Party.objects.create(agreement=world.agreed, description_en="schools (not named)")
    response = reader.get("/en/agreements/2.1/")
    assert "China, Kazakhstan, schools (not named)" in words(response)


def test_participants_are_not_shown_as_signatories(reader, world):
    with recording():
        world.agreed.parties_basis = "participants"
        world.agreed.save()
    expected = "Participants of the edition (signatories are not listed): China, Kazakhstan"
    assert expected in words(reader.get("/en/agreements/2.1/"))


def test_a_text_in_another_language_says_so_and_carries_its_tag(reader):
    page = tree(reader.get("/ru/editions/1/"))
    heading = page.find(".//h1/span")
    assert (heading.text, heading.get("lang")) == ("Edition 1", "en")
    assert page.get("lang") == "ru"


def test_the_language_switch_stays_on_the_page_and_keeps_the_question(reader):
    shown = links(reader.get("/en/agreements/?country=kz&q=water"))
    assert "/ru/agreements/?country=kz&q=water" in shown
    assert "/zh-hans/agreements/?country=kz&q=water" in shown


def test_unofficial_translations_are_labelled(reader, world):
    with recording():
        world.forum.translations_ru = "unofficial"
        world.forum.save()
    notice = [p for p in tree(reader.get("/ru/editions/2/")).iter("p") if p.get("class") == "notice"]
    assert len(notice) == 1
    assert [p for p in tree(reader.get("/en/editions/2/")).iter("p") if p.get("class") == "notice"] == []


def test_an_edition_without_a_number_has_a_page_of_its_own(reader):
    with recording():
        forum.edition(0, "2015-03", name_en="Extraordinary meeting")
        forum.edition(0, name_en="Another meeting")
    assert reader.get("/en/editions/extraordinary-meeting/").status_code == 200
    assert "March 2015" in words(reader.get("/en/editions/"))


def test_a_source_shows_everything_it_supports(reader):
    page = words(reader.get("/en/sources/gazette-1/"))
    assert "Editions Edition 1" in page
    assert "Delegations Edition 2: Kazakhstan" in page
    assert "Agreements 2.1 Point 2.1" in page


def test_a_gap_that_was_looked_for_again_says_when(reader, world):
    with recording():
        gap = Gap.objects.get(edition=world.first)
        gap.looked = forum.date("2025-11")
        gap.save()
    assert "theme (last looked for: November 2025)" in words(reader.get("/en/editions/1/"))


@pytest.mark.parametrize("address", ["/en/editions/99/", "/en/agreements/9.9/", "/en/people/nobody/", "/en/nothing/"])
def test_nothing_at_an_address_is_said_in_the_visitors_language(reader, address):
    response = reader.get(address)
    assert (response.status_code, words(response, "h1")) == (404, "Nothing is at this address")


def test_a_database_that_does_not_answer_is_said_and_asks_to_come_back(reader):
    reader.raise_request_exception = False
    with mock.patch("records.search.snapshot._news", side_effect=OperationalError("gone")):
        response = reader.get("/en/editions/2/")
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert words(response, "h1") == "The record cannot be reached"


def test_the_error_pages_ask_the_database_nothing(reader, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert reader.get("/en/nothing/").status_code == 404


def test_none_found_is_not_said_while_an_agreement_waits_to_be_published(reader, world):
    with recording():
        world.first.agreements_looked_for = True
        world.first.save()
        forum.agreement(world.first, 1, world.china, state="draft")
    assert "no outcome was found" not in words(reader.get("/en/editions/1/"))


def test_an_account_that_is_only_a_date_is_nobodys_language(reader):
    page = tree(reader.get("/ru/editions/2/"))
    readings = [li for box in page.iter("div") if box.get("class") == "doubt" for li in box.iter("li")]
    assert [(li.text or "").strip() for li in readings] == ["1–3 сентября 2014", "2 сентября 2014"]
    assert [e for li in readings for e in li.iter("abbr")] == []
