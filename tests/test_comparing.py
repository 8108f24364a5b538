"""Two editions or two countries side by side: what matches, what is alone, and what a senseless choice gets."""

import pytest

from records.models import Delegation, Dispute, Document, Edition, Gap, Session
from records.models.publication import State
from records.search.index import Because, recording
from records.search.likeness import alike
from tests import forum
from tests.reading import SPACES, headings, links, tree, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
EDITIONS, COUNTRIES = "/en/compare/editions/?a=1&b=2", "/en/compare/countries/?a=cn&b=kz"


def text(element) -> str:
    return SPACES.sub(" ", " ".join(element.itertext())).strip()


def rows(page) -> dict[str, list[str]]:
    """Every row of the tables, by its heading."""
    found = {}
    for row in tree(page).iter("tr"):
        heading, *cells = [text(cell) for cell in row if cell.tag in ("th", "td")]
        found[heading] = cells
    return found


def apart(page) -> list[str]:
    """What both have, what only one has: the lists under a heading each."""
    return [text(part) for box in tree(page).iter("div") if box.get("class") == "split" for part in box.iter("section")]


def test_facts_of_two_editions_stand_in_one_row_with_what_is_not_known(reader):
    found = rows(reader.get(EDITIONS))
    assert found["Held"] == ["7 May 2012 the end is not reported", "1–3 September 2014"]
    assert found["Theme"] == ["looked for, not found", "not recorded; nobody is known to have looked"]


def test_topics_are_told_apart_by_who_has_them(reader, world):
    with recording():
        world.first.topics.set([world.economy, world.water])
        world.second.topics.set([world.water, forum.topic("roads")])
    assert apart(reader.get(EDITIONS)) == ["Both 1 Water", "Only Edition 1 1 Economy", "Only Edition 2 1 Roads"]


def test_delegations_of_one_sender_stand_in_one_row_in_the_office_of_the_day(reader, world):
    with recording():
        Delegation.objects.create(
            edition=world.first, country=world.kazakhstan, head_person=world.aliya, head_title_en="Deputy Minister"
        )
        Delegation.objects.create(edition=world.first, organization=world.committee, head_title_en="Chair")
    found = rows(reader.get(EDITIONS))
    assert found["KZ Kazakhstan"] == ["Aliya Bekova Deputy Minister", "Aliya Bekova 1 Minister of Water"]
    assert found["Lake Committee"] == ["name not reported Chair", "none recorded"]
    assert found["CN China"] == ["none recorded", "nobody senior named"]


def test_sessions_are_matched_by_kind(reader, world):
    with recording():
        Session.objects.create(edition=world.first, slug="a", title_en="First plenary", kind="plenary")
        Session.objects.create(edition=world.first, slug="b", title_en="Fair", kind="exhibition")
    found = rows(reader.get(EDITIONS))
    assert (found["plenary"], found["exhibition"]) == (["First plenary", "Opening"], ["Fair", "none recorded"])


def test_provisions_are_matched_by_top_topic(reader, world):
    with recording():
        forum.agreement(world.first, 1, world.china, topics=[world.economy], title_en="Trade")
        forum.agreement(world.first, 2, world.china, topics=[], title_en="Nothing in particular")
    found = rows(reader.get(EDITIONS))
    assert found["Economy"] == ["1.1 Trade", "2.1 Point 2.1 1"]
    assert found["no topic"] == ["1.2 Nothing in particular", "none recorded"]


def test_a_draft_is_beside_nothing(reader, world):
    with recording():
        forum.agreement(world.first, 1, world.china, topics=[world.water], title_en="Shown")
        forum.agreement(world.first, 2, world.china, topics=[world.water], title_en="Secret", state=State.DRAFT)
    page = words(reader.get(EDITIONS))
    assert ("Shown" in page, "Secret" in page, "Hidden" in page) == (True, False, False)


def pair(world, before: str, after: str):
    """Two provisions of two editions on one topic."""
    with recording():
        forum.agreement(world.first, 1, world.china, topics=[world.water], title_en="Lakes", text_en=before)
        forum.agreement(world.second, 5, world.china, topics=[world.water], title_en="Lakes again", text_en=after)


