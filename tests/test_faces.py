"""One question, many answers: each list and record tells the same as a page, as JSON and as CSV, and leads to each."""

import csv
import re
from html import unescape
from io import StringIO

import pytest
from django.urls import resolve
from django.utils.translation import override

from records.lists import LISTS
from records.models.languages import data_address
from records.resources import TABLES
from tests.reading import is_page, links, walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_record")]
RECORDS = [
    "editions/9/", "editions/2/", "editions/9/delegations/kz/", "editions/9/delegations/sco/", "agreements/9.2/",
    "countries/kz/", "topics/economy/", "people/cui-li/", "organizations/sco/", "sources/nca-en-2022-07-14/",
]  # fmt: skip
QUESTIONS = [
    "agreements/?country=kz&topic=digital-economy&sort=oldest", "agreements/?q=water", "agreements/?page=2",
    "agreements/?country=kz&country=az&country_match=all", "editions/?format=online", "delegations/?sort=oldest&page=2",
    "statements/?topic=culture", "sources/?sort=name&language=ru", "people/?q=li", "organizations/?kind=company",
]  # fmt: skip
EVERY = [f"{name}/" for name in LISTS] + QUESTIONS
SORTED = [
    "people/?page=2",
    "sources/?sort=name&page=2",
    "delegations/?sort=oldest",
    "topics/?names=ru",
    "people/?names=en",
]
IN_A_LANGUAGE = {
    "atom": "application/atom+xml", "md": "text/markdown", "png": "image/png", "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems", "csl.json": "application/vnd.citationstyles.csl+json",
}  # fmt: skip
WITHOUT_LANGUAGE = {"json": "application/json", "csv": "text/csv"}
LISTS_BY_NAME = [name for name, listing in LISTS.items() if "names" in listing.filterset.base_filters]


def linked(reader, address, language="en") -> list[str]:
    """What the content of a page leads to, in order; by its text, because a parser would take most of the time."""
    page = reader.get(f"/{language}/{address}", follow=True).content.decode()
    return list(dict.fromkeys(map(unescape, re.findall('<a [^>]*?href="([^"]+)"', page.partition("<main")[2]))))


def alternates(reader, address, language="en") -> dict[str, str]:
    """The other faces that the head of a page names, with their types."""
    page = reader.get(f"/{language}/{address}", follow=True).content.decode()
    found = re.findall('<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)">', page)
    return {unescape(address): type_ for type_, address in found}


def as_json(reader, address):
    return reader.get(data_of(address, "json")).json()


def as_table(reader, address) -> list[dict]:
    return table(reader.get(data_of(address, "csv").replace("&page=2", "").replace("?page=2", "")))


def table(answer) -> list[dict]:
    content = b"".join(answer) if answer.streaming else answer.content
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def data_of(address, ending) -> str:
    page, mark, question = address.partition("?")
    return data_address(f"/en/{page}", ending) + mark + question


def path(address) -> str:
    return address.removeprefix("http://127.0.0.1:8000")


@pytest.mark.parametrize("address", EVERY)
def test_a_list_tells_the_same_records_in_the_same_order(reader, address):
    answer = as_json(reader, address)
    told = [path(record["links"]["pages"]["en"]) for record in answer["records"]]
    rows = [path(row["page"]) for row in as_table(reader, address)]
    start = 25 * (answer["page"] - 1)
    assert told
    assert told == rows[start : start + len(told)]
    assert told == [link for link in linked(reader, address) if link in set(rows)]
    assert answer["total"] == len(rows)


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])
@pytest.mark.parametrize("address", [*EVERY, *SORTED])
def test_in_every_language_a_page_leads_to_data_in_its_own_order(reader, language, address):
    faces = {type_: face for face, type_ in alternates(reader, address, language).items()}
    answer, rows = reader.get(faces["application/json"]).json(), table(reader.get(faces["text/csv"]))
    told = [path(record["links"]["pages"][language]) for record in answer["records"]]
    assert told == [link for link in linked(reader, address, language) if link in set(told)]
    start = 25 * (answer["page"] - 1)
    links = [path(record["links"]["pages"]["en"]) for record in answer["records"]]
    assert links == [path(row["page"]) for row in rows[start : start + len(links)]]


@pytest.mark.parametrize(
    ("address", "in_english", "in_russian", "in_chinese"),
    [
        ("/en/people/?country=kz", "people/?country=kz", "people/?country=kz", "people/?country=kz"),
        ("/en/people/?page=2", "people/?page=2", "people/", "people/?page=2"),
        ("/ru/people/?country=cn&page=2", "people/?country=cn", "people/?country=cn&page=2", "people/?country=cn"),
        ("/ru/people/?page=2&names=en", *["people/?page=2&names=en"] * 3),
        ("/en/agreements/?page=2", *["agreements/?page=2"] * 3),
        ("/en/search/?is=person&page=2", "search/?is=person&page=2", "search/?is=person", "search/?is=person&page=2"),
    ],
)
def test_a_later_page_leads_to_the_beginning_where_names_sort_otherwise(
    reader, address, in_english, in_russian, in_chinese
):
    page = reader.get(address).content.decode()
    switch = re.findall('href="([^"]+)"', re.search('<nav [^>]*class="languages">(.*?)</nav>', page, re.DOTALL)[1])
    assert list(map(unescape, switch)) == [f"/en/{in_english}", f"/ru/{in_russian}", f"/zh-hans/{in_chinese}"]


