"""The log of changes: what happened, when, why and by which source, as a page; filters that count."""

import csv

import pytest

from records.editing import steps
from records.editing.merging import merge
from records.models import Agreement, Change, Citation, Member, Statement
from records.search.index import Because, recording
from tests import forum
from tests.reading import headings, links, tree, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def entries(reader, question="", language="en") -> list[str]:
    """What the page says of each change, in a line."""
    page = reader.get(f"/{language}/changes/?{question}")
    assert page.status_code == 200
    found = [li for li in tree(page).iter("li") if (li.get("id") or "").startswith("change-")]
    return [" ".join("".join(li.itertext()).split()) for li in found]


@pytest.fixture(autouse=True)
def as_stored(world):
    """What a test before has changed in memory only is forgotten."""
    world.agreed.refresh_from_db()


def today(reader) -> str:
    """The day as the page prints it."""
    return next(time.text for time in tree(reader.get("/en/changes/")).iter("time"))


def test_a_correction_is_told_word_by_word_with_its_reason_and_the_source_added(reader, world):
    with recording(Because("The protocol was found.")):
        world.agreed.text_en = "They agreed on water."
        world.agreed.save()
        Citation.objects.create(source=world.herald, agreement=world.agreed)
    assert entries(reader)[0] == (
        f"{today(reader)} · corrected · agreement 2.1 Point 2.1 The protocol was found. Provision (English) They agreed"
        "added: on water. Sources added: Report herald-1 By: Report herald-1"
    )


def test_children_and_keys_are_told_by_names(reader, world):
    with recording():
        Member.objects.create(delegation=world.delegation, person=world.boris, title_en="Deputy")
        world.agreed.parties.filter(country=world.china).delete()
    said = entries(reader)[:3]
    assert [part for part in CHILDREN if not any(part in entry for entry in said)] == []


CHILDREN = [
    "corrected · agreement 2.1 Point 2.1 Parties removed: China", "added · person Boris Lin",
    "enriched · edition Edition 2 Delegations › Kazakhstan › Members added: Boris Lin Office Deputy",
]  # fmt: skip


def test_what_is_withdrawn_says_why_and_leads_to_its_address(reader, world):
    steps.withdraw(world.agreed, Because("Entered twice.", reason_ru="Внесено дважды."))
    assert "withdrawn · agreement 2.1 Point 2.1 Entered twice." in entries(reader)[0]
    assert "Внесено дважды." in entries(reader, language="ru")[0]
    assert "/en/agreements/2.1/" in links(reader.get("/en/changes/"))


def test_each_choice_narrows_the_list(reader, world):
    steps.withdraw(world.agreed, Because("Entered twice."))
    assert len(entries(reader, "act=withdrawn")) == 1
    assert len(entries(reader, "act=withdrawn&of=edition")) == 0
    assert len(entries(reader, "record=agreement/2.1")) == 2
    assert len(entries(reader, "topic=economy&of=agreement")) == 2
    month = Change.objects.first().month
    assert (
        len(entries(reader, f"month={month}&of=agreement"))
        == len(entries(reader, f"month={month[:4]}&of=agreement"))
        == 2
    )


def test_choices_are_counted_under_the_others(reader, world):
    steps.withdraw(world.agreed, Because("Entered twice."))
    facets = tree(reader.get("/en/changes/?of=agreement")).iter("fieldset")
    counted = {"".join(f.find("legend").itertext()): " ".join("".join(f.find("ul").itertext()).split()) for f in facets}
    assert counted["What happened"] == "added 1 withdrawn 1"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("record=2.1", "Record: Write the kind and the identifier of a record"),
        ("record=agreement/9.9", "Record: The log has nothing of “agreement/9.9”."),
        ("act=improved", "What happened: “improved” is not in the record."),
        ("month=1999-01", "When: “1999-01” is not in the record."),
        ("page=99", "There is no page 99"),
    ],
)
def test_a_senseless_question_gets_a_sentence(reader, question, sentence):
    page = reader.get(f"/en/changes/?{question}")
    assert (page.status_code in (400, 404), sentence in words(page), headings(page)) == (True, True, [])


def test_drafts_and_staff_are_not_in_the_log(reader, world, django_user_model):
    django_user_model.objects.create_user("secretary-smith")
    with recording():
        world.draft.theme_en = "Another hidden theme"
        world.draft.save()
        Agreement.objects.filter(pk=world.agreed.pk).update(title_en="Not hidden")
    said = reader.get("/en/changes/").content.decode() + reader.get("/changes.json?since=0").content.decode()
    assert ("Not hidden" in said, "Hidden" in said, "smith" in said) == (True, False, False)


def test_a_country_that_is_called_otherwise_is_told_with_the_name_before(reader, world):
    with recording():
        world.kazakhstan.name_ru = "Республика Казахстан"
        world.kazakhstan.save()
    [entry, *_earlier] = entries(reader, "of=country", "ru")
    assert "исправлено · страна Республика Казахстан Название (русский) добавлено: Республика Казахстан" in entry
    assert Change.objects.newest_first()[0].differences == [[["ru"], "Казахстан", "Республика Казахстан"]]


def test_what_was_merged_leads_to_the_other_by_its_name(reader, world):
    with recording():
        twin = forum.person("alia-bekova", name_en="Alia Bekova")
        forum.cite(world.gazette, statement=Statement.objects.create(
            edition=world.second, slug="again", person=twin, gist_en="Water last."))  # fmt: skip
    merge(twin, world.aliya, Because("One person."))
    assert any("Alia Bekova It is now at: Aliya BekovaOne person." in entry for entry in entries(reader))
    assert "It is now at: &lt;a href=" in reader.get("/en/changes.atom").content.decode()


def test_the_one_record_that_was_asked_for_is_named(reader):
    chosen = next(ul for ul in tree(reader.get("/en/changes/?record=country/kz")).iter("ul") if ul.get("aria-label"))
    assert " ".join("".join(chosen.itertext()).split()) == "Record: Kazakhstan ×(remove)"


def test_the_log_is_linked_from_every_page(reader):
    assert "/en/changes/" in links(reader.get("/en/"))


def test_a_record_without_a_number_takes_its_log_along(reader, world):
    with recording():
        late = forum.edition(0, name_en="Night meeting")
    with recording():
        late.number = 12
        late.save()
    corrected, moved = entries(reader)[:2]
    assert "corrected · edition Night meeting Number removed: 0 added: 12" in corrected
    assert "moved to another address · edition Night meeting It is now at: 12" in moved


def test_as_a_table_each_field_has_a_row_and_nothing_is_a_formula(reader, world):
    with recording(Because("=SUM(A1)")):
        world.agreed.title_en, world.agreed.note_en = "Water plan", "New."
        world.agreed.save()
    answer = reader.get("/changes.csv?record=agreement/2.1")
    rows = list(csv.DictReader(answer.content.decode("utf-8-sig").splitlines()))
    assert [(row["act"], row["key"], row["path"], row["before"], row["after"]) for row in rows] == [
        ("corrected", "2.1", "title_en", "Point 2.1", "Water plan"), ("corrected", "2.1", "note_en", "", "New."),
        ("added", "2.1", "", "", ""),
    ]  # fmt: skip
    assert (rows[0]["reason_en"], rows[2]["sources_added"]) == ("'=SUM(A1)", "gazette-1")
    assert reader.get("/changes.csv?page=2").status_code == 400
