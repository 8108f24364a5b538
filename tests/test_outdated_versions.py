"""A kept version says in every face that it is outdated or its record gone; it names other records as of then."""

import re
from datetime import timedelta

import pytest
from jsonschema import Draft202012Validator

from records.editing import steps
from records.models import PublicVersion
from records.search.index import Because, recording
from tests import forum
from tests.reading import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
PLACE = "agreements/2.1/versions"
SITE = "http://127.0.0.1:8000"
NAMED = "Other records are named here as they were called then; where that is not known, as they are called today."


@pytest.fixture
def corrected(world):
    """The agreement of the world with another text than at first."""
    world.agreed.refresh_from_db()
    with recording(Because("The protocol was found.")):
        world.agreed.text_en = "They agreed on water."
        world.agreed.save()
    return world.agreed


def markdown(reader, address: str) -> str:
    return reader.get(address).content.decode()


def problems(reader, address: str) -> list[str]:
    """Where an answer is not what is described."""
    described = reader.get("/api/openapi.json").json()
    kind = "edition" if address.startswith("/editions") else "agreement"
    path = described["paths"][f"/{kind}s/{{key}}/versions/{{number}}.json"]
    schema = path["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    whole = schema | {"components": described["components"]}
    return [one.message for one in Draft202012Validator(whole).iter_errors(reader.get(address).json())]


@pytest.mark.parametrize(
    ("number", "sentence"),
    [(1, "Since then something else is said of: Provision (English)."), (2, "It is what the record says now.")],
)
def test_the_markdown_of_a_version_says_what_its_page_says_of_today(reader, corrected, number, sentence):
    assert sentence in words(reader.get(f"/en/{PLACE}/{number}/"), "main")
    assert f"as it was published. {sentence}\n\n" in markdown(reader, f"/en/{PLACE}/{number}.md")


def test_the_markdown_of_a_version_leads_to_what_is_newer(reader, corrected):
    said = markdown(reader, f"/en/{PLACE}/1.md")
    assert f"- Compare with version 2: <{SITE}/en/{PLACE}/compare/?before=1&after=2>\n" in said
    assert f"- The record as it is now: <{SITE}/en/agreements/2.1/>\n- All versions: <{SITE}/en/{PLACE}/>\n" in said
    assert "The protocol was found.\n" in markdown(reader, f"/en/{PLACE}/2.md")


def test_the_markdown_of_a_version_says_that_its_record_is_gone_and_why(reader, corrected):
    steps.withdraw(corrected, Because("Entered *twice*."))
    page, said = words(reader.get(f"/en/{PLACE}/2/"), "main"), markdown(reader, f"/en/{PLACE}/2.md")
    [sentence] = [line for line in said.split("\n") if line.startswith("This record is no longer public: withdrawn on")]
    assert (f"{sentence} Entered *twice*." in page, "The newest version" in page + said) == (True, False)
    assert f"{sentence}\n\nEntered \\*twice\\*.\n\n- The address of the record: <{SITE}/en/agreements/2.1/>" in said


def test_an_agreement_that_went_with_its_edition_gives_the_reason_of_that(reader, world):
    world.second.refresh_from_db()
    steps.withdraw(world.second, Because("No such meeting."))
    assert "No such meeting." in words(reader.get(f"/en/{PLACE}/1/"), "main")
    assert "\nNo such meeting.\n" in markdown(reader, f"/en/{PLACE}/1.md")
    gone = reader.get(f"/{PLACE}/1.json").json()["gone"]
    assert (gone["reason_en"], gone["went_with"]) == ("No such meeting.", "/editions/2.json")


def test_the_data_of_a_version_lead_to_the_newest(reader, corrected):
    for number in (1, 2):
        version = reader.get(f"/{PLACE}/{number}.json").json()
        assert (version["links"]["newest"], "gone" in version) == (f"{SITE}/{PLACE}/2.json", False)


def test_the_data_of_a_version_say_how_its_record_went_as_the_tombstone_does(reader, corrected):
    steps.withdraw(corrected, Because("Entered twice."))
    tombstone = reader.get("/agreements/2.1.json").json()
    assert tombstone.pop("problems") == ["The record is gone."]
    assert reader.get(f"/{PLACE}/1.json").json()["gone"] == tombstone
    assert (tombstone["act"], tombstone["reason_en"]) == ("withdrawn", "Entered twice.")


def test_a_version_of_what_is_replaced_says_by_what(reader, corrected):
    with recording():
        other = forum.agreement(corrected.edition, 7, title_en="Point 2.7")
    steps.withdraw(corrected, Because("Entered twice."), replaced_by=other)
    assert reader.get(f"/{PLACE}/1.json").json()["gone"]["replaced_by"] == "/agreements/2.7.json"
    assert f"\n2.7 Point 2.7: <{SITE}/en/agreements/2.7/>\n" in markdown(reader, f"/en/{PLACE}/1.md")


def test_the_data_of_a_version_are_what_is_described(reader, corrected):
    answers = (f"/{PLACE}/1.json", "/editions/2/versions/1.json")
    assert [problems(reader, address) for address in answers] == [[], []]
    steps.withdraw(corrected, Because("Entered twice."))
    assert [problems(reader, address) for address in answers] == [[], []]


@pytest.mark.parametrize("address", [f"/en/{PLACE}/1", "/en/editions/2/versions/1"])
def test_a_version_says_from_when_the_names_of_other_records_are(reader, address):
    assert NAMED in words(reader.get(f"{address}/"), "main")
    assert f"\n{NAMED}\n" in markdown(reader, f"{address}.md")


def test_a_version_that_names_no_other_record_says_nothing_of_names(reader):
    with recording():
        forum.edition(14, name_en="Alone")
    assert NAMED not in words(reader.get("/en/editions/14/versions/1/"), "main")
    assert NAMED not in markdown(reader, "/en/editions/14/versions/1.md")


def test_a_version_names_other_records_as_they_were_called_then(reader, world):
    with recording():
        for name, record in {"Rivers": world.water, "Assembly 2": world.second, "Cathay": world.china}.items():
            record.refresh_from_db()
            record.name_en = name
            record.save()
    with recording():
        world.agreed.refresh_from_db()
        world.agreed.text_en = "They agreed on water."
        world.agreed.save()
    found = [markdown(reader, f"/en/{PLACE}/{number}.md") for number in (1, 2)]
    named = [re.findall("^- (?:Topics|Edition|Parties): (.+)$", one, re.MULTILINE) for one in found]
    assert named == [["Water", "China", "Kazakhstan", "Edition 2"], ["Rivers", "Cathay", "Kazakhstan", "Assembly 2"]]
    assert "Topics Water Parties China Kazakhstan" in words(reader.get(f"/en/{PLACE}/1/"), "main")


def test_a_name_that_the_log_does_not_know_from_then_is_the_last_one(reader, world):
    before = PublicVersion.objects.get(kind="agreement", key="2.1")
    PublicVersion.objects.filter(pk=before.pk).update(published_at=before.published_at - timedelta(days=9))
    said = markdown(reader, f"/en/{PLACE}/1.md")
    assert ("- Topics: Water\n" in said, "- Parties: China\n" in said) == (True, True)