@pytest.mark.parametrize(
    "address", [f"{name}.json" for name in LISTS] + [f"{name}.json?names=ru" for name in LISTS_BY_NAME]
)
def test_data_lead_to_pages_in_their_own_order(reader, address):
    answer = reader.get(f"/{address}").json()
    for column, page in answer["links"]["pages"].items():
        told = [path(record["links"]["pages"][column]) for record in answer["records"]]
        found = reader.get(path(page)).content.decode().partition("<main")[2]
        read = dict.fromkeys(map(unescape, re.findall('<a [^>]*?href="([^"]+)"', found)))
        assert told == [link for link in read if link in set(told)], column


@pytest.mark.parametrize("address", [f"{name}/" for name in LISTS])
def test_the_pages_of_the_json_together_are_the_table(reader, address):
    told, following = [], data_of(address, "json")
    while following:
        answer = reader.get(path(following)).json()
        told += [record["links"]["pages"]["en"] for record in answer["records"]]
        following = answer["links"].get("next")
    assert told == [row["page"] for row in as_table(reader, address)]


@pytest.mark.parametrize("address", RECORDS)
def test_a_record_tells_itself_in_every_face(reader, address):
    one, [row] = as_json(reader, address), as_table(reader, address)
    assert path(one["links"]["pages"]["en"]) == path(row["page"]) == f"/en/{address}"
    assert path(one["links"]["self"]) == data_of(address, "json")


@pytest.mark.parametrize("address", EVERY + RECORDS)
def test_a_page_leads_to_its_faces_where_people_and_programs_look(reader, address):
    faces = {data_of(address, "json"), data_of(address, "csv").replace("&page=2", "").replace("?page=2", "")}
    assert faces <= set(linked(reader, address))
    assert {alternates(reader, address).get(face) for face in faces} == {"application/json", "text/csv"}


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])
@pytest.mark.parametrize("name", [*LISTS, "changes"])
def test_a_list_has_one_name_wherever_it_is_named(reader, language, name):
    def said(ending, pattern):
        return re.search(pattern, reader.get(f"/{language}/{name}{ending}").content.decode())[1]

    heading = said("/", "<h1[^>]*>([^<]+)</h1>")
    named = {
        "md": said(".md", "^# (.+)"), "csl": reader.get(f"/{language}/{name}.csl.json").json()[0]["title"],
        "atom": said(".atom", "<title>(.+?) — "), "title": said("/", "<title>([^<]+?) · "),
        "crumb": said("/", '"BreadcrumbList".*?"name":"[^"]+".*?"name":"([^"]+)"'),
    }  # fmt: skip
    assert named == dict.fromkeys(named, heading)


@pytest.mark.parametrize("address", [*RECORDS, "editions/7/statements/shen-yueyue/"])
def test_every_record_with_an_address_has_every_face(reader, address):
    faces = {face: reader.get(f"/en/{address}".rstrip("/") + f".{face}") for face in IN_A_LANGUAGE}
    faces |= {face: reader.get(data_of(address, face)) for face in WITHOUT_LANGUAGE}
    types = {face: (answer.status_code, answer["Content-Type"].partition(";")[0]) for face, answer in faces.items()}
    assert types == {face: (200, type_) for face, type_ in (IN_A_LANGUAGE | WITHOUT_LANGUAGE).items()}


def test_a_list_in_russian_leads_to_the_same_data(reader):
    assert 'href="/agreements.json?country=kz"' in reader.get("/ru/agreements/?country=kz").content.decode()


def test_a_question_that_makes_no_sense_has_no_faces(reader):
    assert alternates(reader, "agreements/?country=kz") != {}
    assert alternates(reader, "agreements/?country=zz") == {}


@pytest.mark.parametrize(
    "address",
    [
        "agreements/?country=kz&topic=trade", "agreements/?country=kz&country=uz&topic=trade&topic=water", "editions/",
        "agreements/?country=kz&country=uz&country_match=all&sort=oldest", "sources/?q=forum&language=ru",
        "search/?q=water&country=kz&is=agreement", "statements/?country=cn&edition=9&edition=11",
    ],
)  # fmt: skip
def test_each_choice_leads_to_as_many_records_as_it_says(reader, address):
    choices = [one for some in as_json(reader, address)["facets"].values() for one in some]
    totals = [reader.get(path(one["leads_to"])).json()["total"] for one in choices]
    assert [one["count"] for one in choices] == totals
    asked = address.partition("?")[2]
    chosen = [
        value.partition("=")[2] for value in asked.split("&") if not value.startswith(("q=", "sort=", "country_m"))
    ]
    assert sorted(one["code"] for one in choices if "without" in one) == sorted(filter(None, chosen))


