"""Addresses that ask for nonsense, in every face: 400 or 404 with a sentence in the right format, and no rows."""

import pytest

from records.lists import LISTS
from tests.reading import tree, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
WRONG = {
    "page=x": 400, "page=0": 400, "page=-1": 400, "page=99999": 404, "page=99999999999999999999": 400, "sort=best": 400,
    "country=zz": 400, "q=%00": 400, "nonsense=1": 400, "q=a&q=b": 400, "page=1&page=2": 400,
    "sort=newest&sort=oldest": 400,
}  # fmt: skip
RECORDS = ["editions/9", "editions/2/delegations/zz", "editions/2/statements/zz", "agreements/9.9", "agreements/x",
           "countries/zz", "topics/zz", "people/zz", "organizations/zz", "sources/zz"]  # fmt: skip


def said(answer) -> str:
    """What is wrong, whatever the face."""
    kind = answer["Content-Type"].partition(";")[0]
    if kind == "application/json":
        return " ".join(answer.json()["problems"])
    return answer.content.decode() if kind == "text/plain" else words(answer, "main")


@pytest.mark.parametrize("name", [*LISTS, "changes"])
def test_a_wrong_question_gets_a_sentence_and_no_rows_in_every_face_of_a_list(reader, name):
    faces = {f"/{name}.json": "application/json", f"/en/{name}/": "text/html; charset=utf-8",
             f"/en/{name}.md": "text/plain; charset=utf-8"}  # fmt: skip
    for question, status in WRONG.items():
        for face, kind in faces.items():
            answer = reader.get(f"{face}?{question}")
            allowed = {status, 400}  # a list without pages, or without such a filter, says so
            assert answer.status_code in allowed, (face, question)
            assert (answer["Content-Type"], len(said(answer)) > 20) == (kind, True), (face, question)


@pytest.mark.parametrize("name", [*LISTS, "changes"])
def test_a_wrong_question_has_no_table_no_feed_and_no_citation(reader, name):
    kinds = {f"/{name}.csv": "application/json", f"/en/{name}.atom": "text/plain; charset=utf-8",
             f"/en/{name}.bib": "text/plain; charset=utf-8"}  # fmt: skip
    for question in ("sort=best", "country=zz", "nonsense=1", "page=x"):
        for face, kind in kinds.items():
            answer = reader.get(f"{face}?{question}")
            assert (answer.status_code, answer["Content-Type"], len(said(answer)) > 20) == (400, kind, True), (
                face, question, said(answer),
            )  # fmt: skip


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/agreements.csv?rows=nonsense", 400, "no rows by “nonsense”: ask for rows=country or rows=topic"),
        ("/countries.csv?rows=country", 400, "no rows by “country”"),
        ("/agreements.csv?page=2", 400, "leave “page” out"),
        ("/agreements.csv?rows=country&rows=topic", 400, "rows: give one value only."),
        ("/people.json?names=en&names=ru", 400, "Order of names: give one value only."),
        ("/changes.json?since=0&since=1", 400, "since: give one value only."),
        ("/search.json?q=a&q=b", 400, "Words: give one value only."),
        ("/suggest.json?q=a&q=b", 400, "q: give one value only."),
        ("/en/agreements/2.1.atom?page=1&page=2", 400, "Page: give one value only."),
        ("/en/agreements/2.1/versions/compare/?before=1&before=2&after=1", 400, "Before: give one value only."),
        ("/changes.json?since=-1", 400, "“-1” is not a cursor"),
        ("/changes.json?since=", 400, "“” is not a cursor"),
        ("/changes.json?since=99999999", 400, "“99999999” is not a cursor"),
        ("/changes.json?since=1.00000000", 410, "start again from since=0"),
        ("/changes.json?since=0&act=added", 400, "leave “act” out"),
        ("/changes.csv?since=0", 400, "no filter “since”"),
        ("/en/changes.atom?record=agreement/99.99", 400, "The log has nothing of “agreement/99.99”."),
        ("/en/topics.atom?page=9", 404, "This feed ends before page 9."),
        ("/en/agreements/2.1.atom?page=x", 400, "A page number is a whole number from 1."),
        ("/en/editions.ics?country=zz", 400, "Country: “zz” is not in the record."),
        ("/en/compare/editions/?a=2&b=99", 400, "“99” is not in the record."),
        ("/en/compare/countries/?a=kz&b=kz", 400, "Choose two different countries."),
        ("/en/matrix/?page=9", 404, "There is no page 9"),
        ("/en/agreements/2.1/versions/compare/?before=0&after=2", 400, "Before: A version is a whole number from 1."),
        ("/en/agreements/2.1/versions/compare/?before=1&after=99999999999999", 400, "A version is a whole number"),
        ("/en/agreements/2.1/versions/compare/?before=1&after=99", 404, "Nothing is at this address"),
        ("/en/agreements/2.1/versions/0/", 404, "Nothing is at this address"),
        ("/en/agreements/2.1/versions/999/", 404, "Nothing is at this address"),
        ("/en/editions/9.ics", 404, "Nothing is at this address"),
        ("/en/report/edition/99/", 404, "Nothing is at this address"),
        ("/data/nothing.json", 404, "The record has nothing at this address."),
    ],
)
def test_a_wrong_address_says_what_is_wrong_with_it(reader, address, status, sentence):
    answer = reader.get(address)
    assert (answer.status_code, sentence in said(answer)) == (status, True), said(answer)


@pytest.mark.parametrize("record", RECORDS)
def test_what_was_never_there_is_404_in_every_face(reader, record):
    for face in (f"/{record}.json", f"/{record}.csv"):
        answer = reader.get(face)
        assert (answer.status_code, answer.json()) == (404, {"problems": ["The record has nothing at this address."]})
    faces = [f"/en/{record}{ending}" for ending in ("/", ".md", ".bib", ".csl.json", ".png", ".atom")]
    pages = [reader.get(face) for face in faces]
    assert [(page.status_code, [e.text for e in tree(page).iter("h1")]) for page in pages] == [
        (404, ["Nothing is at this address"])
    ] * len(pages)


@pytest.mark.parametrize("face", ["/agreements.json", "/en/agreements/", "/agreements.csv", "/en/agreements.atom"])
def test_the_same_value_twice_is_harmless(reader, face):
    assert reader.get(f"{face}?q=water&q=water&country=kz&country=kz").status_code == 200


def test_a_citation_for_programs_says_in_json_what_is_wrong(reader):
    answer = reader.get("/en/agreements.csl.json?sort=best")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/json")
    assert answer.json() == {"problems": ["Order: The list cannot be sorted by “best”."]}
