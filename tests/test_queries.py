"""The number of queries of a page is the same at 2 records and at many, and within the design's count."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from records.models import Delegation, Member, Session, Statement
from records.search.index import recording
from tests import forum

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
LISTS = [
    "editions",
    "delegations",
    "statements",
    "agreements",
    "people",
    "organizations",
    "sources",
    "countries",
    "topics",
]
PAGES = [
    "", "about/", "editions/2/", "editions/2/delegations/kz/", "agreements/2.1/", "countries/kz/", "topics/economy/",
    "people/aliya-bekova/", "organizations/lake-committee/", "sources/gazette-1/",
    "matrix/", "map/", "compare/editions/?a=1&b=2", "compare/countries/?a=cn&b=kz",
]  # fmt: skip


def queries(reader, address) -> int:
    """The queries of a page in a process that has seen this version of the data before."""
    reader.get(f"/en/{address}")
    with CaptureQueriesContext(connection) as asked:
        assert reader.get(f"/en/{address}").status_code == 200
    return len(asked)


def crowd(world, size: int):
    """A world in which everything on the pages happened `size` times over."""
    with recording():
        for i in range(size):
            made = forum.edition(100 + i, f"{2000 + i % 20}-06-01")
            someone, body = forum.person(f"someone-{i}"), forum.organization(f"body-{i:03}")
            report = forum.source(f"report-{i}")
            sent = Delegation.objects.create(
                edition=made, country=world.kazakhstan, head_person=world.aliya, head_title_en="Minister"
            )
            Member.objects.create(delegation=sent, person=someone, title_en="Aide")
            Delegation.objects.create(
                edition=world.second, organization=body, head_person=someone, head_title_en="Chair"
            )
            said = Statement.objects.create(edition=world.second, slug=f"s-{i}", person=world.aliya, gist_en="Yes.")
            said.topics.set([world.water])
            held = Session.objects.create(edition=world.second, slug=f"p-{i}", title_en="Panel", kind="panel")
            held.people.set([world.aliya, someone])
            held.topics.set([world.water])
            held.organizations.set([world.committee])
            forum.agreement(made, 1, world.china, topics=[world.water])
            agreed = forum.agreement(world.second, 10 + i, world.kazakhstan, world.committee, topics=[world.water])
            for target in ({"delegation": sent}, {"statement": said}, {"session": held}, {"agreement": agreed}):
                forum.cite(world.gazette, **target)
                forum.cite(report, **target)


@pytest.mark.parametrize("name", [*LISTS, "changes"])
def test_a_list_asks_at_most_eight_queries(reader, name):
    assert queries(reader, f"{name}/") <= 8


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_at_most_twenty_four(reader, address):
    assert queries(reader, address) <= 24


def counts(reader) -> dict:
    return {address: queries(reader, address) for address in [*PAGES, *(f"{name}/" for name in LISTS)]}


def test_the_number_of_queries_does_not_grow_with_the_record(reader, world):
    crowd(world, 2)
    before = counts(reader)
    crowd_again(world, 40)
    assert counts(reader) == before


def crowd_again(world, size: int):
    """More of the same, beside what `crowd` made."""
    with recording():
        for i in range(size):
            forum.agreement(world.second, 500 + i, world.china, topics=[world.water])
            forum.edition(10_000 + i, "2001")
            forum.cite(world.gazette, edition=forum.edition(20_000 + i))
            speaker = forum.person(f"speaker-{i}")
            Statement.objects.create(edition=world.second, slug=f"more-{i}", person=speaker, gist_en="No.")


@pytest.mark.long
def test_the_number_of_queries_is_the_same_at_two_thousand(reader, world):
    crowd(world, 2)
    before = counts(reader)
    crowd_again(world, 2000)
    assert counts(reader) == before
