"""Linked data on pages: in the words of schema.org, no more precise than known, and never able to end its script.

`golden/schema_org.json` is the properties of each type that we use, from schema.org 30.1.
"""

import json
from pathlib import Path

import pytest
from django.test import Client

from records import linked_data
from records.models import Edition, Forum, Organization
from records.models.dates import PartialDate
from records.resources import TABLES
from records.search.index import recording
from records.search.snapshot import current
from tests import forum
from tests.reading import CITED_PAGES, tree

VOCABULARY = json.loads((Path(__file__).parent / "golden" / "schema_org.json").read_text(encoding="utf-8"))


def graph(response) -> list[dict]:
    """The things that a page describes."""
    scripts = [e for e in tree(response).iter("script") if e.get("type") == "application/ld+json"]
    return [node for script in scripts for node in json.loads(script.text)["@graph"]]


def misused(node, place: str = "") -> list[str]:
    """Properties that schema.org does not give to the type of a thing; a role repeats the property it stands in."""
    if isinstance(node, list):
        return [found for one in node for found in misused(one, place)]
    if not isinstance(node, dict):
        return []
    allowed = {"@id", "@type", *VOCABULARY[node["@type"]].split()} if "@type" in node else {"@id"}
    allowed |= {place} if node.get("@type") == "OrganizationRole" else set()
    wrong = [f"{node.get('@type')}: {name}" for name in node if name not in allowed]
    return wrong + [found for name, value in node.items() for found in misused(value, name)]


def values(node) -> list:
    """Every value in a thing, at any depth."""
    inside = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return [value for one in inside for value in values(one)] if inside else [node]


@pytest.fixture(scope="module")
def things(world):
    """What the pages of the small world describe, by address."""
    reader = Client(headers={"host": "localhost"})
    agreement = [f"/{language}/agreements/2.1/" for language in ("ru", "zh-hans")]
    return {
        address: graph(reader.get(address))
        for address in ["/en/", "/en/data/", *(f"/en/{page}" for page in CITED_PAGES), *agreement]
    }


@pytest.mark.django_db
def test_every_property_belongs_to_its_type(things):
    assert {address: wrong for address, nodes in things.items() if (wrong := misused(nodes))} == {}


@pytest.mark.django_db
def test_nothing_unknown_is_said(things):
    said = [value for nodes in things.values() for node in nodes for value in values(node)]
    assert [value for value in said if value in ("", None, "None", [], {})] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "types"),
    [
        ("", ["EventSeries", "Dataset"]),
        ("about/", ["EventSeries", "Dataset"]),
        ("data/", ["EventSeries", "Dataset"]),
        ("agreements/", ["BreadcrumbList"]),
        ("editions/2/", ["Event", "BreadcrumbList"]),
        ("editions/2/delegations/kz/", ["Organization", "BreadcrumbList"]),
        ("editions/2/statements/aliya-bekova/", ["CreativeWork", "BreadcrumbList"]),
        ("agreements/2.1/", ["CreativeWork", "BreadcrumbList"]),
        ("countries/kz/", ["Country", "BreadcrumbList"]),
        ("topics/water/", ["DefinedTerm", "BreadcrumbList"]),
        ("people/aliya-bekova/", ["Person", "BreadcrumbList"]),
        ("organizations/lake-committee/", ["Organization", "BreadcrumbList"]),
        ("sources/gazette-1/", ["CreativeWork", "BreadcrumbList"]),
    ],
)
def test_each_page_says_what_it_is_about(things, address, types):
    assert [node["@type"] for node in things[f"/en/{address}"]] == types


@pytest.mark.django_db
def test_a_thing_is_the_same_in_every_language_and_read_in_each(things):
    pages = {language: things[f"/{language}/agreements/2.1/"][0] for language in ("en", "ru", "zh-hans")}
    assert {node["@id"] for node in pages.values()} == {"http://127.0.0.1:8000/agreements/2.1/"}
    assert [node["url"] for node in pages.values()] == [
        f"http://127.0.0.1:8000/{code}/agreements/2.1/" for code in pages
    ]
    assert (pages["ru"]["name"], pages["ru"]["inLanguage"]) == ("Совместный водный план", "en")


@pytest.mark.django_db
def test_the_way_to_a_page_leads_through_pages(reader, things):
    way = things["/ru/agreements/2.1/"][-1]["itemListElement"]
    places = [step["item"].removeprefix("http://127.0.0.1:8000") for step in way]
    assert places == ["/ru/", "/ru/agreements/", "/ru/agreements/2.1/"]
    assert [reader.get(place).status_code for place in places] == [200, 200, 200]


