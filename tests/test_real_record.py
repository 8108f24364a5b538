"""The real record of the real forum, as the pages show it."""

import re

import pytest
from django.http import QueryDict

from records.exchange import document_pieces, dump, to_text
from records.models import Agreement, Delegation, Member, Source
from records.search.query import Question, answer
from tests.mirror import Mirror, assert_is_copy
from tests.reading import headings, links, tree, words

MODELS = {"delegations": Delegation, "agreements": Agreement}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_record")]


def total(reader, name):
    """The number a list says it has."""
    return int(words(reader.get(f"/en/{name}/"), "main").split(" Show ")[1].split()[0])


def inside(document, key):
    return sum(len(edition.get(key, [])) for edition in document["editions"])


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("editions", lambda document: len(document["editions"])),
        ("delegations", lambda document: inside(document, "delegations")),
        ("statements", lambda document: inside(document, "statements")),
        ("agreements", lambda document: inside(document, "agreements")),
        ("people", lambda document: len(document["people"])),
        ("organizations", lambda document: len(document["organizations"])),
        ("sources", lambda document: len(document["sources"])),
    ],
)
def test_the_pages_count_what_the_file_has(reader, real_record, name, count):
    assert total(reader, name) == count(real_record)


def test_countries_topics_and_sessions_are_all_there(reader, real_record):
    assert len(headings(reader.get("/en/countries/"), "th")) - 3 == len(real_record["countries"])
    listed = [li for li in tree(reader.get("/en/topics/")).iter("li") if "depth" in (li.get("class") or "")]
    assert len(listed) == len(real_record["topics"])
    shown = 0
    for edition in real_record["editions"]:
        page = tree(reader.get(f"/en/editions/{edition['number']}/"))
        shown += sum((li.get("id") or "").startswith("session-") for li in page.iter("li"))
    assert shown == inside(real_record, "sessions")


@pytest.mark.parametrize("number", [1, 3, 6])
def test_an_end_that_no_report_gives_is_said_to_be_missing(reader, number):
    assert "the end is not reported" in words(reader.get(f"/en/editions/{number}/"), "aside")


NINTH = {
    "en": ["13 July 2022", "12–13 July 2022 (announced)", "(one day)", "Dalian", "(host)", "Shenyang",
           "(connected by video)", "Cui Li", "Qu Li"],
    "ru": ["13 июля 2022", "12–13 июля 2022", "Далянь", "Шэньян", "Цуй Ли", "Qu Li"],
    "zh-hans": ["2022年7月13日", "2022年7月12日至13日", "大连", "沈阳", "崔丽", "Qu Li"],
}  # fmt: skip


@pytest.mark.parametrize("language", NINTH)
def test_the_ninth_edition_says_who_says_what(reader, language):
    page = words(reader.get(f"/{language}/editions/9/"), "main")
    assert [word for word in NINTH[language] if word not in page] == []


def test_the_ninth_edition_has_nine_delegations_and_six_agreements(reader):
    page = tree(reader.get("/en/editions/9/"))
    assert len(page.find(".//tbody").findall("tr")) == 9
    agreed = [li.get("id") for li in page.iter("li") if (li.get("id") or "").startswith("agreement-")]
    assert agreed == [f"agreement-9.{number}" for number in range(1, 7)]


def test_the_second_edition_is_honest_and_not_empty(reader):
    page = words(reader.get("/en/editions/2/"), "main")
    assert "No report of the second forum was found." in page
    box = words(reader.get("/en/editions/2/"), "aside").partition("Looked for, not found:")[2]
    assert box.split()[:6] == ["dates", "host", "theme", "organizers", "delegations", "outcomes"]
    assert page.count("nobody is known to have looked") == 3


def test_none_found_is_told_from_not_looked_for(reader):
    assert "Looked for; no outcome was found." in words(reader.get("/en/editions/6/"), "main")
    assert "Looked for; no outcome was found." not in words(reader.get("/en/editions/2/"), "main")


def test_two_rival_sums_stand_side_by_side(reader):
    page = words(reader.get("/en/agreements/11.7/"), "aside")
    assert "about CNY 11,200,000,000 (USD 1,570,000,000 as reported)" in page
    assert "by other accounts CNY 11,248,000,000" in page


def test_who_represented_kyrgyzstan_in_2019_and_in_what_post_then(reader):
    page = words(reader.get("/en/editions/7/delegations/kg/"), "main")
    assert "Most senior representative reported Askarov Deputy Prime Minister of Kyrgyzstan" in page


