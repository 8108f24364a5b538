"""The matrix: every number is the total of the list it leads to, and an empty cell says why it is empty."""

import csv
import re
from io import StringIO

import pytest

from records.models import Agreement, Delegation, Edition, Gap
from records.search.index import recording
from records.search.tallies import cross_tally
from tests import forum
from tests.reading import links, tree, words

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


def cells(answer, of: str) -> dict[tuple, tuple]:
    """The cells of one half of the JSON: number and state, by row and edition."""
    return {(row["code"], one["edition"]): (one["count"], one["state"])
            for row in answer[of]["rows"] for one in row["cells"]}  # fmt: skip


def as_table(reader, question="") -> list[dict]:
    content = reader.get(f"/matrix.csv{question}").content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(content, newline="")))


def test_programs_read_each_cell_with_its_state_and_its_list(reader):
    answer = reader.get("/matrix.json").json()
    assert cells(answer, "delegations")["kz", "1"] == (0, "not looked for")
    assert cells(answer, "delegations")["kz", "2"] == (1, "recorded")
    assert cells(answer, "agreements") == {
        ("economy", "1"): (0, "not looked for"), ("economy", "2"): (1, "recorded"),
        ("water", "1"): (0, "not looked for"), ("water", "2"): (1, "recorded"),
    }  # fmt: skip
    kazakhstan = next(row for row in answer["delegations"]["rows"] if row["code"] == "kz")
    assert kazakhstan["cells"][1] == {
        "edition": "2", "count": 1, "state": "recorded", "head_is_known": True,
        "leads_to": "http://127.0.0.1:8000/delegations.json?country=kz&edition=2",
    }  # fmt: skip


def test_the_numbers_of_programs_are_those_of_the_page_and_of_the_lists_they_lead_to(reader, world):
    with recording():
        forum.agreement(world.first, 1, world.china, topics=[forum.topic("roads")])
    answer, page = reader.get("/matrix.json").json(), tables(reader.get("/en/matrix/"))
    for half, table in zip(("delegations", "agreements"), page, strict=True):
        told = [*answer[half]["rows"], answer[half]["all"]]
        shown = list(rows(table).values())[1:]
        numbers = [[*(str(one["count"] or "") for one in row["cells"]), str(row["total"])] for row in told]
        assert numbers == [[re.sub(r"\D", "", text) for text in row] for row in shown]
        leads = [one for row in told for one in (*row["cells"], {"count": row["total"], **row}) if one["count"]]
        totals = [reader.get(one["leads_to"].removeprefix("http://127.0.0.1:8000")).json()["total"] for one in leads]
        assert totals == [one["count"] for one in leads]


def test_the_table_has_a_row_for_each_cell_of_all_editions(reader):
    with recording():
        for number in range(10, 40):
            forum.edition(number, "2020")
    first, second = (reader.get(f"/matrix.json?page={page}").json() for page in (1, 2))
    assert ("next" in first["links"], "previous" in second["links"]) == (True, True)
    table = as_table(reader)
    for half in ("delegations", "agreements"):
        told = cells(second, half) | cells(first, half)
        found = {(row["code"], row["edition"]): (int(row["count"]), row["state"])
                 for row in table if row["counts"] == half}  # fmt: skip
        assert found == told
    heads = {row["code"]: row["head_is_known"] for row in table if row["edition"] == "2"}
    assert (heads["cn"], heads["kz"], heads["water"]) == ("no", "yes", "")
    pages = [row["page"].removeprefix("http://127.0.0.1:8000") for row in table if row["count"] == "1"]
    assert {reader.get(page).status_code for page in pages} == {200}


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])
def test_the_page_leads_to_data_in_its_own_order(reader, language):
    page = reader.get(f"/{language}/matrix/")
    faces = dict(
        re.findall('<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)">', page.content.decode())
    )
    assert set(faces.values()) <= set(links(page))
    answer = reader.get(faces["application/json"]).json()
    read = [re.search("topic=([a-z-]+)$", one.get("href")) for one in tables(page)[1].iter("a")]
    codes = [row["code"] for row in answer["agreements"]["rows"]]
    assert codes == [found[1] for found in read if found]
    table = reader.get(faces["text/csv"]).content.decode().split("agreements,topic,")[1:]
    assert codes == list(dict.fromkeys(row.partition(",")[0] for row in table))


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("json?page=none", 400, "Page: A page number is a whole number from 1."),
        ("json?country=kz", 400, "This list has no filter “country”."),
        ("json?page=2", 404, "There is no page 2: the list ends with page 1."),
        ("csv?page=1", 400, "A table has all rows at once, and no pages: leave “page” out."),
        ("csv?names=zh", 400, "Order of names: Names can be sorted as in “en” or “ru”."),
    ],
)
def test_a_senseless_question_of_a_program_gets_a_sentence(reader, address, status, sentence):
    answer = reader.get(f"/matrix.{address}")
    assert (answer.status_code, answer.json()) == (status, {"problems": [sentence]})


@pytest.mark.parametrize("ending", ["json", "csv"])
def test_numbers_that_have_not_changed_are_a_304_at_one_query(reader, ending, django_assert_num_queries):
    tag = reader.get(f"/matrix.{ending}")["ETag"]
    with django_assert_num_queries(1):
        assert reader.get(f"/matrix.{ending}", headers={"If-None-Match": tag}).status_code == 304
