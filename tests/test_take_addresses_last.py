"""Questions that were cited last: what they choose may be merged, moved or withdrawn, and every face still answers."""

import pytest

from records.editing import steps
from records.editing.merging import merge
from records.search.index import Because, recording
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
        assert [answer.status_code for answer in answers] == [200] * len(FACES), question
        assert "“Edition 10” was withdrawn on" in words(answers[0], "main")
        assert "It never met." in words(answers[0], "main")
        assert "/en/editions/10/" in links(answers[0])
        assert "It never met." in answers[1].content.decode()
        [said] = answers[4].json()["gone"]
        assert (said["reason"], answers[4].json()["total"]) == ("It never met.", 0)
    assert "It never met." in reader.get("/en/editions.ics?year=2033").content.decode().replace("\r\n ", "")
    assert reader.get("/en/search/?edition=10").status_code == 200


def test_a_comparison_with_what_was_withdrawn_says_why(reader, world):
    with recording():
        extra = forum.edition(10)
    steps.withdraw(extra, Because("It never met."))
    answer = reader.get("/en/compare/editions/?a=1&b=10")
    assert (answer.status_code, "It never met." in words(answer, "main")) == (410, True)


def test_what_never_was_is_still_senseless(reader):
    for question in ("edition=3", "edition=99", "topic=lakes-and-rivers", "country=zz", "year=1999", "year=x"):
        assert [reader.get(face.format("agreements") + f"?{question}").status_code for face in FACES] == [400] * 6