@pytest.mark.django_db
def test_what_an_address_without_a_language_names_can_be_asked_for(reader, world):
    answer = reader.get("/agreements/2.1/", headers={"accept-language": "ru"})
    assert (answer.status_code, answer["Location"]) == (302, "/ru/agreements/2.1/")


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2012", "", {"startDate": "2012"}),
        ("2012-05", "2012-06", {"startDate": "2012-05", "endDate": "2012-06"}),
        ("2012-05-07", "", {"startDate": "2012-05-07"}),
        ("2012-05-07", "2012-05-07", {"startDate": "2012-05-07", "endDate": "2012-05-07"}),
        ("", "", {}),
    ],
)
@pytest.mark.django_db
def test_a_date_is_no_more_precise_than_it_is_known(world, start, end, expected):
    with recording():
        made = forum.edition(50, start, end)
    event = linked_data.described(made)
    assert {name: event[name] for name in ("startDate", "endDate") if name in event} == expected


@pytest.mark.django_db
def test_an_edition_tells_its_place_its_organisers_and_its_series(things):
    event = things["/en/editions/2/"][0]
    assert event["location"][0]["address"]["addressCountry"] == "KZ"
    assert event["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert [body["@id"] for body in event["organizer"]] == ["http://127.0.0.1:8000/organizations/lake-committee/"]
    assert event["superEvent"] == {"@type": "EventSeries", "@id": "http://127.0.0.1:8000/#series"}


@pytest.mark.django_db
def test_the_set_of_data_says_its_licence_and_leads_to_every_file(reader, things, world):
    with recording():
        Forum.objects.update(version="2026-11")
    data = graph(reader.get("/en/data/"))[1]
    files = {file["name"]: file for file in data["distribution"]}
    assert [data["version"], data["license"]] == [
        f"2026-11+{current().number}",
        "https://creativecommons.org/licenses/by/4.0/",
    ]
    assert list(files) == ["forum.json", "forum.zip", *(f"{name}.csv" for name in TABLES)]
    assert things["/en/"][1]["distribution"] == data["distribution"]
    for file in (files["forum.json"], files["agreements.csv"]):
        answer = reader.get(file["contentUrl"].removeprefix("http://127.0.0.1:8000"))
        assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (200, file["encodingFormat"])


@pytest.mark.django_db
def test_an_agreement_names_its_sources_and_a_page_numbers_them_as_before(reader, things):
    assert things["/en/agreements/2.1/"][0]["citation"] == [{"@id": "http://127.0.0.1:8000/sources/gazette-1/"}]
    assert {e.get("id") for e in tree(reader.get("/en/agreements/2.1/")).iter("li")} >= {"source-1"}


def test_an_edition_without_a_number_and_a_head_without_a_name():
    assert linked_data.identity(Edition(number=0, slug="special")) == "http://127.0.0.1:8000/editions/special/"
    assert linked_data._office("Envoy", None) == {"@type": "OrganizationRole", "roleName": "Envoy"}


@pytest.mark.django_db
def test_a_person_of_one_name_has_no_other(world):
    with recording():
        named = forum.person("aliya", name_en="Aliya")
    assert linked_data.described(named)["name"] == "Aliya"
    assert "alternateName" not in linked_data.described(named)


@pytest.mark.django_db
def test_no_text_can_end_the_script_or_begin_a_comment(reader, world):
    with recording():
        world.agreed.text_en = '</script><script>alert(1)</script> <!-- & "quotes" \\ \u2028'
        world.agreed.save()
    page = reader.get("/en/agreements/2.1/")
    assert graph(page)[0]["abstract"] == world.agreed.text_en
    assert not [e for e in tree(page).iter("script") if "alert" in (e.text or "") and not e.get("type")]


def test_an_organisation_is_of_the_type_of_its_kind():
    kinds = {kind: linked_data._type(Organization(kind=kind)) for kind in Organization.Kind.values}
    assert {kind: type_ for kind, type_ in kinds.items() if type_ != "Organization"} == {
        "government_body": "GovernmentOrganization", "local_government": "GovernmentOrganization",
        "research_institute": "ResearchOrganization", "company": "Corporation",
    }  # fmt: skip


@pytest.mark.django_db
def test_the_series_has_no_date_where_none_is_known():
    lake = Forum(title_en="Lake Forum: the record")
    assert [thing["name"] for thing in linked_data.whole(lake, "")] == ["Lake Forum", "Lake Forum: the record"]
    assert {"startDate", "license", "temporalCoverage"} & {
        name for thing in linked_data.whole(lake, "") for name in thing
    } == set()
    lake.since = PartialDate.parse("2012-05")
    assert [thing.get("startDate") or thing["temporalCoverage"] for thing in linked_data.whole(lake, "")] == [
        "2012-05",
        "2012-05/..",
    ]
