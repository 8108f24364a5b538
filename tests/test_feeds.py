"""Feeds: every question, record and change, by the moment of publication, in the language of the address."""

from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.apps import apps
from django.db.models import Model

from records.editing import steps
from records.models import Agreement, Change, Citation, Edition, PublicVersion, Statement
from records.search.index import Because, recording
from tests import forum
from tests.reading import links, tree

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
ATOM = "{http://www.w3.org/2005/Atom}"
LISTS = ("editions", "delegations", "statements", "agreements", "countries", "topics", "people", "organizations",
         "sources", "changes", "search")  # fmt: skip


@pytest.fixture(autouse=True)
def as_stored(world):
    """What a test before has changed in memory only is forgotten."""
    world.agreed.refresh_from_db()


def feed(reader, address: str):
    """The root of a feed."""
    answer = reader.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    return ElementTree.fromstring(answer.content)


def titles(root) -> list[str]:
    """The titles of its entries, in order."""
    return [entry.find(f"{ATOM}title").text for entry in root.iter(f"{ATOM}entry")]


def contents(root) -> str:
    """All that its entries say."""
    return " ".join(content.text for content in root.iter(f"{ATOM}content"))


@pytest.mark.parametrize("name", LISTS)
def test_every_list_has_a_feed_that_it_is_linked_to(reader, name):
    page = reader.get(f"/ru/{name}/")
    assert f"/ru/{name}.atom" in links(page)
    assert f"/ru/{name}.atom" in [
        link.get("href") for link in tree(page).iter("link") if link.get("rel") == "alternate"
    ]
    assert feed(reader, f"/ru/{name}.atom").get("{http://www.w3.org/XML/1998/namespace}lang") == "ru"


@pytest.mark.parametrize(
    "address",
    ["editions/2", "agreements/2.1", "countries/kz", "topics/economy", "people/aliya-bekova",
     "organizations/lake-committee", "sources/gazette-1"],
)  # fmt: skip
def test_every_record_has_a_feed_that_it_is_linked_to(reader, address):
    assert f"/en/{address}.atom" in links(reader.get(f"/en/{address}/"))
    assert titles(feed(reader, f"/en/{address}.atom")) != []


def test_a_feed_answers_the_question_of_its_list(reader, world):
    with recording():
        forum.agreement(world.first, 1, world.china)
    assert titles(feed(reader, "/en/agreements.atom?topic=economy")) == ["2.1 Point 2.1 — added"]
    assert titles(feed(reader, "/en/agreements.atom?country=cn&sort=oldest")) == [
        "1.1 Point 1.1 — added",
        "2.1 Point 2.1 — added",
    ]
    assert titles(feed(reader, "/ru/agreements.atom?q=водный")) == ["2.1 Совместный водный план — добавлено"]
    assert titles(feed(reader, "/en/agreements.atom?kind=contract")) == []


def test_a_search_is_followed_over_all_kinds_of_records(reader, world):
    found = titles(feed(reader, "/en/search.atom?q=aliya"))
    assert (found[0], found[-1]) == ("Edition 2 — added", "Aliya Bekova — added")
    assert titles(feed(reader, "/en/search.atom?q=hidden")) == []
    with recording():
        forum.agreement(world.second, 5, world.china, title_en="Aliya prize")
    assert titles(feed(reader, "/en/search.atom?q=aliya")) == ["2.5 Aliya prize — added", *found]
    assert titles(feed(reader, "/en/search.atom?q=aliya&is=person")) == found[-1:]


def test_what_has_left_is_told_of_to_who_follows_a_search_by_country(reader, world):
    steps.withdraw(world.agreed, Because("Entered twice."))
    told = titles(feed(reader, "/en/search.atom?country=kz&is=agreement"))
    assert told[0] == "2.1 Point 2.1 — withdrawn"


def test_a_search_that_makes_no_sense_has_no_feed(reader):
    answer = reader.get("/en/search.atom?country=zz")
    assert (answer.status_code, answer.content.decode()) == (400, "Country: “zz” is not in the record.")
    assert [reader.get(f"/en/search.atom?page={page}").status_code for page in ("x", "99")] == [400, 404]