def test_nearly_the_same_text_has_what_differs_marked_on_each_side(reader, world):
    pair(world, "They will clean every lake by 2015.", "They will clean every lake and river by 2020.")
    page = reader.get(EDITIONS)
    marks = [(e.tag, text(e)) for e in tree(page).find(".//main").iter() if e.tag in ("del", "ins")]
    assert marks == [("del", "removed: 2015"), ("ins", "added: and river"), ("ins", "added: 2020")]
    assert "Both on: Water. Nearly the same text: what differs is marked." in words(page)


def test_different_texts_on_one_subject_have_their_common_words_marked(reader, world):
    pair(world, "Fishing in the northern lake is forbidden.", "Every lake gets a guard, and its shores a fence.")
    page = reader.get(EDITIONS)
    assert [mark.text for mark in tree(page).iter("mark")] == ["Lakes", "lake", "Lakes", "lake"]
    assert list(tree(page).iter("del")) == []


def test_texts_are_compared_in_a_language_both_have(reader, world):
    pair(world, "They will clean every lake.", "They will clean every river.")
    with recording():
        agreement = world.first.agreements.get()
        agreement.text_ru = "Они очистят каждое озеро."
        agreement.save()
    main = tree(reader.get("/ru/compare/editions/?a=1&b=2")).find(".//main")
    assert [p.get("lang") for p in main.iter("p") if p.get("class") == "compared"] == ["en", "en"]


def test_each_provision_stands_in_one_pair_and_the_most_alike_go_together(world):
    with recording():
        first = [forum.agreement(world.first, n, text_en=text, topics=[world.water]) for n, text in
                 enumerate(("Dams and roads.", "Fish and birds."), 1)]  # fmt: skip
        second = [forum.agreement(world.second, n, text_en=text, topics=[world.water]) for n, text in
                  enumerate(("Fish and birds and bees.", "Dams and railways.", "Bees."), 7)]  # fmt: skip
    pairs = [(found.first.reference, found.second.reference) for found in alike(first, second)]
    assert pairs == [("1.1", "2.8"), ("1.2", "2.7")]


def test_provisions_without_a_common_topic_or_words_are_no_pair(world):
    with recording():
        first = forum.agreement(world.first, 1, text_en="Dams.", title_en="One", topics=[world.water])
        second = forum.agreement(world.second, 7, text_en="Birds.", title_en="Two", topics=[forum.topic("birds")])
    assert alike([first], [second]) == []


def test_documents_of_both_are_named_and_disputes_are_said(reader, world):
    with recording():
        document = Document.objects.create(edition=world.second, name_en="Lake Declaration")
        forum.agreement(world.second, 5, world.china, document=document)
        Dispute.objects.create(edition=world.first, field="format").readings.create(value_en="online")
    page = words(reader.get(EDITIONS), "main")
    assert "Edition 2: 2 agreements · Lake Declaration" in page
    assert "Edition 1 — sources disagree: format" in page
    assert "Edition 2 — sources disagree: dates" in page


def test_an_edition_without_agreements_says_whether_anybody_looked(reader, world):
    assert "Edition 1: not recorded; nobody is known to have looked" in words(reader.get(EDITIONS), "main")
    with recording():
        Gap.objects.create(edition=world.second, field="agreements", note_en="of the other edition")
        Edition.objects.filter(pk=world.first.pk).update(agreements_looked_for=True)
    assert "Edition 1: Looked for; no outcome was found." in words(reader.get(EDITIONS), "main")


def test_two_countries_have_their_delegations_by_edition(reader, world):
    with recording():
        fund = forum.organization("fund-kz", name_en="Lake Fund", country=world.kazakhstan)
        Delegation.objects.create(edition=world.first, organization=fund, head_title_en="Director")
    page = reader.get(COUNTRIES)
    assert rows(page)["Edition 2 2014"] == ["nobody senior named", "Aliya Bekova 1 Minister of Water"]
    assert rows(page)["Edition 1 2012"] == ["none recorded", "Lake Fund : name not reported Director"]
    assert rows(page)["Hosted"] == ["none recorded", "Edition 2 2014"]
    assert "Both came to, or held, 1 edition. Kazakhstan alone: 1 edition." in words(page, "main")


