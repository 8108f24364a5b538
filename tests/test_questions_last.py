"""Questions that were cited last: what they choose may be merged, moved or withdrawn, and every face still answers."""

import re
import time

import pytest

from records.editing import steps
from records.editing.merging import merge
from records.editing.reports import answer
from records.models import Report
from records.search.index import Because, recording
from records.views.reports import SIGNED
from tests import forum
from tests.reading import links, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
FACES = ["/en/{}/", "/en/{}.md", "/en/{}.bib", "/en/{}.atom", "/{}.json", "/{}.csv"]


@pytest.mark.parametrize("name", ["agreements", "statements", "changes"])
def test_a_question_for_a_topic_that_was_merged_leads_to_the_one_that_is_left(reader, world, name):
    merge(forum_topic(), world.water, Because("One topic."))
    for face in FACES:
        answer = reader.get(face.format(name) + "?sort=oldest&topic=lakes&topic=water")
        assert (answer.status_code, answer["Location"]) == (301, face.format(name) + "?sort=oldest&topic=water"), face


def forum_topic():
    with recording():
        return forum.topic("lakes")


def test_a_question_for_an_edition_that_was_renumbered_leads_to_its_number(reader, world):
    with recording(Because("Counted again.")):
        world.second.number = 33
        world.second.save()
    world.second.refresh_from_db()
    asked = ["/en/agreements/?edition=2", "/agreements.json?edition=2", "/en/search/?edition=2"]
    assert [reader.get(where)["Location"] for where in asked] == [where + "" for where in map(renumbered, asked)]
    assert reader.get("/en/compare/editions/?a=1&b=2")["Location"] == "/en/compare/editions/?a=1&b=33"


def renumbered(where: str) -> str:
    return where.replace("edition=2", "edition=33")


def test_what_was_withdrawn_is_answered_with_the_reason_in_every_face(reader, world):
    with recording():
        extra = forum.edition(10, "2033-05-07")
    steps.withdraw(extra, Because("It never met."))
    for question in ("edition=10", "year=2033"):
        answers = [reader.get(face.format("agreements") + f"?{question}") for face in FACES]
        assert [answer.status_code for answer in answers] == [410 if ".csv" in face else 200 for face in FACES], (
            question
        )
        assert "“Edition 10” was withdrawn on" in words(answers[0], "main")
        assert "It never met." in words(answers[0], "main")
        assert "/en/editions/10/" in links(answers[0])
        assert "It never met." in answers[1].content.decode()
        [said] = answers[4].json()["gone"]
        assert (said["reason"], answers[4].json()["total"]) == ("It never met.", 0)
    assert "It never met." in reader.get("/en/editions.ics?year=2033").content.decode().replace("\r\n ", "")
    assert reader.get("/en/search/?edition=10").status_code == 200


def test_a_table_is_never_empty_without_a_reason(reader, world):
    with recording():
        forum.agreement(world.second, 7, world.kazakhstan)
        extra = forum.edition(10, "2033-05-07")
    steps.withdraw(extra, Because("It never met."))
    for face in ("/agreements.csv", "/search.csv"):
        empty = reader.get(f"{face}?edition=10")
        assert (empty.status_code, empty.json()["gone"][0]["reason"]) == (410, "It never met.")
        assert empty.json()["problems"][0].endswith("It never met.")
    some = reader.get("/agreements.csv?edition=10&edition=2")
    assert (some.status_code, "It%20never" in some["Link"], "/en/editions/10/" in some["Link"]) == (200, False, True)
    assert "was%20withdrawn%20on" in some["Link"]


def test_a_title_with_quotation_marks_is_quoted_as_its_language_does(reader, world):
    with recording():
        extra = forum.edition(10, "2033-05-07", name_en="Forum “Silk Road”", name_ru="Форум «Шёлковый путь»")
    steps.withdraw(extra, Because("It never met."))
    assert "«Форум „Шёлковый путь“»" in words(reader.get("/ru/agreements/?edition=10"), "main")
    assert "“Forum ‘Silk Road’”" in words(reader.get("/en/agreements/?edition=10"), "main")


