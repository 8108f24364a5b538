"""Search, one question, many answers: what the page shows is told to programs, the same records in the same order."""

import csv
import json
import re
from io import StringIO

import pytest
from jsonschema import Draft202012Validator

from records.lists.openapi import openapi
from records.search.snapshot import current
from tests.reading import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_record")]
QUESTIONS = [
    "", "q=water", "q=казахская+делегация", "q=railway+Kyrgyzstan", "q=農業", "q=%22Silk+Road%22", "q=qqqqq",
    "q=Alimov", "is=agreement", "is=agreement&page=2", "is=person&page=3",
    "q=China&country=kz&country=uz&country_match=all", "q=edition+9&sort=oldest", "topic=water&year=2024",
]  # fmt: skip
WRONG = {
    "page=x": 400, "is=person&page=9999": 404, "page=2": 404, "q=qqqqq&page=2": 404, "sort=best": 400,
    "country=zz": 400, "q=%00": 400, "nonsense=1": 400, "is=spaceship": 400, "q=" + "a" * 1001: 400,
}  # fmt: skip


def on_page(reader, question: str, language: str = "en") -> list[tuple[str, str]]:
    """What a page of search shows: for each group its kind, and the addresses in its headings."""
    page = reader.get(f"/{language}/search/?{question}", follow=True).content.decode()
    groups = re.findall('<section class="group" aria-labelledby="found-([a-z]+)">(.*?)</section>', page, re.DOTALL)
    return [(kind, link) for kind, group in groups for link in re.findall('<h3><a href="([^"]+)"', group)]


def in_json(reader, question: str, language: str = "en") -> list[tuple[str, str]]:
    """The same out of the JSON."""
    groups = reader.get(f"/search.json?{question}").json()["groups"]
    pages = [(group["kind"], one["links"]["pages"][language]) for group in groups for one in group["records"]]
    return [(kind, "/" + page.split("/", 3)[3]) for kind, page in pages]


def as_rows(reader, question: str) -> list[dict]:
    """The rows of the table."""
    answer = reader.get(f"/search.csv?{question}")
    text = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


@pytest.mark.parametrize("question", QUESTIONS)
def test_programs_are_told_what_the_page_shows_in_its_order(reader, question):
    assert in_json(reader, question) == on_page(reader, question)
    names = f"{question}&names=ru".lstrip("&")
    assert in_json(reader, names, "ru") == on_page(reader, question, "ru")


@pytest.mark.parametrize("question", [one for one in QUESTIONS if "page=" not in one])
def test_the_table_has_all_that_is_found_beginning_with_what_the_page_shows(reader, question):
    found, rows = reader.get(f"/search.json?{question}").json(), as_rows(reader, question)
    assert len(rows) == found["total"]
    for group in found["groups"]:
        of_kind = [(row["edition"], row["key"]) for row in rows if row["kind"] == group["kind"]]
        first = [(one.get("edition", ""), one["key"]) for one in group["records"]]
        assert (len(of_kind), of_kind[: len(first)]) == (group["total"], first)


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_is_as_openapi_describes_it(reader, question):
    described = openapi(current())
    schema = {"$ref": "#/components/schemas/search", "components": described["components"]}
    found = json.loads(reader.get(f"/search.json?{question}").content)
    assert [error.message for error in Draft202012Validator(schema).iter_errors(found)] == []


def test_each_record_says_why_it_was_found(reader):
    for group in reader.get("/search.json?q=Kazakh+delegation").json()["groups"]:
        assert [one["key"] for one in group["records"] if not one["why"] and not one["said"]] == []
    [first, *_] = as_rows(reader, "q=memorandum")
    assert (first["kind"], first["key"], first["why"]) == ("agreement", "10.3", "kind: memorandum")
    [said] = as_rows(reader, "q=spokesman&is=statement")
    assert (said["edition"], said["key"], "spokesman" in said["said"]) == ("3", "hong-lei", True)


def test_what_the_words_name_and_what_may_have_been_meant_is_told(reader):
    named = reader.get("/search.json?q=Казахстаном").json()["named"]
    assert [(one["kind"], one["code"], one["name_zh"]) for one in named] == [("country", "kz", "哈萨克斯坦")]
    slips = [reader.get(f"/search.json?q={asked}").json() for asked in ("Kazahstan", "climate+harvest")]
    assert [(one["meant"], one["fewer"]) for one in slips] == [("Kazakhstan", None), (None, "climate")]


def test_all_of_a_kind_stand_where_its_group_leads(reader):
    groups = reader.get("/search.json?q=Kazakhstan").json()["groups"]
    more = {group["kind"]: group for group in groups if "all" in group["links"]}
    assert sorted(more) == ["agreement", "delegation", "edition", "statement"]
    for group in more.values():
        assert reader.get("/" + group["links"]["all"].split("/", 3)[3]).json()["total"] == group["total"]


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])
def test_the_page_leads_to_the_same_answer_as_data(reader, language):
    page = reader.get(f"/{language}/search/?q=water&is=agreement").content.decode()
    head, _, body = page.partition("<body")
    more = "&amp;names=ru" if language == "ru" else ""
    for ending in ("csv", "json"):
        address = f"/search.{ending}?q=water&amp;is=agreement{more}"
        assert (f'href="{address}">' in head, f'<a href="{address}"' in body) == (True, True)


def test_every_site_may_read_it_and_an_unchanged_answer_is_not_sent_again(reader):
    for address in ("/search.json?q=water", "/search.csv?q=water"):
        answer = reader.get(address)
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert reader.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize("question", WRONG)
def test_a_wrong_question_gets_a_sentence_and_no_records(reader, question):
    answers = [reader.get(f"/search.{ending}?{question}") for ending in ("json", "csv")]
    assert [answer.status_code for answer in answers] == [WRONG[question], 400]
    assert all(len(" ".join(answer.json()["problems"])) > 20 for answer in answers)
    page = reader.get(f"/en/search/?{question}")
    assert (page.status_code, "search.json" in page.content.decode()) == (WRONG[question], False)
    assert answers[0].json()["problems"][0] in words(page, "main")


def test_an_answer_with_every_kind_of_record_asks_at_most_twenty_eight_queries(reader, django_assert_max_num_queries):
    reader.get("/search.json?q=China")
    with django_assert_max_num_queries(28):
        assert len(reader.get("/search.json?q=China&sort=oldest").json()["groups"]) == 10
