"""What machines find: sitemaps, robots.txt, llms.txt and the search box; only what is public and may be listed."""

import re
from datetime import UTC, datetime
from pathlib import Path
from urllib import robotparser
from xml.etree import ElementTree

import pytest
from django.test import Client

from records import sitemaps
from records.models import Agreement, PublicVersion
from records.models.publication import State
from records.search.index import recording
from records.search.snapshot import current
from tests import forum
from tests.reading import CITED_PAGES, tree

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
SITE = "http://127.0.0.1:8000"
NAME = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def read(address: str) -> ElementTree.Element:
    answer = Client(headers={"host": "localhost"}).get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml; charset=utf-8")
    return ElementTree.fromstring(answer.content)


def places(address: str) -> list[str]:
    """The addresses in a sitemap or in the index, without the site."""
    return [found.text.removeprefix(SITE) for found in read(address).iter(f"{NAME}loc")]


@pytest.fixture
def listed():
    """Every page in every sitemap that the index names."""
    return [page for address in places("/sitemap.xml") for page in places(address)]


def test_every_page_that_is_listed_answers_and_may_be_listed(listed):
    reader = Client(headers={"host": "localhost"})
    english = [page for page in listed if page.startswith("/en/")]
    pages = {page: reader.get(page) for page in english}
    assert [page for page, answer in pages.items() if answer.status_code != 200] == []
    assert [page for page, answer in pages.items() if b'name="robots" content="noindex"' in answer.content] == []
    canonical = {page: tree(answer).find('.//link[@rel="canonical"]').get("href") for page, answer in pages.items()}
    assert canonical == {page: SITE + page for page in english}


def test_pages_that_tell_of_the_whole_are_listed_with_the_day_of_its_last_change():
    pages = {one.find(f"{NAME}loc").text: one for one in read("/sitemap-ru-pages-1.xml")}
    assert {f"{SITE}/ru/{name}/" for name in ("data", "changes", "api", "map", "topics")} <= pages.keys()
    last = current().changed_at.isoformat(timespec="seconds")
    assert {one.find(f"{NAME}lastmod").text for one in pages.values()} == {last}


def test_each_record_is_listed_once_in_each_language(listed):
    assert len(listed) == len(set(listed))
    assert {page for page in listed if "agreements/2" in page} == {
        "/en/agreements/2.1/", "/ru/agreements/2.1/", "/zh-hans/agreements/2.1/"
    }  # fmt: skip
    unlisted = {page for page in CITED_PAGES if f"/ru/{page}" not in listed}
    asked = {page for page in CITED_PAGES if "?" in page}
    assert unlisted == {"editions/2/statements/aliya-bekova/"} | asked


def test_no_draft_is_listed_until_it_is_published(listed, reader):
    hidden = re.compile("hidden|/editions/3/|agreements/(?:3.1|2.2)/")
    everything = [*listed, reader.get("/llms.txt").content.decode().lower()]
    assert [page for page in everything if hidden.search(page)] == []
    with recording():
        Agreement.objects.filter(reference="2.2").update(state=State.PUBLISHED)
    assert "/en/agreements/2.2/" in places("/sitemap-en-agreement-1.xml")


def test_a_page_names_itself_and_its_other_languages():
    first = read("/sitemap-ru-agreement-1.xml")[0]
    assert [(link.get("hreflang"), link.get("href")) for link in first.iter(LINK)] == [
        (code, f"{SITE}/{code}/agreements/2.1/") for code in ("en", "ru", "zh-hans")
    ]