def test_agreements_of_two_countries_are_together_or_apart(reader, world):
    with recording():
        forum.agreement(world.first, 1, world.china, title_en="China’s own", topics=[world.water])
    page = reader.get(COUNTRIES)
    assert apart(page) == [
        "Both 1 2.1 Point 2.1 1 All of them in the list",
        "Only China 1 1.1 China’s own All agreements of China",
        "Only Kazakhstan 0 none recorded",
    ]
    assert rows(page)["Water"] == ["1", "2", "1"]


def test_every_number_on_a_topic_is_the_total_of_its_list(reader, world):
    with recording():
        forum.agreement(world.first, 1, world.china, topics=[world.water])
    cells = [link for cell in tree(reader.get(COUNTRIES)).iter("td") for link in cell.iter("a")]
    counted = [(link.get("href"), link.text) for link in cells if "topic=" in link.get("href")]
    shown = [words(reader.get(address), "main").split(" Show ")[1].split()[0] for address, _count in counted]
    assert ([count for _address, count in counted], len(counted)) == (shown, 6)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("editions/?a=2&b=2", "Choose two different editions."),
        ("editions/?a=2&b=99", "Another edition: “99” is not in the record."),
        ("editions/?a=2&b=3", "Another edition: “3” is not in the record."),  # a draft
        ("editions/?a=1&a=2&b=2", "One edition: give one value only."),
        ("editions/?a=1&c=2", "This list has no filter “c”."),
        ("countries/?a=kz&b=KZ", "Choose two different countries."),
        ("countries/?a=kz&b=zz", "Another country: “zz” is not in the record."),
        ("countries/?a=kz&b=%00", "Another country: "),
    ],
)
def test_a_senseless_choice_gets_a_sentence_and_no_records(reader, address, sentence):
    page = reader.get(f"/en/compare/{address}")
    assert (page.status_code, sentence in words(page)) == (400, True)
    assert headings(page, "h2") == []


def test_half_a_choice_keeps_what_was_chosen_and_asks_for_the_rest(reader):
    page = reader.get("/en/compare/countries/?a=KZ")
    chosen = [option.get("value") for option in tree(page).iter("option") if "selected" in option.attrib]
    assert (page.status_code, chosen, headings(page, "h2")) == (200, ["kz"], [])


def test_a_comparison_is_not_offered_to_search_engines_and_turns_round(reader):
    page = reader.get(EDITIONS)
    assert '<meta name="robots" content="noindex">' in page.content.decode()
    assert '<meta name="robots"' not in reader.get("/en/compare/editions/").content.decode()
    assert "?a=2&b=1" in links(page)


def test_an_edition_and_a_country_lead_to_their_comparisons_in_one_step(reader):
    assert "/en/compare/editions/?a=2&b=1" in links(reader.get("/en/editions/2/"))
    assert "/en/compare/countries/?a=kz&b=cn" in links(reader.get("/en/countries/kz/"))


def as_json(reader, address, status=200) -> dict:
    answer = reader.get(address.replace("/en/", "/").replace("s/?", "s.json?"))
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/json"), answer.content
    return answer.json()


def test_programs_are_told_what_two_editions_have(reader, world):
    with recording():
        Delegation.objects.create(edition=world.first, country=world.kazakhstan)
        forum.agreement(world.first, 1, world.china, topics=[world.economy], title_en="Trade")
    told = as_json(reader, EDITIONS)
    site = "http://127.0.0.1:8000"
    assert [(row["topic"], row["first"], row["second"]) for row in told["agreements"]] == [
        ("economy", ["1.1"], ["2.1"])
    ]
    assert told["delegations"] == [
        {"sender": "cn", "first": [], "second": [f"{site}/editions/2/delegations/cn.json"]},
        {"sender": "kz", "first": [f"{site}/editions/1/delegations/kz.json"],
         "second": [f"{site}/editions/2/delegations/kz.json"]},
    ]  # fmt: skip
    assert (told["first"]["number"], told["second"]["number"]) == (1, 2)
    assert [one["ref"] for one in told["records"]["agreements"]] == ["1.1", "2.1"]
    assert told["names"]["people"]["aliya-bekova"]["name_en"] == "Aliya Bekova"
    assert told["links"]["self"] == f"{site}/compare/editions.json?a=1&b=2"


