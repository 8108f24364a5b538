"""The whole index: made anew, checked against a fresh analysis, and mended."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.db.models import QuerySet

from records.models import Organization, Source
from records.models.postings import DataVersion, IndexedRecord, Posting
from records.search import rebuilding
from records.search.checking import differences
from records.search.documents import FORM
from records.search.index import reindex

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def version() -> int:
    """The number of the data version."""
    return DataVersion.objects.get().number


def test_the_index_built_anew_is_the_one_that_was_kept():
    kept = {(row.kind, row.record, row.terms) for row in IndexedRecord.objects.all()}
    assert reindex() == len(kept)
    assert {(row.kind, row.record, row.terms) for row in IndexedRecord.objects.all()} == kept
    assert list(differences()) == []


def test_a_record_number_is_never_given_again():
    last = IndexedRecord.objects.order_by("pk").last()
    reindex()
    assert IndexedRecord.objects.order_by("pk").first().pk > last.pk


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda: Posting.objects.filter(term="=country=kz").update(count=99), "“=country=kz” counts 99"),
        (lambda: Posting.objects.filter(term="water").delete(), "The term “water” is missing."),
        (lambda: IndexedRecord.objects.filter(kind="agreement").delete(), "is public and not in the index."),
        (
            lambda: IndexedRecord.objects.create(kind="edition", record=10**6, terms="x"),
            "is in the index and not public",
        ),
        (lambda: IndexedRecord.objects.filter(kind="topic").update(terms="x"), "is indexed by other terms"),
    ],
)
def test_checking_finds_what_is_wrong_and_building_mends_it(capsys, damage, said):
    damage()
    with pytest.raises((CommandError, SystemExit)):
        call_command("check_index")
    assert said in "".join(capsys.readouterr()) or said in " ".join(differences())
    call_command("reindex")
    call_command("check_index")


def test_checking_names_records_as_people_do_and_counts_what_follows_from_one_that_is_missing():
    QuerySet(IndexedRecord).filter(kind="agreement").first().delete()
    told = list(differences())
    assert [line.partition(" ")[0] for line in told] == ["agreement", "So"]
    assert re.match(r"agreement \d+\.\d+ .* is public and not in the index\.", told[0])


def test_checking_finds_who_is_marked_as_public_and_is_not():
    QuerySet(Organization).filter(slug="hidden-body").update(is_public=True)
    QuerySet(Source).filter(slug="gazette-1").update(is_public=False)
    assert {line for line in differences() if "marked" in line} == {
        "organization hidden-body is marked as public and named nowhere in public.",
        "source gazette-1 is named in public and marked as not public.",
    }


def test_an_index_that_is_sorted_in_many_runs_is_the_same(monkeypatch):
    before = list(Posting.objects.exclude(count=0).order_by("term").values_list("term", "count", "kind"))
    monkeypatch.setattr(rebuilding, "MOST_NUMBERS", 40)
    reindex()
    assert list(Posting.objects.order_by("term").values_list("term", "count", "kind")) == before
    assert list(differences()) == []


def test_a_site_whose_index_another_build_made_indexes_anew_as_it_starts():
    call_command("reindex", if_needed=True)
    assert version() == 1  # the index of the small world is of this build
    DataVersion.objects.update(form=FORM - 1)
    call_command("reindex", if_needed=True)
    assert (version(), DataVersion.objects.get().form) == (2, FORM)