def test_what_is_entered_late_arrives_when_it_is_published(reader, world):
    with recording():
        forum.edition(0, "1999-01-01", name_en="Long ago")
    assert titles(feed(reader, "/en/editions.atom"))[0] == "Long ago — added"


def test_a_correction_is_an_entry_of_its_own_that_says_what_changed(reader, world):
    with recording(Because("The protocol was found.")):
        world.agreed.title_en = "Water plan"
        world.agreed.save()
        Citation.objects.create(source=world.herald, agreement=world.agreed)
    root = feed(reader, "/en/agreements.atom")
    assert titles(root) == ["2.1 Water plan — corrected", "2.1 Point 2.1 — added"]
    assert "The protocol was found." in contents(root)
    assert "Point 2.1</del>" in contents(root)
    assert "By: Report herald-1" in contents(root)


def test_delegations_and_statements_arrive_with_their_edition(reader, world):
    assert titles(feed(reader, "/en/delegations.atom?country=kz")) == ["Kazakhstan (Edition 2) — added"]
    assert titles(feed(reader, "/en/statements.atom")) == ["Aliya Bekova (Edition 2) — added"]
    with recording():
        Statement.objects.create(edition=world.second, slug="more", person=world.aliya, gist_en="And fish.")
    root = feed(reader, "/en/statements.atom?country=kz")
    assert titles(root) == ["Aliya Bekova (Edition 2) — enriched", "Aliya Bekova (Edition 2) — added"]
    assert ("And fish." in contents(root), feed_links(root)[0]) == (
        True, "http://127.0.0.1:8000/en/editions/2/statements/more/",
    )  # fmt: skip
    assert root.findtext(f"{ATOM}entry/{ATOM}id") == "tag:127.0.0.1,2026:edition/2/changes/2/statements/more"


def test_a_delegation_and_a_statement_have_feeds_of_their_own(reader, world):
    with recording(Because("The list of guests was found.")):
        world.delegation.head_title_en = "Minister"
        world.delegation.save()
    assert titles(feed(reader, "/en/editions/2/delegations/kz.atom")) == [
        "Kazakhstan (Edition 2) — corrected", "Kazakhstan (Edition 2) — added",
    ]  # fmt: skip
    assert titles(feed(reader, "/en/editions/2/statements/aliya-bekova.atom")) == ["Aliya Bekova (Edition 2) — added"]
    assert titles(feed(reader, "/en/editions/2/delegations/cn.atom")) == ["China (Edition 2) — added"]
    assert reader.get("/en/editions/2/delegations/uz.atom").status_code == 404


def test_the_feed_of_a_delegation_tells_that_it_has_left_and_moves_with_its_edition(reader, world):
    with recording():
        world.second.delegations.get(country=world.china).delete()
    assert titles(feed(reader, "/en/editions/2/delegations/cn.atom")) == [
        "China (Edition 2) — withdrawn", "China (Edition 2) — added",
    ]  # fmt: skip
    with recording():
        Edition.objects.filter(pk=world.second.pk).update(number=4, slug="4")
    answer = reader.get("/ru/editions/2/delegations/kz.atom")
    assert (answer.status_code, answer["Location"]) == (301, "/ru/editions/4/delegations/kz.atom")


def test_a_feed_reads_no_more_versions_than_it_tells_of(reader, world, monkeypatch):
    for number in range(40):
        with recording():
            Edition.objects.filter(pk=world.second.pk).update(summary_en=f"It met {number} times.")
    read = []
    monkeypatch.setattr(
        PublicVersion, "from_db", classmethod(lambda cls, *row: read.append(row) or Model.from_db.__func__(cls, *row))
    )
    assert titles(feed(reader, "/en/delegations.atom?country=kz")) == ["Kazakhstan (Edition 2) — added"]
    assert len(read) == 1


def feed_links(root) -> list[str]:
    """Where its entries lead."""
    return [entry.find(f"{ATOM}link").get("href") for entry in root.iter(f"{ATOM}entry")]