def test_the_last_change_is_that_of_the_public_version(world):
    def changed(kind):
        return [found.text for found in read(f"/sitemap-en-{kind}-1.xml").iter(f"{NAME}lastmod")]

    PublicVersion.objects.filter(kind="agreement").update(published_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    assert changed("agreement") == ["2026-01-02T03:04:05+00:00"]
    with recording():
        world.agreed.note_en = "More is known now."
        world.agreed.save()
    [now] = PublicVersion.objects.current().filter(kind="agreement").values_list("published_at", flat=True)
    assert changed("agreement") == [now.isoformat(timespec="seconds")]


def test_a_long_list_has_several_sitemaps(monkeypatch, world):
    monkeypatch.setattr(sitemaps, "MOST", 3)
    with recording():
        for number in range(10, 17):
            forum.agreement(world.second, number)
    parts = [address for address in places("/sitemap.xml") if "-en-agreement-" in address]
    assert parts == [f"/sitemap-en-agreement-{number}.xml" for number in (1, 2, 3)]
    pages = [page for part in parts for page in places(part)]
    assert (len(pages), len(set(pages))) == (8, 8)


def test_a_sitemap_asks_as_often_for_many_records_as_for_few(django_assert_num_queries, reader):
    for address, number in (("/sitemap.xml", 2), ("/sitemap-en-delegation-1.xml", 3), ("/sitemap-en-source-1.xml", 3)):
        reader.get(address)
        with django_assert_num_queries(number):
            reader.get(address)


@pytest.mark.parametrize(
    "name", ["en-agreement-0", "en-agreement-99", "en-pages-2", "fr-agreement-1", "en-statement-1"]
)
def test_there_is_no_other_sitemap(reader, name):
    assert reader.get(f"/sitemap-{name}.xml").status_code == 404


def test_an_unchanged_sitemap_is_304(reader):
    for address in ("/sitemap.xml", "/sitemap-en-edition-1.xml", "/llms.txt"):
        known = reader.get(address)["ETag"]
        assert reader.get(address, headers={"if-none-match": known}).status_code == 304


@pytest.mark.long
def test_the_protocol_allows_what_they_say():
    from lxml import etree

    schema = etree.XMLSchema(etree.parse(Path(__file__).parent / "golden" / "sitemap.xsd"))
    reader = Client(headers={"host": "localhost"})
    for address in ("/sitemap.xml", *places("/sitemap.xml")):
        schema.assertValid(etree.fromstring(reader.get(address).content))
    twice = b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://a.example/</loc></url>'
    assert not schema.validate(etree.fromstring(twice + twice[twice.index(b"<url>") :] + b"</urlset>"))


def test_robots_may_read_pages_and_not_what_is_for_staff(reader):
    rules = robotparser.RobotFileParser()
    rules.parse(reader.get("/robots.txt").content.decode().splitlines())
    assert rules.site_maps() == [f"{SITE}/sitemap.xml"]
    for address in ("/en/agreements/2.1/", "/agreements.json", "/ru/agreements/2.1.md", "/llms.txt"):
        assert rules.can_fetch("*", SITE + address)
    for address in ("/en/admin/", "/ru/account/login/", "/en/report/agreement/2.1/", "/suggest.json?q=a"):
        assert not rules.can_fetch("*", SITE + address)


def test_llms_txt_begins_with_a_title_and_leads_to_markdown_that_answers(reader):
    text = reader.get("/llms.txt").content.decode()
    assert re.match(r"# Lake Forum: the record\n\n> .+\n\n", text)
    links = [link.removeprefix(SITE) for link in re.findall(r"\]\(([^)]+)\)", text)]
    assert {"/en/editions/2.md", "/en/agreements.md", "/zh-hans/about.md"} <= set(links)
    assert {link: reader.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_browsers_can_search_here(reader):
    link = tree(reader.get("/ru/")).find('.//link[@rel="search"]').get("href")
    answer = reader.get(link)
    assert answer["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    found = ElementTree.fromstring(answer.content)
    name = found.find("{http://a9.com/-/spec/opensearch/1.1/}ShortName").text
    template = found.find("{http://a9.com/-/spec/opensearch/1.1/}Url").get("template")
    assert (name, len(name) <= 16) == ("Lake Forum", True)
    assert reader.get(template.removeprefix(SITE).replace("{searchTerms}", "water")).status_code == 200


def test_llms_txt_says_which_pages_have_no_markdown_and_they_have_none(reader):
    assert "the map and the pages about the data have none" in reader.get("/llms.txt").text
    without = ("map", "data", "api")
    assert [reader.get(f"/en/{page}.md").status_code for page in without] == [404] * len(without)
    assert reader.get("/en/agreements/2.1/versions/1.md").status_code == 200
