"""Drafts never leak: the draft edition of the world has a child of every kind, all of them called “hidden”."""

import re

import pytest

from records.models import Agreement, Edition, Organization, Person, Source
from records.search.index import recording
from tests.reading import walk, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
OF_A_DRAFT = re.compile("Hidden|hidden-")
LISTS = ("editions", "delegations", "statements", "agreements", "people", "organizations", "sources", "countries")


def everything(reader, language="en"):
    """The source of every page that can be reached."""
    return {address: response.content.decode() for address, response in walk(reader, f"/{language}/")}


@pytest.mark.parametrize("language", ["en", *(pytest.param(one, marks=pytest.mark.long) for one in ("ru", "zh-hans"))])
def test_no_page_says_anything_of_a_draft(reader, language):
    assert [address for address, page in everything(reader, language).items() if OF_A_DRAFT.search(page)] == []


def test_the_same_pages_say_all_of_it_once_it_is_published(reader):
    with recording():
        Edition.objects.publish()
        Agreement.objects.publish()
    pages = everything(reader)
    said = {word for word in WORDS if any(word in page for page in pages.values())}
    assert said == set(WORDS)


WORDS = [
    "Hidden edition", "Hidden theme", "Hidden city", "Hidden Person", "Hidden Body", "Hidden report", "Hidden office",
    "Hidden words", "Hidden session", "Hidden gap", "Hidden agreement", "Hidden agreement of a draft edition",
]  # fmt: skip


def test_a_draft_is_in_no_count(reader):
    assert "2 editions · 2 delegations · 1 agreement · 2 sources" in words(reader.get("/en/"), "main")
    assert "1 agreement" in words(reader.get("/en/agreements/?country=kz"), "main")


@pytest.mark.parametrize(
    "address",
    [
        "/en/editions/3/", "/en/editions/3/delegations/kz/", "/en/agreements/3.1/", "/en/agreements/2.2/",
        "/en/people/hidden-person/", "/en/organizations/hidden-body/", "/en/sources/hidden-source/",
    ],
)  # fmt: skip
def test_a_draft_has_no_address(reader, address):
    assert reader.get(address).status_code == 404


def test_a_choice_that_only_a_draft_knows_is_no_choice(reader):
    assert reader.get("/en/agreements/?edition=3").status_code == 400
    assert reader.get("/en/agreements/?year=2016").status_code == 400


def test_who_is_named_by_a_draft_alone_is_public_only_with_it(world):
    def public():
        return [
            model.objects.published().filter(slug__startswith="hidden").count()
            for model in (Person, Organization, Source)
        ]

    assert public() == [0, 0, 0]
    with recording():
        Edition.objects.filter(number=3).publish()
    assert public() == [1, 1, 1]
    with recording():
        Edition.objects.filter(number=3).update(state="withdrawn")
    assert public() == [0, 0, 0]


@pytest.mark.parametrize("name", LISTS)
def test_a_draft_is_in_no_list(reader, name):
    assert OF_A_DRAFT.findall(reader.get(f"/en/{name}/").content.decode()) == []