def test_the_feed_of_a_topic_tells_of_what_is_withdrawn_too(reader, world):
    steps.withdraw(world.agreed, Because("Entered twice."))
    root = feed(reader, "/en/topics/water.atom")
    assert titles(root)[0] == "2.1 Point 2.1 — withdrawn"
    assert "Entered twice." in contents(root)
    assert titles(feed(reader, "/en/agreements.atom"))[0] == "2.1 Point 2.1 — withdrawn"


def test_identifiers_never_change_and_are_all_different(reader, world):
    def identifiers():
        return [entry.find(f"{ATOM}id").text for entry in feed(reader, "/en/changes.atom").iter(f"{ATOM}entry")]

    before = identifiers()
    with recording():
        Agreement.objects.filter(pk=world.agreed.pk).update(title_en="Water plan")
    after = identifiers()
    assert (after[1:], len(set(after))) == (before, len(after))
    assert after[0].startswith("tag:127.0.0.1,2026:agreement/2.1/changes/")


def test_a_long_feed_has_pages(reader, world):
    for number in range(30):
        with recording():
            Agreement.objects.filter(pk=world.agreed.pk).update(title_en=f"Title {number}")
    root = feed(reader, "/en/agreements.atom?topic=water")
    relations = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert (len(titles(root)), relations["next"]) == (25, "http://127.0.0.1:8000/en/agreements.atom?topic=water&page=2")
    second = feed(reader, relations["next"].removeprefix("http://127.0.0.1:8000"))
    assert (len(titles(second)), titles(second)[-1]) == (6, "2.1 Point 2.1 — added")
    relations = {link.get("rel"): link.get("href") for link in second.findall(f"{ATOM}link")}
    assert relations["previous"] == relations["first"] == "http://127.0.0.1:8000/en/agreements.atom?topic=water"


def test_a_list_without_pages_has_a_feed_with_pages(reader):
    with recording():
        for number in range(30):
            forum.topic(f"late-{number}")
    following = feed(reader, "/en/topics.atom").find(f"{ATOM}link[@rel='next']").get("href")
    assert len(titles(feed(reader, following.removeprefix("http://127.0.0.1:8000")))) == 7


def test_an_empty_page_asks_for_nothing(reader):
    assert [reader.get(f"/en/{name}.atom?page=").status_code for name in ("people", "topics", "changes")] == [200] * 3


def test_a_page_far_past_the_end_of_a_feed_is_not_there(reader):
    names = ("people", "agreements", "changes", "agreements/2.1")
    assert [reader.get(f"/en/{name}.atom?page=1000000000").status_code for name in names] == [404] * 4


def test_what_has_left_an_edition_is_in_no_feed_of_its_list(reader, world):
    before = titles(feed(reader, "/en/delegations.atom"))
    with recording():
        world.second.delegations.get(country=world.china).delete()
    assert set(before) - set(titles(feed(reader, "/en/delegations.atom"))) == {"China (Edition 2) — added"}


def test_a_feed_that_has_not_changed_is_304(reader):
    known = reader.get("/en/agreements.atom")["ETag"]
    assert reader.get("/en/agreements.atom", headers={"if-none-match": known}).status_code == 304


@pytest.mark.parametrize(
    "address", ["agreements.atom?country=zz", "countries/kz.atom?page=0", "editions.ics?year=20xx"]
)
def test_a_senseless_question_gets_a_sentence(reader, address):
    answer = reader.get(f"/en/{address}")
    assert (answer.status_code, answer["Content-Type"], len(answer.content) > 20) == (
        400,
        "text/plain; charset=utf-8",
        True,
    )


def test_what_was_never_public_has_no_feed(reader):
    for address in ("editions/3", "agreements/2.2", "people/hidden-person", "countries/tj"):
        assert reader.get(f"/en/{address}.atom").status_code == 404


