"""Lists and records for programs: what stands in the JSON, who may read it, and what becomes of a wrong question."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from records.exchange import written
from records.lists import LISTS
from records.models import Agreement, Change, Member, Organization, PublicVersion
from records.models.publication import State
from records.search.index import recording
from records.search.lives import LIVES
from tests import forum

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
ADDED = {"version", "links"}


def got(reader, address, status=200) -> dict:
    answer = reader.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/json"), answer.content
    return answer.json()


def records(reader, address) -> list[dict]:
    return got(reader, address)["records"]


@pytest.mark.parametrize("kind", ["edition", "agreement", "person", "organization", "topic", "source"])
def test_a_record_is_the_object_of_the_exchange_with_links(reader, kind):
    listing = next(one for one in LISTS.values() if one.kind == kind)
    objects = [
        content for _key, content in written({kind: set(LIVES[kind].objects.values_list("pk", flat=True))}).values()
    ]
    found = [
        {key: value for key, value in one.items() if key not in ADDED}
        for one in records(reader, f"/{listing.name}.json")
    ]
    assert sorted(map(json.dumps, found)) == sorted(map(json.dumps, objects))


def test_a_list_says_what_was_asked_what_it_holds_and_where_to_go(reader):
    answer = got(reader, "/agreements.json?country=KZ&q=water")
    assert list(answer) == [
        "list", "total", "page", "pages", "question", "links", "records", "names", "facets", "data_version", "licence",
    ]  # fmt: skip
    assert answer["question"] == {"sort": "newest", "q": "water", "country": ["kz"], "page": 1}
    assert answer["links"]["pages"]["zh-hans"] == "http://127.0.0.1:8000/zh-hans/agreements/?country=KZ&q=water"
    assert (answer["total"], answer["licence"], answer["records"][0]["ref"]) == (1, "CC-BY-4.0", "2.1")


def test_everything_that_a_record_points_to_has_its_names(reader, world):
    answer = got(reader, "/agreements.json")
    assert answer["names"]["countries"]["KZ"] == {
        "name_en": "Kazakhstan",
        "name_ru": "Казахстан",
        "name_zh": "哈萨克斯坦",
    }
    assert answer["names"]["topics"] == {"water": {"name_en": "Water", "name_ru": "Вода", "name_zh": "水"}}
    assert answer["names"]["sources"]["gazette-1"] == {
        "title_en": "Report gazette-1", "publisher": "Gazette", "language": "en",
    }  # fmt: skip
    assert got(reader, "/editions/2.json")["names"]["people"] == {
        "aliya-bekova": {"name_en": "Aliya Bekova", "name_ru": "Алия Бекова", "name_zh": "阿利娅"}
    }


def test_a_choice_has_names_a_count_and_the_way_there(reader):
    choices = {one["code"]: one for one in got(reader, "/agreements.json?country=kz&page=1")["facets"]["country"]}
    assert choices["cn"] == {
        "code": "cn", "name_en": "China", "name_ru": "Китай", "name_zh": "中国", "count": 1, "is_chosen": False,
        "leads_to": "http://127.0.0.1:8000/agreements.json?country=cn",
    }  # fmt: skip
    assert [choices["kz"][name].removeprefix("http://127.0.0.1:8000") for name in ("leads_to", "without")] == [
        "/agreements.json?country=kz", "/agreements.json",
    ]  # fmt: skip


def test_a_name_that_is_missing_in_a_language_is_left_out(reader, world):
    with recording():
        forum.agreement(world.first, 4, topics=[forum.topic("steppe")])
    answer = got(reader, "/agreements.json?topic=steppe")
    assert answer["names"]["topics"] == {"steppe": {"name_en": "Steppe"}}
    [choice] = [one for one in answer["facets"]["topic"] if one["code"] == "steppe"]
    assert (choice["name_en"], "name_ru" in choice) == ("Steppe", False)


def test_a_delegation_and_a_statement_name_their_edition(reader):
    [sent] = records(reader, "/delegations.json?country=kz")
    assert (sent["country"], sent["edition"], sent["head"]["person"]) == ("KZ", "2", "aliya-bekova")
    assert sent["links"]["edition"] == "http://127.0.0.1:8000/editions/2.json"
    [said] = records(reader, "/statements.json")
    assert (said["id"], said["edition"]) == ("aliya-bekova", "2")
    assert said["links"]["self"] == "http://127.0.0.1:8000/editions/2/statements/aliya-bekova.json"
    assert got(reader, "/editions/2/statements/aliya-bekova.json")["gist_en"] == "Water first."


def test_a_country_has_all_its_names_and_leads_to_its_lists(reader):
    kazakhstan = got(reader, "/countries/kz.json")
    assert (kazakhstan["code"], kazakhstan["name_kk"]) == ("KZ", "Қазақстан")
    assert kazakhstan["links"]["agreements"] == "http://127.0.0.1:8000/agreements.json?country=kz"


def test_a_correction_is_in_the_next_answer_with_the_next_version(reader, world):
    before = got(reader, "/agreements/2.1.json")["version"]["number"]
    with recording():
        world.agreed.title_en = "A better title"
        world.agreed.save()
    after = got(reader, "/agreements/2.1.json")
    assert (after["title_en"], after["version"]["number"]) == ("A better title", before + 1)


@pytest.mark.parametrize(
    ("address", "status", "problem"),
    [
        ("/agreements.json?country=zz", 400, "Country: “zz” is not in the record."),
        ("/agreements.json?page=9", 404, "There is no page 9: the list ends with page 1."),
        ("/countries.json?page=1", 400, "This list has no filter “page”."),
        ("/agreements/9.9.json", 404, "The record has nothing at this address."),
        ("/agreements/2.2.json", 404, "The record has nothing at this address."),
        ("/nothing.json", 404, "The record has nothing at this address."),
        ("/people/nobody%0A.json", 404, "The record has nothing at this address."),
    ],
)
def test_what_is_wrong_is_said_in_sentences(reader, address, status, problem):
    assert got(reader, address, status) == {"problems": [problem]}


def test_a_record_that_is_withdrawn_says_so_and_one_that_moved_leads_on(reader, world):
    with recording():
        world.agreed.state = State.WITHDRAWN
        world.agreed.save()
        Organization.objects.filter(pk=world.committee.pk).update(slug="lake-council")
    gone = got(reader, "/agreements/2.1.json", 410)
    assert (gone["problems"], gone["act"], gone["key"]) == (["The record is gone."], "withdrawn", "2.1")
    assert reader.get("/agreements/2.1.csv").status_code == 410
    moved = reader.get("/organizations/lake-committee.json")
    assert (moved.status_code, moved["Location"]) == (301, "/organizations/lake-council.json")
    assert reader.get("/organizations/lake-committee.csv")["Location"] == "/organizations/lake-council.csv"
    world.agreed.state = State.PUBLISHED


@pytest.mark.parametrize("address", ["/agreements.json", "/people.csv", "/agreements/9.9.json", "/suggest.json?q=k"])
def test_every_site_may_read(reader, address):
    answer = reader.get(address, headers={"origin": "https://elsewhere.example"})
    assert (answer["Access-Control-Allow-Origin"], answer["Cross-Origin-Resource-Policy"]) == ("*", "cross-origin")


def test_an_unchanged_answer_may_be_read_by_every_site_too(reader):
    known = reader.get("/agreements.json")["ETag"]
    answer = reader.get("/agreements.json", headers={"if-none-match": known})
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (304, "*")


def test_pages_are_not_open_to_scripts_of_other_sites(reader):
    assert "Access-Control-Allow-Origin" not in reader.get("/en/agreements/").headers


def test_a_browser_that_asks_first_is_told_what_is_allowed(reader):
    answer = reader.options("/agreements.json")
    beside = [reader.options(f"/ru/agreements/2.1.{ending}") for ending in ("md", "bib", "ris", "csl.json", "atom")]
    assert [(one.status_code, one["Access-Control-Allow-Origin"]) for one in beside] == [(204, "*")] * len(beside)
    etag = reader.get("/ru/agreements/2.1.md")["ETag"]
    unchanged = reader.get("/ru/agreements/2.1.md", headers={"if-none-match": etag})
    assert (unchanged.status_code, unchanged["Access-Control-Allow-Origin"]) == (304, "*")
    assert (answer.status_code, answer["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    assert answer["Access-Control-Allow-Headers"] == "Accept, If-None-Match"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_data_can_only_be_read(reader, method):
    answer = getattr(reader, method)("/agreements.json")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_data_are_the_same_whatever_the_visitor_would_rather_read(reader):
    answers = [reader.get("/people.json", headers={"accept-language": language}) for language in ("ru", "zh", "en")]
    assert len({(answer.content, answer["ETag"], answer["Vary"]) for answer in answers}) == 1


def queries(reader, address) -> int:
    reader.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert reader.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("name", list(LISTS))
def test_a_list_asks_at_most_eight_queries_and_as_often_at_many_rows(reader, world, name):
    crowd(world, range(2))
    before = queries(reader, f"/{name}.json")
    crowd(world, range(2, 22))
    assert before == queries(reader, f"/{name}.json") <= 8


def crowd(world, numbers):
    """More of everything that lists hold."""
    with recording():
        for number in numbers:
            made, someone = forum.edition(100 + number, "2020"), forum.person(f"someone-{number}")
            body, report = forum.organization(f"body-{number}"), forum.source(f"report-{number}")
            sent = forum.Delegation.objects.create(edition=made, organization=body)
            Member.objects.create(delegation=sent, person=someone, title_en="Aide")
            said = forum.Statement.objects.create(edition=made, slug="s", person=someone, gist_en="Yes.")
            agreed = forum.agreement(made, 1, world.china, body, topics=[world.water])
            for target in ({"delegation": sent}, {"statement": said}, {"agreement": agreed}, {"edition": made}):
                forum.cite(report, **target)


def test_a_list_asks_no_more_for_words(reader):
    assert queries(reader, "/agreements.json?q=water&country=kz") <= 8


def test_a_record_without_a_version_is_told_all_the_same(reader, world):
    Change.objects.all().delete()
    PublicVersion.objects.all().delete()
    assert [one["ref"] for one in records(reader, "/agreements.json")] == [
        one.reference for one in Agreement.objects.published()
    ]