def test_uzbekistan_and_the_digital_economy_across_all_editions(reader):
    found = tree(reader.get("/en/agreements/?country=uz&topic=digital-economy")).iter("li")
    agreed = [li.get("id") for li in found if (li.get("id") or "").startswith("agreement-")]
    assert agreed == ["agreement-11.3", "agreement-11.2", "agreement-9.3", "agreement-9.2", "agreement-7.4"]


def test_words_are_found_in_chinese_and_in_russian_of_any_case(reader):
    for language, word in (("zh-hans", "农业"), ("ru", "СЕЛЬСК"), ("en", "farm")):
        assert headings(reader.get(f"/{language}/agreements/?q={word}")) != []


def numbers(page) -> list[tuple[str, int]]:
    """Every number of the matrix with the address it leads to."""
    links = (link for table in tree(page).iter("table") for cell in table.iter("td") for link in cell.iter("a"))
    return [(link.get("href"), int(link.text)) for link in links]


def test_every_number_is_the_total_of_the_list_it_leads_to(reader):
    counted = numbers(reader.get("/en/matrix/"))
    asked = [re.fullmatch(r"/en/(\w+)/(?:\?(.*))?", address).groups() for address, _count in counted]
    questions = [(MODELS[name], {k: tuple(v) for k, v in QueryDict(query).lists()}) for name, query in asked]
    assert [count for _address, count in counted] == [answer(m, Question(c)).total for m, c in questions]
    assert len(counted) > 200


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("/en/delegations/?country=kz&edition=9", "1 delegation"),
        ("/en/agreements/?topic=economy&edition=11", "6 agreements"),
        ("/en/agreements/?edition=12", "7 agreements"),
    ],
)
def test_the_list_behind_a_number_says_the_same(reader, address, shown):
    number = dict(numbers(reader.get("/en/matrix/")))[address]
    assert (f"{number} {shown.split()[1]}", words(reader.get(address), "main").count(shown)) == (shown, 1)


def test_every_host_city_is_on_the_map(reader):
    page = reader.get("/en/map/")
    circles = [element for element in tree(page).iter() if str(element.tag).endswith("circle")]
    assert [circle.get("class") for circle in circles].count("held") == 11
    assert ("Not on the map" in words(page), "No place is known: Edition 2" in words(page)) == (False, True)


def test_a_copy_kept_by_the_log_of_changes_is_the_record(reader):
    assert_is_copy(Mirror(reader))


# Looking for something: all answers are in reach, and each shows why it is one.
GROUP = re.compile(r'<h2 id="found-(\w+)">[^<]*<span[^>]*>([\d,]+)</span></h2>(.*?)</section>', re.DOTALL)
BUTTON = re.compile(r'<a class="button" href="([^"]*)"')
ENTRY = re.compile(r'<li class="(?:entry|provision)"|<tr><td class="nowrap"')


def rows_of(reader, address) -> str:
    """The page as it is sent, from its rows on."""
    return reader.get(address).content.decode().partition('<div class="rows">')[2]


def shown_total(reader, address) -> int:
    """How many a list or a search says there are."""
    return int(re.search(r'<h2 class="shown">(\d+)', rows_of(reader, address))[1])


@pytest.mark.parametrize("question", ["q=china&topic=economy", "country=kz&country=uz&country_match=all", "year=2012"])
def test_every_kind_leads_to_all_that_was_found_of_it(reader, question):
    found = GROUP.findall(rows_of(reader, f"/en/search/?{question}"))
    assert len(found) > 1
    for kind, count, section in found:
        where = [link.replace("&amp;", "&") for link in BUTTON.findall(section)]
        assert (kind, bool(where)) == (kind, int(count) > 5)
        assert {shown_total(reader, f"/en/search/{one}" if one[0] == "?" else one) for one in where} <= {int(count)}


def test_the_search_for_one_kind_has_pages(reader):
    pages = [reader.get(f"/en/search/?q=china&is=agreement{page}") for page in ("", "&page=2", "&page=3")]
    assert [page.status_code for page in pages] == [200, 200, 404]
    assert "?q=china&is=agreement&page=2" in links(pages[0])
    shown = {link for page in pages for link in links(page) if re.match(r"/en/agreements/\d", link)}
    assert len(shown) == shown_total(reader, "/en/agreements/?q=china")
    assert "choose which" in words(reader.get("/en/search/?q=china&page=2"))