def test_no_feed_says_anything_of_a_draft(reader):
    addresses = [f"/en/{name}.atom" for name in LISTS] + [
        "/en/topics/water.atom",
        "/en/countries/kz.atom",
        "/en/editions.ics",
    ]
    assert [address for address in addresses if b"idden" in reader.get(address).content] == []


def test_what_xml_cannot_hold_is_left_out(reader, world):
    with recording():
        Agreement.objects.filter(pk=world.agreed.pk).update(title_en="Water\x0bplan \ufffe", text_en="a\x08b")
    assert titles(feed(reader, "/en/agreements.atom"))[0] == "2.1 Waterplan  — corrected"


def test_a_feed_asks_few_queries(reader, django_assert_max_num_queries):
    for address in (
        "agreements.atom?topic=water",
        "statements.atom",
        "countries/kz.atom",
        "changes.atom",
        "editions.ics",
    ):
        reader.get(f"/en/{address}")
        with django_assert_max_num_queries(12):
            reader.get(f"/en/{address}")


@pytest.mark.long
def test_every_feed_is_what_the_standard_allows(reader):
    from lxml import etree

    grammar = etree.RelaxNG(etree.parse(Path(__file__).parent / "golden" / "atom.rng"))
    addresses = [*(f"{name}.atom" for name in LISTS), "countries/kz.atom", "agreements.atom?topic=water&q=<plan>"]
    for language in ("en", "ru", "zh-hans"):
        for address in addresses:
            content = reader.get(f"/{language}/{address}").content
            grammar.assertValid(etree.fromstring(content))
            assert not grammar.validate(etree.fromstring(content.replace(b"<updated>", b"<updated>on ", 1)))


@pytest.mark.parametrize("question", ["", "?country=kz", "?topic=economy", "?edition=2", "?kind=consensus"])
def test_the_feed_of_a_question_tells_what_was_withdrawn_from_it_and_why(reader, world, question):
    before = feed(reader, f"/en/agreements.atom{question}").find(f"{ATOM}updated").text
    steps.withdraw(world.agreed, Because("Entered twice."))
    root = feed(reader, f"/en/agreements.atom{question}")
    assert titles(root)[0] == "2.1 Point 2.1 — withdrawn"
    entry = root.find(f"{ATOM}entry")
    assert "Entered twice." in entry.find(f"{ATOM}content").text
    assert entry.find(f"{ATOM}link").get("href").endswith("/en/agreements/2.1/")
    assert root.find(f"{ATOM}updated").text > before
    assert titles(feed(reader, "/en/agreements.atom?kind=memorandum")) == []


def test_the_feed_of_editions_and_of_what_went_with_one_tells_its_withdrawal(reader, world):
    steps.withdraw(world.second, Because("It never met."))
    assert titles(feed(reader, "/en/editions.atom"))[0] == "Edition 2 — withdrawn"
    for address in ("delegations", "delegations.atom?country=kz", "statements"):
        root = feed(reader, f"/en/{address}" if "." in address else f"/en/{address}.atom")
        assert titles(root)[0].endswith("(Edition 2) — withdrawn"), address
        assert "It never met." in contents(root)


def test_a_delegation_that_leaves_its_edition_is_told_once(reader, world):
    with recording(Because("It did not come.")):
        world.second.delegations.filter(country=world.china).delete()
    assert titles(feed(reader, "/en/delegations.atom?country=cn"))[0] == "China (Edition 2) — withdrawn"
    assert [one for one in titles(feed(reader, "/en/delegations.atom?country=kz")) if "China" in one] == []


def test_changes_from_before_are_told_of_in_the_same_way(world):
    """The migration writes what the door writes, and takes away no more."""
    migration = import_module("records.migrations.0016_parts_of_editions")
    with recording():
        world.second.delegations.get(country=world.china).delete()
    written = dict(Change.objects.values_list("pk", "concerns"))
    migration.forget_parts(apps, None)
    assert "delegations=" not in "".join(Change.objects.values_list("concerns", flat=True))
    migration.note_parts(apps, None)
    assert dict(Change.objects.values_list("pk", "concerns")) == written
    assert "without_delegations=CN" in "".join(written.values())