def test_a_comparison_with_what_was_withdrawn_says_why(reader, world):
    with recording():
        extra = forum.edition(10)
    steps.withdraw(extra, Because("It never met."))
    answer = reader.get("/en/compare/editions/?a=1&b=10")
    assert (answer.status_code, "It never met." in words(answer, "main")) == (410, True)


def test_what_never_was_is_still_senseless(reader):
    for question in ("edition=3", "edition=99", "topic=lakes-and-rivers", "country=zz", "year=1999", "year=x"):
        assert [reader.get(face.format("agreements") + f"?{question}").status_code for face in FACES] == [400] * 6


def test_what_went_with_its_edition_names_it_and_has_its_reason(reader, world):
    steps.withdraw(world.second, Because("It never met."))
    page = reader.get("/en/agreements/2.1/")
    assert (page.status_code, "It went with: Edition 2 It never met." in words(page, "main")) == (410, True)
    said = reader.get("/agreements/2.1.json").json()
    assert (said["went_with"], said["reason_en"]) == ("/editions/2.json", "It never met.")
    log = reader.get("/en/changes/?record=agreement/2.1")
    assert re.search("It went with: Edition 2 ?It never met.", words(log, "main"))
    person = words(reader.get("/en/people/aliya-bekova/"), "main")
    assert ("It went with: Edition 2 It never met." in person, "names it" in person) == (True, False)


def test_what_a_merge_corrects_has_its_reason(reader, world):
    with recording():
        twin = forum.person("a-bekova")
        world.statement.person = twin
        world.statement.save()
    merge(twin, world.aliya, Because("One person."))
    [change] = reader.get("/changes.json?record=edition/2&act=corrected").json()["changes"][:1]
    assert change["reason_en"] == "One person."


def test_what_is_gone_leads_to_what_is_left_and_can_be_reported(reader, world):
    steps.withdraw(world.agreed, Because("Entered twice."))
    found = links(reader.get("/en/agreements/2.1/"))
    left = ["/en/agreements/2.1/versions/", "/en/changes/?record=agreement/2.1", "/en/report/agreement/2.1/"]
    assert [reader.get(where).status_code for where in left if where in found] == [200, 200, 200]
    written = {"text": "It was agreed.", "opened": SIGNED.sign(str(time.time() - 60))}
    assert reader.post(left[2], written).status_code == 302
    report = Report.objects.get()
    report.state, report.answer_en = "kept", "It was not."
    answer(report)
    assert "Entered twice." in words(reader.get("/en/agreements/2.1/"), "main")
    assert "It was not." in words(reader.get(left[1]), "main")


@pytest.mark.parametrize("ending", ["md", "bib", "ris"])
def test_the_file_of_what_is_gone_says_why_in_plain_text(reader, world, ending):
    steps.withdraw(world.agreed, Because("Entered twice."))
    gone = reader.get(f"/en/agreements/2.1.{ending}")
    assert (gone.status_code, gone["Content-Type"]) == (410, "text/plain; charset=utf-8")
    assert gone.content.decode().split("\n")[1:3] == ["2.1 Point 2.1", "Entered twice."]
    data = reader.get("/en/agreements/2.1.csl.json")
    assert (data.status_code, data.json()["problems"][1:3]) == (410, ["2.1 Point 2.1", "Entered twice."])


@pytest.mark.parametrize("rest", ["", "agreements/?topic=water", "agreements/2.1.md", "people/%3Fa%25/"])
def test_chinese_without_its_script_leads_to_the_chinese_there_is(reader, rest):
    answer = reader.get(f"/zh/{rest}")
    assert (answer.status_code, answer["Location"]) == (301, f"/zh-hans/{rest}")
