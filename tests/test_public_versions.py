"""Each publication of an edition or an agreement is kept, at an address that lasts, and two can be compared."""

from importlib import import_module

import pytest
from django.apps import apps

from records.editing import steps
from records.models import Edition, PublicVersion
from records.models.editorial import PastAddress
from records.search.index import Because, recording
from tests import forum
from tests.reading import links, tree, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
FIRST = "/en/agreements/2.1/versions/1/"


@pytest.fixture
def corrected(world):
    """The agreement of the world with another text and another party than at first."""
    world.agreed.refresh_from_db()
    with recording(Because("The protocol was found.")):
        world.agreed.text_en = "They agreed on water."
        world.agreed.save()
        world.agreed.parties.filter(country=world.china).delete()
    return world.agreed


def head(page, name: str) -> list:
    """What the head of a page says in a meta or a link."""
    found = [*tree(page).iter("meta"), *tree(page).iter("link")]
    return [e.get("content") or e.get("href") for e in found if name in (e.get("name"), e.get("rel"))]


def test_a_version_shows_the_record_as_it_was_and_what_has_changed_since(reader, corrected):
    page = reader.get(FIRST)
    said = words(page, "main")
    assert "Version 1 of" in said
    assert "Since then something else is said of: Provision (English), Parties." in said
    assert "They agreed. Reference 2.1 Kind consensus Topics Water Parties China Kazakhstan" in said
    assert "Sources Report gazette-1" in said
    assert (head(page, "robots"), head(page, "canonical")) == (
        ["noindex"],
        ["http://127.0.0.1:8000/en/agreements/2.1/"],
    )


def test_the_record_leads_to_its_version_and_to_those_before(reader, corrected):
    page = reader.get("/en/agreements/2.1/")
    assert "Version 2 of" in words(page, "aside")
    assert {"/en/agreements/2.1/versions/2/", "/en/agreements/2.1/versions/"} <= set(links(page))
    listed = reader.get("/en/agreements/2.1/versions/")
    assert {FIRST, "/en/agreements/2.1/versions/2/"} <= set(links(listed))
    assert "The protocol was found." in words(listed, "main")


def test_a_citation_can_be_pinned_to_a_version(reader, corrected):
    assert "http://127.0.0.1:8000/en/agreements/2.1/versions/1/" in words(reader.get(FIRST), "main")
    found = reader.get("/en/agreements/2.1/versions/1.bib")
    assert (found.status_code, "Point 2.1" in found.content.decode()) == (200, True)
    assert "- Parties: China" in reader.get("/en/agreements/2.1/versions/1.md").content.decode()
    assert "Point 2.1" in reader.get("/en/changes.md?of=agreement").content.decode()


def test_two_versions_compare_with_words_marked(reader, corrected):
    page = reader.get("/en/agreements/2.1/versions/compare/?before=1&after=2")
    found = (element for element in tree(page).find(".//main").iter() if element.tag in ("ins", "del"))
    marked = [" ".join("".join(element.itertext()).split()) for element in found]
    assert marked == ["added: on water", "removed: China"]
    back = reader.get("/en/agreements/2.1/versions/compare/?before=2&after=1")
    assert "removed: on water" in words(back, "main")
    assert "They say the same." in words(reader.get("/en/agreements/2.1/versions/compare/?before=2&after=2"), "main")


@pytest.mark.parametrize(
    ("question", "status", "sentence"),
    [
        ("", 400, "Before: Choose two versions."),
        ("before=1&after=two", 400, "After: A version is a whole number from 1."),
        ("before=0&after=1", 400, "Before: "),
        ("before=1&after=77", 404, ""),
    ],
)
def test_a_senseless_pair_gets_a_sentence(reader, question, status, sentence):
    page = reader.get(f"/en/agreements/2.1/versions/compare/?{question}")
    assert (page.status_code, sentence in words(page)) == (status, True)


def test_an_edition_is_told_with_its_children_in_the_language_of_the_reader(reader, world):
    said = words(reader.get("/ru/editions/2/versions/1/"), "main")
    assert "Вторая встреча" in said
    assert (
        "Казахстан Глава делегации Лицо Алия Бекова Должность Minister of Water en Источники Report gazette-1 en"
        in said
    )
    assert "Разночтения даты Версии 1–3 сентября 2014 Источники Report herald-1" in said


