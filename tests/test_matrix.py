"""The matrix: every number is the total of the list it leads to, and an empty cell says why it is empty."""

import re

import pytest

from records.models import Agreement, Delegation, Edition, Gap
from records.search.index import recording
from records.search.tallies import cross_tally
from tests import forum
from tests.reading import tree, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def tables(page) -> list:
    """The two tables: countries, then topics."""
    return list(tree(page).iter("table"))


def rows(table) -> dict[str, list[str]]:
    """The cells of a table, by the name of the row: numbers, or what an empty cell says."""
    found = {}
    for row in table.iter("tr"):
        heading, *cells = ["".join(cell.itertext()).strip() for cell in row if cell.tag in ("th", "td")]
        found[re.sub(r"^[A-Z]{2} |\d+ narrower.*", "", heading)] = cells
    return found


def test_a_country_at_an_edition_is_counted_with_its_organisations_and_no_draft(reader, world):
    assert rows(tables(reader.get("/en/matrix/"))[0])["Kazakhstan"] == ["not yet looked for", "1", "1"]
    with recording():
        fund = forum.organization("fund-kz", country=world.kazakhstan)
        Delegation.objects.create(edition=world.second, organization=fund)
    assert rows(tables(reader.get("/en/matrix/"))[0])["Kazakhstan"] == ["not yet looked for", "2", "2"]


def test_a_delegation_without_anybody_senior_is_told_apart(reader):
    found = rows(tables(reader.get("/en/matrix/"))[0])
    assert (found["China"], found["Kazakhstan"]) == (
        ["not yet looked for", "1, nobody senior named", "1"],
        ["not yet looked for", "1", "1"],
    )


def test_an_empty_cell_says_whether_somebody_looked(reader, world):
    with recording():
        forum.agreement(world.first, 1, world.china, topics=[forum.topic("roads")])
        third, fourth, fifth = (forum.edition(number, f"20{number}-05") for number in (15, 16, 17))
        for edition, was_looked_for in ((third, True), (fourth, False)):
            Gap.objects.create(edition=edition, field="agreements", note_en="all", looked_for=was_looked_for)
        Edition.objects.filter(pk=fifth.pk).update(agreements_looked_for=True)
    water = rows(tables(reader.get("/en/matrix/"))[1])["Water"]
    assert water == ["none recorded", "1", "looked for, not found", "not yet looked for", "looked for, not found", "1"]


def test_what_waits_to_be_published_is_not_said_to_be_missing(reader, world):
    with recording():
        Edition.objects.filter(pk=world.first.pk).update(agreements_looked_for=True)
        forum.agreement(world.first, 1, world.china, state="draft", topics=[world.water])
    assert rows(tables(reader.get("/en/matrix/"))[1])["Water"][0] == "none recorded"


def test_narrower_topics_fold_under_their_broadest_one(reader):
    bodies = list(tables(reader.get("/en/matrix/"))[1].iter("tbody"))
    folded = [[row.get("class", "") for row in body.iter("tr")] for body in bodies]
    assert (folded, "".join(next(bodies[0].iter("summary")).itertext())) == (
        [["", "narrower depth-1"]],
        "1 narrower topic",
    )


def test_many_editions_are_shown_page_by_page_the_newest_first(reader):
    with recording():
        for number in range(10, 40):
            forum.edition(number, "2020")
    first, second = (tables(reader.get(f"/en/matrix/{page}"))[0] for page in ("", "?page=2"))
    shown = [[head.text for row in table.iter("thead") for head in row.iter("a")] for table in (first, second)]
    assert shown == [[str(n) for n in range(16, 40)], ["1", "2", *(str(n) for n in range(10, 16))]]
    assert rows(second)["Kazakhstan"][-1] == "1"


@pytest.mark.parametrize(
    ("question", "status", "sentence"),
    [
        ("page=none", 400, "Page: A page number is a whole number from 1."),
        ("country=kz", 400, "This list has no filter “country”."),
        ("page=2", 404, "There is no page 2: the list ends with page 1."),
    ],
)
def test_a_senseless_question_gets_a_sentence_and_no_table(reader, question, status, sentence):
    page = reader.get(f"/en/matrix/?{question}")
    assert (page.status_code, sentence in words(page), tables(page)) == (status, True, [])


def test_a_cross_tally_holds_what_two_choices_have_in_common():
    assert cross_tally(Agreement, "topic", "edition") == {"water": {"2": 1}, "economy": {"2": 1}}
    assert cross_tally(Agreement, "topic", "edition", ["1"]) == {}


def test_a_record_without_a_public_edition_has_an_empty_matrix(reader):
    assert len(tables(reader.get("/en/matrix/"))) == 2
    with recording():
        Edition.objects.update(state="draft")
    page = reader.get("/en/matrix/")
    assert ("Nothing is recorded yet." in words(page), tables(page)) == (True, [])
