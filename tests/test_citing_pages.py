"""How a page is cited: what stands on it, the files beside it, and what programs read in its head."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from records.citations import FILES
from records.editing import steps
from records.models import Agreement, Change, Forum
from records.search.index import Because, recording, reindex
from records.search.snapshot import current
from tests import forum
from tests.reading import CITED_PAGES, links, tree

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
NASTY = 'A {brace}, 100% & $5_#1 ~ ^ \\cmd "quoted" } <b>'


@pytest.fixture
def said(reader, world):
    """Gives the texts of the citations on a page, by style."""

    def said(address: str) -> dict[str, str]:
        spans = (e for e in tree(reader.get(address)).iter("span") if e.get("class") == "citation")
        return {span.get("id"): "".join(span.itertext()) for span in spans}

    return said


@pytest.mark.parametrize("address", CITED_PAGES)
def test_every_record_and_list_can_be_cited_and_each_file_is_linked(reader, said, address):
    assert list(said(f"/en/{address}")) == ["citation-apa", "citation-chicago", "citation-gost", "citation-gbt"]
    files = [link for link in links(reader.get(f"/en/{address}")) if link.partition("?")[0].endswith(tuple(FILES))]
    assert [reader.get(file)["Content-Type"].partition(";")[0] for file in files] == [
        "application/x-bibtex", "application/x-research-info-systems", "application/vnd.citationstyles.csl+json",
    ]  # fmt: skip


def test_a_list_is_cited_with_its_question_and_nothing_else(said):
    there = said("/en/agreements/?country=kz&topic=water&page=1&utm_source=post")["citation-apa"]
    assert there == (
        "Lake Forum: the record. (n.d.). Agreements (Country: Kazakhstan; Topic: Water). Retrieved [day of reading], "
        "from http://127.0.0.1:8000/en/agreements/?country=kz&topic=water"
    )


def test_a_statement_is_cited_at_its_own_page_which_says_when_it_has_gone(said):
    assert said("/en/editions/2/statements/aliya-bekova/")["citation-apa"].endswith(
        "Statement: Aliya Bekova, Edition 2. Retrieved [day of reading], from "
        "http://127.0.0.1:8000/en/editions/2/statements/aliya-bekova/"
    )


def test_markup_in_a_title_stays_text(said, world):
    with recording():
        world.agreed.title_en = NASTY
        world.agreed.save()
    assert NASTY in said("/en/agreements/2.1/")["citation-apa"]


def test_a_title_in_another_language_than_the_page_says_so(reader, world):
    page = tree(reader.get("/zh-hans/editions/1/"))
    assert {e.get("lang") for e in page.iter("cite") for e in e.iter("span")} == {"en"}


def test_an_address_without_a_language_leads_to_the_readers(reader, world):
    answer = reader.get("/agreements/2.1.bib", headers={"accept-language": "ru"})
    assert (answer.status_code, answer["Location"]) == (302, "/ru/agreements/2.1.bib")
    assert "langid = {russian}" in reader.get("/ru/agreements/2.1.bib").content.decode()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/en/agreements/2.2.bib", 404),  # a draft
        ("/en/editions/3.ris", 404),
        ("/en/editions/3/statements/hidden.bib", 404),
        ("/en/people/hidden-person.csl.json", 404),
        ("/en/editions/latest.bib", 404),
        ("/en/agreements.bib?country=XX", 400),
        ("/en/agreements.bib?page=99", 404),
    ],
)
def test_what_cannot_be_read_cannot_be_cited(reader, world, address, status):
    assert reader.get(address).status_code == status


def test_the_file_of_what_has_moved_or_is_gone_says_so_too(reader, world):
    with recording():
        late = forum.edition(0, name_en="Night meeting")
    with recording():
        late.number = 12
        late.save()
    moved = reader.get("/en/editions/night-meeting.bib")
    assert (moved.status_code, moved["Location"]) == (301, "/en/editions/12.bib")
    steps.withdraw(late, Because("It never met."))
    gone = [f"/en/editions/12{rest}" for rest in ("/", ".bib", "/statements/someone/")]
    assert [reader.get(address).status_code for address in gone] == [410, 410, 410]


def test_a_citation_file_that_has_not_changed_is_a_304_and_goes_anywhere(reader, world):
    answer = reader.get("/en/agreements/2.1.csl.json")
    assert (answer["Access-Control-Allow-Origin"], answer["X-Robots-Tag"]) == ("*", "noindex")
    again = reader.get("/en/agreements/2.1.csl.json", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


def test_signposts_lead_from_a_record_and_from_a_list(reader, world):
    record, rows = reader.get("/en/agreements/2.1/"), reader.get("/en/agreements/?country=kz")
    assert relations(record)["cite-as"] == ["http://127.0.0.1:8000/en/agreements/2.1/"]
    assert relations(record)["collection"] == ["/en/agreements/"]
    assert relations(record)["license"] == ["https://creativecommons.org/licenses/by/4.0/"]
    assert relations(record)["describedby"] == [f"/en/agreements/2.1.{ending}" for ending in FILES]
    assert (relations(rows)["item"], relations(rows)["collection"]) == (["/en/agreements/2.1/"], ["/en/about/"])
    assert '<http://127.0.0.1:8000/en/agreements/2.1/>; rel="cite-as", </en/agreements/2.1.bib>' in record["Link"]
    assert "item" not in rows["Link"]


def relations(response) -> dict[str, list[str]]:
    """Where the typed links in the head of a page lead, by relation."""
    found = {}
    for link in tree(response).find("head").iter("link"):
        found.setdefault(link.get("rel"), []).append(link.get("href"))
    return found


def test_reference_managers_read_title_date_and_address_in_the_head(reader, world):
    with recording():
        Agreement.objects.filter(reference="2.1").update(published_at=datetime(2026, 11, 24, tzinfo=UTC))
    head = tree(reader.get("/ru/agreements/2.1/")).find("head")
    meta = {e.get("name"): e.get("content") for e in head.iter("meta") if e.get("name")}
    assert meta["citation_title"] == meta["DC.title"] == "2.1 Совместный водный план"
    assert (meta["citation_publication_date"], meta["DC.date"]) == ("2026/11/24", "2026-11-24")
    assert (meta["citation_language"], meta["DC.publisher"]) == ("ru", "Lake Forum: the record")
    assert meta["citation_author"] == meta["DC.creator"] == "Lake Forum: the record"
    assert meta["citation_public_url"] == meta["DC.identifier"] == "http://127.0.0.1:8000/ru/agreements/2.1/"


def test_the_whole_record_is_cited_by_the_version_of_the_data_and_its_day(reader, said, world):
    with recording():
        Forum.objects.update(version="1.1")
    steps.withdraw(world.agreed, Because("It was another."))
    change = Change.objects.newest_first().first()
    day = timezone.localdate(change.happened_at)
    pinned = f"Lake Forum: the record (Version 1.1+{change.cursor}) [Data set]. ({day:%Y, %B} {day.day}). http"
    assert said("/en/about/")["citation-apa"].startswith(pinned)
    package = reader.get("/data/datapackage.json").json()
    assert (package["version"], package["created"]) == (f"1.1+{change.cursor}", change.happened_at.isoformat())
    assert f'"dateModified":"{package["created"]}"' in reader.get("/en/data/").content.decode()
    assert "publisher = {{Lake Forum: the record}}" in reader.get("/en/about.bib").content.decode()


def test_a_version_that_no_public_change_made_has_no_date(reader, said, world):
    reindex()
    assert f"(Version {current().number}) [Data set]. (n.d.). Retrieved" in said("/en/about/")["citation-apa"]