def test_the_versions_of_a_withdrawn_record_still_show_with_the_reason(reader, corrected):
    steps.withdraw(corrected, Because("Entered twice."))
    for address in (FIRST, "/en/agreements/2.1/versions/"):
        page = reader.get(address)
        assert (page.status_code, "This record is no longer public: withdrawn on" in words(page)) == (200, True)
        assert "Entered twice." in words(page)


def test_what_was_never_public_has_no_versions(reader):
    for address in ("3.1/versions/", "3.1/versions/1/", "2.2/versions/1/", "2.1/versions/9/", "2.1/versions/0/"):
        assert reader.get(f"/en/agreements/{address}").status_code == 404
    assert reader.get("/en/editions/3/versions/").status_code == 404


def test_versions_of_a_record_that_moved_are_found_at_the_new_address(reader, world):
    with recording():
        late = forum.edition(0, name_en="Night meeting")
        there = forum.edition(12)
    with recording():
        there.delete()
    with recording():
        late.number = 12
        late.save()
    old = reader.get("/en/editions/night-meeting/versions/1/")
    assert (old.status_code, old["Location"]) == (301, "/en/editions/12/versions/2/")
    assert "Night meeting" in words(reader.get(old["Location"]), "h1")
    assert reader.get("/en/editions/night-meeting/versions/")["Location"] == "/en/editions/12/versions/"


@pytest.mark.parametrize("page", ["delegations/kz/", "statements/aliya-bekova/"])
def test_what_stands_in_an_edition_leads_to_the_version_of_that_in_which_it_is_kept(reader, world, page):
    with recording():
        world.second.theme_en = "Stars"
        world.second.save()
    answer = reader.get(f"/en/editions/2/{page}")
    assert "Kept in its edition: Version 2 of" in words(answer)
    kept = reader.get("/en/editions/2/versions/2/")
    assert ("/en/editions/2/versions/2/" in links(answer), "Aliya Bekova" in words(kept)) == (True, True)


def test_a_comparison_of_versions_goes_along_with_its_record(reader, world):
    with recording():
        late = forum.edition(0, name_en="Night meeting")
    with recording():
        late.theme_en = "Stars"
        late.save()
    with recording():
        late.number = 12
        late.save()
    asked = "/en/editions/night-meeting/versions/compare/?before=1&after="
    there = (301, "/en/editions/12/versions/compare/?before=1&after=2")
    assert (reader.get(f"{asked}2").status_code, reader.get(f"{asked}2")["Location"]) == there
    with recording():
        forum.edition(0, name_en="Night meeting")
    assert (reader.get(f"{asked}2").status_code, reader.get(f"{asked}2")["Location"]) == there
    number = PublicVersion.objects.get(kind="edition", key="night-meeting").number
    other = reader.get(f"{asked}{number}")
    assert (other.status_code, "These two versions are of different records" in words(other, "main")) == (404, True)
    assert reader.get(f"{asked}99").status_code == 404


def test_a_version_page_asks_few_queries(reader, corrected, django_assert_max_num_queries):
    reader.get(FIRST)
    for address in (FIRST, "/en/agreements/2.1/versions/", "/en/agreements/2.1/versions/compare/?before=1&after=2"):
        with django_assert_max_num_queries(10):
            reader.get(address)


def test_a_version_is_data_too_in_the_shape_of_the_record(reader, world):
    world.agreed.refresh_from_db()
    before = reader.get("/agreements/2.1.json").json()
    with recording():
        world.agreed.text_en = "They agreed on water."
        world.agreed.save()
    version = reader.get("/agreements/2.1/versions/1.json").json()
    links = version.pop("links")
    said = {key: value for key, value in before.items() if key not in ("links", "data_version")}
    assert {key: value for key, value in version.items() if key != "data_version"} == said
    assert (links["self"], links["record"], links["pages"]["ru"]) == (
        "http://127.0.0.1:8000/agreements/2.1/versions/1.json", "http://127.0.0.1:8000/agreements/2.1.json",
        "http://127.0.0.1:8000/ru/agreements/2.1/versions/1/",
    )  # fmt: skip


