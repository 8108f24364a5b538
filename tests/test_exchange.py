"""The record goes in and out as one document without loss, and a file changes only what it speaks of."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from records.exchange import dump, from_bytes, load, schema, to_text
from records.exchange.kinds import KINDS, MOMENTS
from records.models import (
    Agreement,
    Citation,
    Country,
    Dispute,
    Document,
    Edition,
    FollowUp,
    Gap,
    Organization,
    Person,
    Place,
    Reading,
    RelatedEvent,
    Source,
    State,
    Topic,
)
from records.search.index import recording
from tests.chance import long_seeds
from tests.documents import Author, backwards, differences, without_optional_keys

REAL_RECORD = Path(__file__).parent.parent / "records" / "data" / "forum.json"
NAME = {"name_en": "Water"}
SUMMARY = {"summary_en": "It met.", "date_precision": "unknown", "sources": ["news"]}


def agreement(reference: str, **more) -> dict:
    words = {"title_en": f"Point {reference}", "text_en": "They agreed.", "kind": "consensus"}
    return {"ref": reference, **words, "topics": ["water"], "parties": [{"country": "KZ"}], "sources": ["news"], **more}


def small_document(**more) -> dict:
    """Two editions, the first with two agreements; everything that is listed is named."""
    first = {"number": 1, "name_en": "First", **SUMMARY, "topics": ["water"]}
    return {
        "meta": {"title_en": "A forum"},
        "sources": [{"id": "news", "publisher": "News", "title_en": "Report", "language": "en"}],
        "countries": ["KZ"],
        "organizations": [],
        "people": [],
        "topics": [{"id": "water", "name_en": "Water"}],
        "editions": [
            first | {"agreements": [agreement("1.1"), agreement("1.2")]},
            {"number": 2, "name_en": "Second", **SUMMARY, "gaps": [{"field": "dates", "note_en": "the dates"}]},
        ],
        "related_events": [],
        **more,
    }


@pytest.fixture
def small(db):
    """The small document, loaded."""
    document = small_document()
    load(document)
    return document


@pytest.fixture
def forget_everything(db):
    """Gives a function that empties the record."""

    def forget():
        with recording():
            for kind in reversed(KINDS.values()):
                for name in kind.points_to_itself:
                    kind.model._base_manager.update(**{name: None})
                kind.model._base_manager.all().delete()

    return forget


def words(entries) -> list[str]:
    """The kinds and ids of the entries of a report."""
    return [f"{entry.kind.name} {' '.join(entry.key[1:2])}" for entry in entries if entry.kind.is_cited]


def run(command: str, *arguments, **options) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out, **options)
    return out.getvalue()


def comes_out_as_it_went_in(document: dict) -> bool:
    """Loads a document into an empty record and looks at it from every side."""
    load(document)
    assert differences(dump(), document) == []
    assert load(backwards(document), replace=True).is_unchanged
    assert load(without_optional_keys(document), replace=True).is_unchanged
    return differences(dump(), document) == []


# Without loss


def test_the_real_record_comes_out_as_it_went_in(db):
    document = json.loads(REAL_RECORD.read_text(encoding="utf-8"))
    assert comes_out_as_it_went_in(document)
    assert load(document, replace=True).is_unchanged


@pytest.mark.parametrize("seed", range(3))
def test_the_document_of_any_forum_comes_out_as_it_went_in(db, seed):
    assert comes_out_as_it_went_in(Author(seed).document())


@pytest.mark.parametrize("seed", long_seeds(3, 60))
def test_the_documents_of_many_more_forums_do_too(db, seed):
    assert comes_out_as_it_went_in(Author(seed).document())


@pytest.mark.parametrize("seed", [0, *long_seeds(1, 1)])
def test_a_document_with_every_key_comes_out_as_it_went_in(db, seed):
    assert comes_out_as_it_went_in(Author(seed, full=True).document())


def keys_and_codes(value, found: set) -> set:
    if isinstance(value, dict):
        found.update(value)
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]:
        if isinstance(item, dict | list):
            keys_and_codes(item, found)
        elif isinstance(item, str):
            found.add(item)
    return found


def test_those_documents_use_every_key_and_every_code():
    documents = [Author(seed, full=seed < 3).document() for seed in range(8)]
    used = keys_and_codes(documents, set())
    expected = set()
    for name, shape in schema()["$defs"].items():
        if name not in ("editorial", "step", "steps", "country_names"):
            expected |= shape.get("properties", {}).keys() | set(shape.get("enum", []))
            for item in shape.get("properties", {}).values():
                expected |= set(item.get("enum", []))
    assert expected - used == set()


@pytest.mark.parametrize("seed", [0, *long_seeds(1, 8)])
def test_a_file_replaces_another_wholly_when_asked_to(db, seed):
    before, after = (without_optional_keys(Author(seed + step).document()) for step in (0, 1000))
    load(before)
    load(after, replace=True)
    assert differences(dump(), after) == []


@pytest.mark.parametrize("seed", [0, *long_seeds(1, 8)])
def test_a_site_moves_with_its_drafts_and_states(db, seed, forget_everything):
    author = Author(seed)
    load(author.document())
    with recording():
        for model in (Edition, Agreement, RelatedEvent):
            for record in model.objects.all():
                record.state = author.one(State)
                for moment in MOMENTS:
                    setattr(record, moment, author.one([None, timezone.now()]))
                record.publish_because_ru = author.one(["", "Проверено."])
                record.save()
    everything, public = dump(everything=True), dump()
    forget_everything()
    load(from_bytes(to_text(everything).encode()))
    assert differences(dump(everything=True), everything) == []
    assert (dump(everything=True), dump()) == (everything, public)


def test_two_dumps_of_one_record_are_equal_to_the_letter(small):
    assert to_text(dump()) == to_text(dump())
    assert to_text(dump()).startswith('{\n "meta": {\n  "title_en": "A forum"')


@pytest.mark.django_db(transaction=True)
def test_a_dump_sees_the_record_at_one_moment():
    load(small_document())
    with CaptureQueriesContext(connection) as captured:
        dump()
    statements = [query["sql"].split()[0] for query in captured]
    assert (statements[0], statements[-1], statements.count("BEGIN")) == ("BEGIN", "COMMIT", 1)


def test_lists_stand_in_their_natural_order(db):
    topics = [
        {"id": "b", **NAME, "broader": "z"},
        {"id": "z", **NAME},
        {"id": "a", **NAME, "broader": "z"},
        {"id": "y", **NAME},
    ]
    document = small_document(topics=[*topics, {"id": "water", **NAME}], countries=["UZ", "KZ"])
    document["editions"].append({"number": 10, "name_en": "Tenth", **SUMMARY})
    document["editions"][0]["agreements"] = [agreement("1.10"), agreement("1.9")]
    load(backwards(document))
    dumped = dump()
    assert [topic["id"] for topic in dumped["topics"]] == ["water", "y", "z", "a", "b"]
    assert [edition["number"] for edition in dumped["editions"]] == [1, 2, 10]
    assert [point["ref"] for point in dumped["editions"][0]["agreements"]] == ["1.9", "1.10"]
    assert dumped["countries"] == ["KZ", "UZ"]


def test_what_arrived_first_stays_first(small):
    sources = [{**small["sources"][0], "id": name} for name in ("news", "later", "also")]
    small["editions"][1]["sources"] = ["later", "news", "also"]
    load(small | {"sources": sources})
    assert dump()["editions"][1]["sources"] == ["news", "later", "also"]


def test_no_outcome_found_is_told_from_not_known(small):
    small["editions"][1]["agreements"] = []
    load(small)
    assert list(Edition.objects.order_by("number").values_list("agreements_looked_for", flat=True)) == [True, True]
    del small["editions"][1]["agreements"]
    load(small)
    assert "agreements" not in dump()["editions"][1]


def test_what_a_file_lists_is_public_even_where_nothing_names_it(small):
    person = {"id": "timur", "name_en": "Timur"}
    load(small | {"people": [person]})
    with recording():
        Person.objects.create(slug="by-staff", name_en="Entered by staff, named by nothing yet")
    assert dump()["people"] == [person]


# What a changed file does


def test_a_changed_file_says_what_it_added_changed_and_left_alone(small):
    small["editions"][0]["agreements"][0]["title_en"] = "Another title"
    small["editions"][0]["agreements"].append(agreement("1.3"))
    report = load(small)
    assert words(report.added) == ["agreement 1.3"]
    assert [(c.stored.key[1], c.columns) for c in report.changed] == [
        ("1.1", {"title_en": ("Point 1.1", "Another title")})
    ]
    assert ("agreement 1.2" in words(report.alone), "agreement 1.1" in words(report.alone)) == (True, False)


def test_a_file_can_change_every_sort_of_thing(small):
    small["topics"].append({"id": "land", **NAME})
    small["topics"][0]["broader"] = "land"
    small["editions"][0] |= {"topics": ["land"], "start_date": "2012-05", "date_precision": "month"}
    small["editions"][0]["agreements"][1] |= {"part_of": "1.1", "parties": [{"name_en": "cities"}], "document_en": "A"}
    load(small)
    assert differences(dump(), small) == []
    small["editions"][0]["agreements"][1] |= {"document_en": "B", "count": 35}
    load(small)
    assert differences(dump(), small) == []
    assert list(Document.objects.values_list("name_en", flat=True)) == ["B"]


def test_the_parts_of_an_edition_in_the_file_are_complete(small):
    small["editions"][0]["places"] = [{"city_en": "Almaty", "country": "KZ", "role": "host"}]
    load(small)
    del small["editions"][0]["places"]
    report = load(small)
    assert ([entry.kind.name for entry in report.removed], Place.objects.count()) == (["place"], 0)


def test_what_is_cited_stays_until_somebody_asks_for_its_removal(small):
    del small["editions"][0]["agreements"][1], small["editions"][1]
    report = load(small)
    assert (words(report.missing), report.is_unchanged) == (["edition 2", "agreement 1.2"], True)
    report = load(small, replace=True)
    assert words(report.removed) == ["edition 2", "agreement 1.2"]
    assert differences(dump(), small) == []


def test_what_is_removed_is_listed_first(small):
    seen = []
    del small["editions"][1]
    load(small, replace=True, announce=lambda plan: seen.append((words(plan.removed)[0], Edition.objects.count())))
    assert (seen, Edition.objects.count()) == ([("edition 2", 2)], 1)


def test_drafts_what_belongs_to_them_and_what_they_use_are_never_removed(small):
    with recording():
        country = Country.objects.create(code="UZ")
        topic = Topic.objects.create(slug="drafted", name_en="Drafted")
        body = Organization.objects.create(slug="body", name_en="Body", kind="company")
        first = Edition.objects.get(number=1)
        draft = Agreement.objects.create(edition=first, number=9, title_en="T", text_en="T", kind="contract")
        draft.topics.add(topic)
        draft.parties.create(country=country)
        draft.parties.create(organization=body)
    small["editions"] = small["editions"][1:]
    report = load(small, replace=True)
    assert [entry.key[1] for entry, _ in report.needed] == ["UZ", "drafted", "1"]
    assert (draft.parties.count(), draft.topics.count(), first.agreements.count()) == (2, 1, 3)
    assert Organization.objects.filter(slug="body").exists()


def test_nothing_of_a_draft_edition_is_removed(small):
    small["editions"][1]["places"] = [{"city_en": "Almaty", "country": "KZ", "role": "host"}]
    load(small)
    with recording():
        Edition.objects.filter(number=2).update(state=State.DRAFT)
    del small["editions"][1]["places"]
    assert load(small, replace=True).is_unchanged
    assert Place.objects.count() == 1


def test_a_file_without_the_optional_keys_leaves_what_staff_added(small):
    with recording():
        point = Agreement.objects.get(reference="1.1")
        point.citations.update(locator="page 3")
        follow_up = point.follow_ups.create(status="signed", note_en="In Almaty.")
        Citation.objects.create(follow_up=follow_up, source=Source.objects.get())
        Citation.objects.create(agreement=point, source=Source.objects.get(), field="agreement_parties")
        Gap.objects.update(looked_on="2026-01-01", looked_precision="year")
        Document.objects.create(edition=point.edition, name_en="Chronicle")
        Country.objects.update(name_en="Qazaqstan")
    assert load(small, replace=True).is_unchanged
    assert FollowUp.objects.get().citations.count() == 1
    dumped = dump()
    assert dumped["editions"][0]["agreements"][0]["citations"] == [
        {"source": "news", "locator": "page 3"},
        {"source": "news", "field": "agreement_parties"},
    ]
    assert dumped["editions"][1]["gaps"] == [{"field": "dates", "note_en": "the dates", "looked": "2026"}]
    assert dumped["country_names"] == {"KZ": {"en": "Qazaqstan"}}


def test_an_optional_list_that_is_given_is_complete(small):
    point = small["editions"][0]["agreements"][0]
    point["follow_ups"] = [{"status": "signed"}, {"status": "ended", "date": "2020"}]
    point["citations"] = [{"source": "news", "locator": "page 3"}]
    load(small)
    point["follow_ups"] = [{"status": "signed", "note_en": "Here."}]
    point["citations"] = [{"source": "news", "field": "amount"}]
    load(small)
    assert differences(dump(), small) == []


def test_the_chosen_reading_can_change(small):
    readings = [{"value_en": value, "sources": ["news"]} for value in ("12 July", "13 July")]
    small["editions"][1]["disputes"] = [{"field": "dates", "values": [readings[0] | {"chosen": True}, readings[1]]}]
    load(small)
    small["editions"][1]["disputes"] = [{"field": "dates", "values": [readings[0], readings[1] | {"chosen": True}]}]
    load(small)
    assert dict(Reading.objects.values_list("value_en", "is_chosen")) == {"12 July": False, "13 July": True}


# States


def test_what_is_loaded_is_published_and_with_draft_is_not(db):
    load(small_document(), draft=True)
    assert set(Edition.objects.values_list("state", "published_at")) == {(State.DRAFT, None)}
    assert Source.objects.filter(is_public=True).count() == 0
    document = small_document()
    document["editions"].append({"number": 3, "name_en": "Third", **SUMMARY})
    load(document)
    assert [e.state for e in Edition.objects.order_by("number")] == [State.DRAFT, State.DRAFT, State.PUBLISHED]


def test_loading_leaves_the_state_of_what_exists_and_says_so(small):
    with recording():
        Edition.objects.filter(number=1).update(state=State.WITHDRAWN)
        Agreement.objects.filter(reference="1.2").update(state=State.DRAFT)
    small["editions"][0]["name_en"] = "The first"
    report = load(small)
    assert [(entry.key[1], entry.life["state"]) for entry in report.unpublished] == [
        ("1", "withdrawn"),
        ("1.2", "draft"),
    ]
    first = Edition.objects.get(number=1)
    assert (first.name_en, first.state) == ("The first", State.WITHDRAWN)


def test_a_draft_is_dumped_nowhere_but_under_editorial(small):
    with recording():
        first = Edition.objects.get(number=1)
        secret = {"title_en": "SECRET", "text_en": "SECRET", "kind": "contract"}
        draft = Agreement.objects.create(edition=first, number=9, **secret)
        draft.document = Document.objects.create(edition=first, name_en="SECRET")
        draft.save()
        Agreement.objects.filter(number=1).update(part_of=draft)
        person = Person.objects.create(slug="secret-person", name_en="SECRET")
        Dispute.objects.create(edition=first, field="amount", agreement=draft, note_en="SECRET", person=person)
        Edition.objects.create(number=3, name_en="SECRET", summary_en="SECRET")
    public, everything = dump(), dump(everything=True)
    assert ("SECRET" in to_text(public), "1.9" in to_text(public)) == (False, False)
    editorial = everything.pop("editorial")
    assert everything == public
    assert (list(editorial["agreements"]), list(editorial["disputes"]), editorial["parts"]) == (
        ["1"],
        ["1"],
        {"1.1": "1.9"},
    )
    assert [person["id"] for person in editorial["people"]] == ["secret-person"]


# Commands


def test_the_commands_load_and_dump_a_file(small, tmp_path):
    small["meta"]["title_en"] = "Another title"
    (tmp_path / "in.json").write_text(json.dumps(small))
    assert "Changed: 1 forum." in run("load_forum", tmp_path / "in.json")
    assert run("load_forum", tmp_path / "in.json").startswith("Nothing changed")
    run("dump_forum", tmp_path / "out.json")
    assert (tmp_path / "out.json").read_text() == run("dump_forum")
    assert differences(json.loads(run("dump_forum")), small) == []
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["in.json", "out.json"]


def test_the_command_tells_each_change_when_asked_to(small, tmp_path):
    small["editions"][0]["agreements"][0]["title_en"] = "Another title"
    del small["editions"][1]
    (tmp_path / "in.json").write_text(json.dumps(small))
    said = run("load_forum", tmp_path / "in.json", verbosity=2, replace=True)
    assert "To be removed:\n  edition 2\n" in said
    assert "  agreement 1.1\n    title_en: Point 1.1 → Another title\n" in said


def test_an_existing_record_is_left_alone_when_only_an_empty_one_may_be_filled(small, tmp_path):
    (tmp_path / "in.json").write_text(json.dumps(small_document(meta={"title_en": "Another"})))
    assert run("load_forum", tmp_path / "in.json", if_empty=True) == "Nothing was loaded: there is a record already.\n"
    assert dump()["meta"] == {"title_en": "A forum"}