def test_programs_are_told_what_two_countries_have(reader, world):
    with recording():
        forum.agreement(world.first, 1, world.china, topics=[world.water])
    told = as_json(reader, COUNTRIES)
    assert told["agreements"] == {
        "first_only": {"total": 1, "newest": ["1.1"]}, "both": {"total": 1, "newest": ["2.1"]},
        "second_only": {"total": 0, "newest": []},
    }  # fmt: skip
    water = next(row for row in told["topics"] if row["topic"] == "water")
    assert water == {"topic": "water", "first_only": 1, "both": 1, "second_only": 0}
    assert (told["editions"], told["hosted"]) == (
        {"first_only": 0, "both": 1, "second_only": 0}, {"first": [], "second": ["2"]}
    )  # fmt: skip
    records = {one["links"]["self"] for one in told["records"]["delegations"]}
    assert records == {where for row in told["delegations"] for where in row["first"] + row["second"]}


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("editions/?a=2&b=2", "Choose two different editions."),
        ("editions/?a=2", "Choose two editions, as “a” and “b”."),
        ("countries/?a=kz&b=zz", "Another country: “zz” is not in the record."),
        ("countries/?c=kz", "This list has no filter “c”."),
    ],
)
def test_programs_are_told_why_two_cannot_be_compared(reader, address, sentence):
    assert as_json(reader, f"/en/compare/{address}", 400) == {"problems": [sentence]}
    file = reader.get(f"/en/compare/{address}".replace("s/?", "s.md?"))
    assert (file.status_code, file.content.decode()) == (400, sentence)


def test_an_edition_that_was_withdrawn_is_said_to_be_gone(reader, world):
    assert as_json(reader, EDITIONS)["question"] == {"a": "1", "b": "2"}
    with recording(Because("Wrong.", "", "")):
        Edition.objects.filter(pk=world.first.pk).update(state=State.WITHDRAWN)
    gone = as_json(reader, EDITIONS, 410)
    assert (gone["kind"], gone["key"], gone["act"]) == ("edition", "1", "withdrawn")
    assert reader.get(EDITIONS.replace("s/?", "s.md?")).status_code == 410


@pytest.mark.parametrize("page", [EDITIONS, COUNTRIES])
def test_a_comparison_that_has_not_changed_is_a_304_at_one_query(reader, page, django_assert_num_queries):
    where = page.replace("/en/", "/").replace("s/?", "s.json?")
    tag = reader.get(where)["ETag"]
    with django_assert_num_queries(1):
        assert reader.get(where, headers={"If-None-Match": tag}).status_code == 304


def test_a_comparison_is_cited_as_it_was_asked_in_the_order_of_its_sides(reader):
    page = reader.get("/en/compare/countries/?a=KZ&b=cn")
    assert "Kazakhstan beside China" in text(tree(page).find(".//section[@id='cite']"))
    assert "/en/compare/countries.bib?a=kz&b=cn" in links(page)
    tables = {"/agreements.csv?country=kz&country=cn", "/delegations.csv?country=kz&country=cn"}
    assert tables <= set(links(page))
    assert {reader.get(one).status_code for one in tables} == {200}


def test_senders_sort_by_the_letters_that_are_asked_for(reader):
    page = reader.get("/ru/compare/editions/?a=1&b=2")
    asked = next(link for link in links(page) if link.startswith("/compare/editions.json"))
    assert asked == "/compare/editions.json?a=1&b=2&names=ru"
    senders = [[row["sender"] for row in reader.get(where).json()["delegations"]] for where in (asked, asked[:-9])]
    assert senders == [["kz", "cn"], ["cn", "kz"]]


def test_what_an_edition_has_nothing_of_says_whether_anybody_looked(reader, world):
    with recording():
        Gap.objects.create(edition=world.first, field="delegations", note_en="who came")
    said = reader.get("/en/compare/editions.md?a=1&b=2").content.decode()
    agreed, came = (
        said.partition(f"## {name}")[2].partition("\n## ")[0] for name in ("What was agreed", "Delegations")
    )
    first = "- [Edition 1](http://127.0.0.1:8000/en/editions/1.md): "
    assert f"{first}not recorded; nobody is known to have looked" in agreed
    assert (came.count(f"{first}looked for, not found"), "none recorded" in came) == (2, False)
    page = rows(reader.get(EDITIONS))
    assert (page["Economy"][0], page["KZ Kazakhstan"][0]) == (
        "not recorded; nobody is known to have looked", "looked for, not found",
    )  # fmt: skip