def test_the_data_of_a_version_stay_and_move_with_the_record(reader, world):
    with recording():
        Edition.objects.filter(pk=world.second.pk).update(number=4, slug="4")
    answer = reader.get("/editions/2/versions/1.json")
    assert (answer.status_code, answer["Location"]) == (301, "/editions/4/versions/1.json")
    world.second.refresh_from_db()
    steps.withdraw(world.second, Because("Entered twice."))
    assert reader.get("/editions/4/versions/1.json").json()["number"] == 2
    missing = reader.get("/editions/4/versions/9.json")
    assert (missing.status_code, missing.json()) == (404, {"problems": ["The record has nothing at this address."]})


def test_the_page_of_a_version_leads_programs_on_as_a_record_does(reader):
    page = reader.get(FIRST)
    assert [e.get("href") for e in tree(page).iter("link") if e.get("type") == "application/json"] == [
        "/agreements/2.1/versions/1.json"
    ]
    for signpost in (
        '<https://schema.org/AboutPage>; rel="type"', '</en/agreements/>; rel="collection"; type="text/html"',
        '</en/agreements/2.1/>; rel="latest-version"', '</en/agreements/2.1/versions/>; rel="version-history"',
    ):  # fmt: skip
        assert signpost in page["Link"].split(", ")


def renumbered(edition, number: int):
    """Give an edition another number, and its agreements with it."""
    edition.refresh_from_db()
    with recording():
        edition.number = number
        edition.save()
        for agreement in edition.agreements.all():
            agreement.save()


def test_a_version_once_cited_never_shows_another_record_that_took_its_number(reader, world):
    renumbered(world.second, 30)
    with recording():
        other = forum.edition(2, name_en="Another meeting")
        forum.agreement(other, 1, world.kazakhstan, title_en="Another point")
    for place, new_key in (("editions/2", "30"), ("agreements/2.1", "30.1")):
        there = f"/{place.split('/')[0]}/{new_key}/versions/1"
        old, data = reader.get(f"/en/{place}/versions/1/"), reader.get(f"/{place}/versions/1.json")
        assert (old.status_code, old["Location"]) == (301, f"/en{there}/")
        assert (data.status_code, data["Location"]) == (301, f"{there}.json")
        assert reader.get(f"/{place}.json").json()["version"]["number"] == 2
        assert "Another" in words(reader.get(f"/en/{place}/versions/2/"), "h1")


def test_the_versions_of_two_records_that_change_places_are_each_found(reader, world):
    before = {key: words(reader.get(f"/en/editions/{key}/versions/1/"), "h1") for key in ("1", "2")}
    for edition, number in ((world.first, 9), (world.second, 1), (world.first, 2)):
        renumbered(edition, number)
    for key, said in before.items():
        answer = reader.get(f"/en/editions/{key}/versions/1/")
        assert (answer.status_code, words(reader.get(answer["Location"]), "h1")) == (301, said)


def test_past_addresses_are_read_from_the_log_of_an_older_record(world):
    for edition, number in ((world.first, 9), (world.second, 1), (world.first, 2)):
        renumbered(edition, number)
    kept = set(PastAddress.objects.values_list("kind", "key", "number", "version"))
    PastAddress.objects.all().delete()
    import_module("records.migrations.0018_past_addresses_from_the_log").note_past_addresses(apps, None)
    assert len(kept) > 2
    assert set(PastAddress.objects.values_list("kind", "key", "number", "version")) == kept


def test_what_has_changed_since_ends_as_a_sentence_of_the_language(reader, corrected):
    said = words(reader.get("/zh-hans/agreements/2.1/versions/1/"), "main")
    assert ("。 " in said.partition("此后有改动的内容：")[2], ". " in said.partition("此后有改动的内容：")[2][:60]) == (
        True,
        False,
    )


def test_a_statement_leads_to_its_own_page_in_every_table(reader):
    page = "http://127.0.0.1:8000/en/editions/2/statements/aliya-bekova/"
    assert reader.get("/editions/2/statements/aliya-bekova.json").json()["links"]["pages"]["en"] == page
    assert page in reader.get("/statements.csv").content.decode()