@pytest.mark.parametrize(("match", "said"), [("any", "any of"), ("all", "all of")])
def test_any_and_all_of_several_countries_are_told_apart_in_words(reader, match, said):
    question = f"?country=ge&country=uz&country_match={match}"
    page = tree(reader.get(f"/en/agreements/{question}", follow=True))
    title = next(meta.get("content") for meta in page.iter("meta") if meta.get("property") == "og:title")
    assert title == f"Agreements (Country: {said} Georgia, Uzbekistan)"
    feed = reader.get(f"/en/agreements.atom{question}").content.decode()
    assert f"Agreements · Country: {said} Georgia, Uzbekistan" in feed
    chips = next(ul for ul in page.iter("ul") if ul.get("class") == "chosen")
    assert [b.text for b in chips.iter("b")] == [f"{match} of them"]


@pytest.mark.parametrize(
    "address",
    ["en/search/?q=Uzbekistan", "ru/search/?q=agriculture", "zh-hans/search/?q=china&is=agreement",
     "ru/delegations/?q=minister", "en/agreements/?q=Uzbekistan", "en/agreements/?q=economy",
     "zh-hans/statements/?q=culture"],
)  # fmt: skip
def test_whatever_is_found_shows_why(reader, address):
    found = ENTRY.split(rows_of(reader, f"/{address}"))[1:]
    assert len(found) > 3
    assert [entry for entry in found if "<mark>" not in entry] == []


def test_forms_leave_nothing_in_the_address_that_says_nothing(reader):
    sent = reader.get("/en/agreements/?q=&country=uz&sort=newest&country_match=any")
    assert (sent.status_code, sent.headers["Location"], sent.cookies) == (301, "/en/agreements/?country=uz", {})
    assert reader.get("/en/search/?q=").headers["Location"] == "/en/search/"
    assert reader.get("/en/agreements/?country=uz&sort=oldest&country_match=all").status_code == 200


@pytest.mark.long
def test_written_an_edition_at_a_time_the_document_is_the_same():
    assert "".join(document_pieces()) == to_text(dump())


@pytest.mark.parametrize(
    ("language", "word"), [("en", "women"), ("en", "ministry"), ("ru", "торговля"), ("zh-hans", "教育")]
)
def test_an_office_without_a_name_is_found_by_its_words(reader, language, word):
    for address in (f"/{language}/search/?q={word}", f"/{language}/delegations/?q={word}&country=tm&edition=12"):
        assert (address, reader.get(address).status_code) == (address, 200)
    found = words(reader.get("/en/delegations/?q=union&country=tm&edition=12"), "main")
    assert "Women’s Union of Turkmenistan" in found.replace("'", "’")


@pytest.mark.long
def test_every_word_of_who_came_and_who_spoke_can_be_asked_for(reader):
    texts = [
        *Member.objects.values_list("title_en", "title_ru"),
        *Delegation.objects.values_list("head_title_en", "head_title_zh"),
    ]
    asked = {word for pair in texts for text in pair for word in text.lower().split()}
    refused = [word for word in sorted(asked) if reader.get("/en/delegations/", {"q": word}).status_code != 200]
    assert refused == []


def test_a_year_in_which_only_a_source_appeared_can_be_asked_for(reader):
    found = reader.get("/search.json?year=2014").json()
    assert [(group["kind"], group["total"]) for group in found["groups"]] == [("source", 1)]
    counts = {one["code"]: one["count"] for one in reader.get("/search.json").json()["facets"]["year"]}
    sources = sum(reader.get(f"/search.json?year={year}&is=source").json()["total"] for year in counts)
    assert (counts["2014"], sources) == (1, 114)


def test_who_answers_for_a_record_is_one_to_programs_that_part_names_at_commas(reader):
    head = tree(reader.get("/en/agreements/9.2/")).find("head")
    meta = {element.get("name"): element.get("content") for element in head.iter("meta")}
    assert meta["citation_author"] == "China–Central Asia Cooperation Forum"
    assert f"AU  - {meta['citation_author']}\r\n" in reader.get("/en/agreements/9.2.ris").content.decode()


def test_a_source_is_cited_in_the_language_in_which_it_is_written(reader):
    korean, uzbek = "people-ko-2017", Source.objects.filter(language="uz").first().slug
    assert reader.get(f"/en/sources/{korean}.csl.json").json()[0]["language"] == "ko"
    assert "langid = {korean}," in reader.get(f"/en/sources/{korean}.bib").content.decode()
    assert "langid" not in reader.get(f"/en/sources/{uzbek}.bib").content.decode()