BESIDE_LISTS = [
    "matrix/", "search/?q=water", "search/?is=agreement&page=2", "compare/editions/?a=11&b=12",
    "compare/countries/?a=kz&b=az",
]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])
@pytest.mark.parametrize("address", BESIDE_LISTS)
def test_what_is_no_list_of_records_is_cited_and_taken_away_like_one(reader, language, address):
    found, head = set(linked(reader, address, language)), alternates(reader, address, language)
    page, _mark, question = address.partition("?")
    asked = question.replace("&page=2", "")
    files = {f"/{language}/{page.rstrip('/')}.{ending}" + (f"?{asked}" if asked else "") for ending in ("bib", "ris")}
    assert files <= found
    assert {"application/json"} <= set(head.values())
    assert set(head) - {one for one in head if one.partition("?")[0].endswith(".atom")} <= found
    beside = [one for one in found if re.search(r"\.(md|bib|ris|csl\.json|json|csv|atom)(\?|$)", one)]
    assert [one for one in beside if reader.get(one).status_code != 200] == []


@override("en")
def expected(address) -> set[str]:
    """The faces of a page that a reader can reach: none where it is neither a list nor a record."""
    name = resolve(address.partition("?")[0]).url_name
    if name not in LISTS and name not in {listing.kind for listing in LISTS.values()}:
        return set()
    page = address.partition("?")[0]
    files = {"json": data_address(page, "json"), "csv": data_address(page, "csv")}
    files |= {ending: f"{page.rstrip('/')}.{ending}" for ending in ("atom", "md", "bib", "ris", "csl.json")}
    calendar = {f"{page.rstrip('/')}.ics"} if name == "editions" else set()
    return set(files.values()) | calendar


@pytest.mark.long
def test_every_list_and_record_leads_to_all_its_faces_and_each_face_answers(reader):
    english = ((address, answer) for address, answer in walk(reader) if address.startswith("/en/"))
    pages = {address: answer for address, answer in english if answer.status_code == 200}
    linked_to = {address: {link for link in links(page) if not is_page(link)} for address, page in pages.items()}
    missing = {address: expected(address) - linked_to[address] for address in pages if "?" not in address}
    assert {address: faces for address, faces in missing.items() if faces} == {}
    files = {link for found in linked_to.values() for link in found if link.startswith("/")}
    assert {link.partition("?")[0].rpartition(".")[2] for link in files} >= {"json", "csv", "atom", "ics", "md", "bib"}
    assert len(files) > 1000
    assert [file for file in sorted(files) if reader.get(file).status_code != 200] == []


def test_every_list_has_a_table_whose_columns_are_explained():
    assert list(TABLES) == [
        "editions", "delegations", "agreements", "statements", "sources", "people", "organizations", "countries",
        "topics",
    ]  # fmt: skip
    for table in TABLES.values():
        for field in table.fields():
            assert (bool(field.explanation), bool(str(field.title))) == (True, True), (table.name, field.name)
        assert len({field.name for field in table.fields()}) == len(table.fields())


@pytest.mark.parametrize(
    ("looked_for", "there"),
    [
        ("/en/agreements.json", "/agreements.json"),
        ("/en/agreements.csv?country=kz", "/agreements.csv?country=kz"),
        ("/en/data/forum.json", "/data/forum.json"),
        ("/ru/agreements/9.2.json", "/agreements/9.2.json"),
        ("/ru/people.csv?country=kz", "/people.csv?country=kz&names=ru"),
        ("/ru/people.json?names=en", "/people.json?names=en"),
        ("/zh-hans/people.json", "/people.json"),
        ("/ru/search.json?q=вода", "/search.json?q=%D0%B2%D0%BE%D0%B4%D0%B0&names=ru"),
    ],
)
def test_data_that_are_looked_for_in_a_language_are_found_without(reader, looked_for, there):
    answer = reader.get(looked_for)
    assert (answer.status_code, answer.headers.get("Location")) == (301, there)


def test_data_that_are_nowhere_are_in_no_language(reader):
    assert [reader.get(f"/en/{one}").status_code for one in ("nothing.json", "a/b.csv", "en/agreements.json")] == [
        404
    ] * 3


def test_the_markdown_of_a_page_is_of_that_page_and_its_citation_of_the_list(reader):
    page = reader.get("/en/agreements/?sort=oldest&page=2")
    found = {link.rpartition("/")[2] for link in links(page) if "/agreements." in link}
    assert {"agreements.md?sort=oldest&page=2", "agreements.bib?sort=oldest"} <= found
    assert '</en/agreements.md?sort=oldest&page=2>; rel="alternate"' in page["Link"]


def test_a_page_is_asked_plainly_and_a_file_is_answered_as_it_is_asked(reader):
    for name in ("agreements", "search", "matrix", "changes"):
        answers = [reader.get(f"/en/{name}{face}?page=").status_code for face in ("/", ".md")]
        assert (name, answers) == (name, [301, 200])
    assert reader.get("/en/agreements.md?country=xx&q=").status_code == 400
