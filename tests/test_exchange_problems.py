"""A file that cannot be loaded writes nothing, and every problem is told with its place and what was expected."""

import json

import pytest
from django.core.management import CommandError, call_command

from records.exchange import NotLoadable, dump, from_bytes, load
from records.models import Edition, Source

SUMMARY = {"name_en": "First", "summary_en": "It met.", "date_precision": "unknown", "sources": ["news"]}


@pytest.fixture
def document():
    """A sound document, for breaking it in one place."""
    return {
        "meta": {"title_en": "A forum"},
        "sources": [{"id": "news", "publisher": "News", "title_en": "Report", "language": "en"}],
        "countries": ["KZ"],
        "organizations": [{"id": "body", "name_en": "Body", "kind": "company"}],
        "people": [{"id": "timur", "name_en": "Timur"}],
        "topics": [{"id": "water", "name_en": "Water"}],
        "editions": [{"number": 1, **SUMMARY, "agreements": [agreement("1.1")]}],
        "related_events": [],
    }


def agreement(reference: str, **more) -> dict:
    words = {"title_en": "Point", "text_en": "They agreed.", "kind": "consensus"}
    return {"ref": reference, **words, "topics": ["water"], "parties": [{"country": "KZ"}], "sources": ["news"], **more}


def problems(document) -> list[str]:
    with pytest.raises(NotLoadable) as caught:
        load(document)
    assert (Edition.objects.count(), Source.objects.count()) == (0, 0)
    return caught.value.lines()


def put(document, place: str, value):
    """Set one place of a document, or take the key away when there is no value."""
    *path, last = [int(part) if part.isdigit() else part for part in place.split(".")]
    for part in path:
        document = document[part]
    if value is None:
        del document[last]
    elif isinstance(document, list) and last == len(document):
        document.append(value)
    else:
        document[last] = value


POINT, NAMED = "editions[0].agreements[0]", "(edition 1, agreement 1.1)"
BROKEN = [
    # of form
    ("meta", None, "meta: this key is missing: expected an object."),
    ("extra", 1, "extra: unknown key. The keys here are: meta, sources, countries,"),
    ("people.0.naem_en", "T", "people[0].naem_en (timur): unknown key. Did you mean “name_en”?"),
    ("people.0.name_en", "", "people[0].name_en (timur): expected a text that says something; found an empty text."),
    ("people.0.name_en", 5, "people[0].name_en (timur): expected a text that says something, found 5."),
    ("people.0.id", "Timur", "people[0].id (Timur): expected an identifier of small Latin letters"),
    ("people.0.id", "timur\n", "people[0].id (timur\n): expected an identifier of small Latin letters"),
    ("people.0.name_variants", [], "people[0].name_variants (timur): expected at least one; leave the key out"),
    ("organizations.0.id", "un", "organizations[0].id (un): expected at least 3 characters, found “un”."),
    ("organizations.0.kind", "club", "organizations[0].kind (body): expected one of committee, international_org"),
    ("sources.0.url", "ftp://x", "sources[0].url (news): expected a web address that begins with http:// or https://"),
    ("sources.0.title_en", "x" * 501, "sources[0].title_en (news): expected at most 500 characters, found 501: “xxx"),
    ("editions.0.number", -1, "editions[0].number (edition -1): expected a whole number from 0 on, found -1."),
    ("editions.0.number", 1.5, "editions[0].number: expected a whole number, found 1.5."),
    ("editions.0.sources", ["news", "news"], "editions[0].sources (edition 1): stands here twice: “news”."),
    (
        "editions.0.places",
        [{"city_en": "A", "country": "KZ"}],
        "editions[0].places[0].role (edition 1, KZ): this key is",
    ),
    (
        "editions.0.agreements.0.kind",
        None,
        f"{POINT}.kind {NAMED}: this key is missing: expected one of declaration, initiative, consensus,",
    ),
    (
        "editions.0.agreements.0.parties.0",
        {},
        f"{POINT}.parties[0] {NAMED}: expected exactly one of country, organization, name_en.",
    ),
    (
        "editions.0.agreements.0.amount",
        {"value": 5},
        f"{POINT}.amount.currency {NAMED}: this key is missing: value does not stand without it.",
    ),
    (
        "editions.0.agreements.0.amount",
        {"qualifier": "about"},
        f"{POINT}.amount {NAMED}: expected a sum (value and currency), usd_as_reported, or nothing but alternatives.",
    ),
    (
        "editions.0.delegations",
        [{"country": "KZ", "head": {"person": "timur"}, "sources": []}],
        "editions[0].delegations[0].head.title_en (edition 1, KZ): this key is missing: person does not stand without",
    ),
    (
        "editions.0.gaps",
        [{"field": "dates", "note_en": "d", "looked_for": False, "looked": "2020"}],
        "editions[0].gaps[0].looked_for (edition 1): expected true here, found false.",
    ),
    ("people.0.note_en", "a\0b", "people[0].note_en (timur): the text holds a character that cannot be kept"),
    # of meaning
    ("countries.1", "XK", "countries[1]: ISO 3166-1 has no country with the code “XK”."),
    (
        "editions.0.sources",
        ["nwes"],
        "editions[0].sources[0] (edition 1): the file has no source “nwes”. Did you mean “news”?",
    ),
    ("editions.0.topics", ["land"], "editions[0].topics[0] (edition 1): the file has no topic “land”."),
    ("editions.0.organizers", ["no"], "editions[0].organizers[0] (edition 1): the file has no organisation “no”."),
    (
        "editions.0.statements",
        [{"id": "s", "person": "nobody", "gist_en": "g", "sources": []}],
        "editions[0].statements[0].person (edition 1, s): the file has no person “nobody”.",
    ),
    (
        "editions.0.agreements.0.parties.0",
        {"country": "UZ"},
        f"{POINT}.parties[0].country (edition 1, agreement 1.1, UZ): the file has no country “UZ”.",
    ),
    ("editions.0.agreements.0.part_of", "1.9", f"{POINT}.part_of {NAMED}: the file has no agreement “1.9”."),
    ("editions.0.agreements.0.part_of", "1.1", f"{POINT}.part_of {NAMED}: a loop: 1.1 → 1.1."),
    (
        "editions.0.agreements.0.ref",
        "2.1",
        f"{POINT}.ref (edition 1, agreement 2.1): expected 1.1, as it stands in edition 1.",
    ),
    (
        "editions.0.agreements.1",
        agreement("1.1"),
        f"editions[0].agreements[1] {NAMED}: the same agreement stands at {POINT} already.",
    ),
    ("topics.0.broader", "water", "topics[0].broader (water): a loop: water → water."),
    ("people.1", {"id": "timur", "name_en": "T"}, "people[1] (timur): the same person stands at people[0] already."),
    ("editions.0.start_date", "2020-02-30", "editions[0].start_date (edition 1): the calendar has no “2020-02-30”."),
    (
        "editions.0.start_date",
        "2020-02",
        "editions[0].date_precision (edition 1): expected “month”, as start_date is written; found “unknown”.",
    ),
    ("editions.0.end_date", "2020", "editions[0].end_date (edition 1): An end needs a start."),
    ("editions.0.id", "first", "editions[0].id (first): only an edition without a number has an id."),
    (
        "editions.1",
        {"number": 0, **SUMMARY, "name_en": "论坛"},
        "editions[1].id (edition 0): no address can be made of this English name: give the edition an id.",
    ),
    (
        "editions.0.citations",
        [{"source": "news", "locator": "p. 1"}, {"source": "news", "locator": "p. 2"}],
        "editions[0].citations",
    ),
    (
        "editions.0.gaps",
        [{"field": "dates", "note_en": "d"}, {"field": "dates", "note_en": "d"}],
        "editions[0].gaps[1] (edition 1): the same gap stands at editions[0].gaps[0] already.",
    ),
]


@pytest.mark.parametrize(("place", "value", "message"), BROKEN)
def test_a_problem_is_told_with_its_place_and_what_was_expected(db, document, place, value, message):
    put(document, place, value)
    assert [line[: len(message)] for line in problems(document)][:1] == [message]


def test_an_unbroken_document_loads(db, document):
    load(document)
    assert dump() == document


def test_all_problems_are_told_together_in_the_order_of_the_document(db, document):
    put(document, "editions.0.agreements.0.kind", "pact")
    put(document, "editions.0.agreements.0.sources", ["nowhere"])
    put(document, "editions.0.summary_en", None)
    put(document, "people.0.age", 40)
    put(document, "topics.0.broader", "land")
    assert [line.partition(" ")[0].rstrip(":") for line in problems(document)] == [
        "people[0].age",
        "topics[0].broader",
        "editions[0].agreements[0].kind",
        "editions[0].agreements[0].sources[0]",
        "editions[0].summary_en",
    ]


def test_an_object_of_a_wrong_form_breeds_no_further_problems(db, document):
    put(document, "sources.0.publisher", None)
    put(document, "editions.0.agreements.0.title_en", ["a", "list"])
    put(document, "people.0", "timur")
    assert [line.partition(" ")[0].rstrip(":") for line in problems(document)] == [
        "sources[0].publisher",
        "people[0]",
        "editions[0].agreements[0].title_en",
    ]


@pytest.mark.parametrize(
    "value", [None, [], "text", 5, {}, {"meta": [], "countries": {}, "editions": 5, "editorial": []}]
)
def test_whatever_else_a_file_holds_is_refused_in_words(db, value):
    assert problems(value) != []


def test_two_editions_without_a_number_need_an_id_each(db, document):
    document["editions"] += [{"number": 0, **SUMMARY}, {"number": 0, **SUMMARY}]
    assert problems(document)[0].endswith("at editions[1] already. Give each edition without a number an id.")
    document["editions"][2]["id"] = "another"
    load(document)
    assert set(Edition.objects.values_list("slug", flat=True)) == {"1", "first", "another"}


def test_names_of_one_document_that_contradict_each_other_are_a_problem(db, document):
    points = [agreement(f"1.{n}", document_en="Declaration", document_ru=name) for n, name in ((1, "А"), (2, "Б"))]
    document["editions"][0]["agreements"] = points
    assert problems(document)[0].endswith(
        f"one document, but its names differ from those at {POINT}.document_en: write all of them alike."
    )


def test_the_record_follows_one_reading_only(db, document):
    readings = [{"value_en": value, "sources": ["news"], "chosen": True} for value in ("a", "b")]
    document["editions"][0]["disputes"] = [{"field": "dates", "values": readings}]
    assert problems(document)[0].endswith("chosen (edition 1): the record can follow one reading only.")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"meta": {},\n "people": [}', "line 2, column 13: this is not JSON: Expecting value."),
        (b'{"meta":\n "\xff"}', "line 2: the file is not in UTF-8."),
        (b'{"meta": NaN}', "This is not JSON that can be read: NaN is not a number that JSON knows."),
        (b"", "line 1, column 1: this is not JSON: Expecting value."),
        (b"[" * 100_000, "This is not JSON that can be read: "),
    ],
)
def test_a_file_that_is_no_json_is_refused_with_the_place(content, message):
    with pytest.raises(NotLoadable) as caught:
        from_bytes(content)
    assert [line[: len(message)] for line in caught.value.lines()] == [message]


def test_a_key_that_stands_twice_is_a_problem(db, document):
    text = json.dumps(document).replace('"id": "timur"', '"id": "anna", "id": "timur"')
    assert problems(from_bytes(text.encode())) == [
        "people[0].id (timur): this key stands twice in one object; keep one of them."
    ]


def test_a_file_may_begin_with_a_byte_order_mark(db, document):
    load(from_bytes(b"\xef\xbb\xbf" + json.dumps(document).encode()))
    assert dump() == document


def test_the_command_fails_with_every_problem_and_writes_nothing(db, document, tmp_path):
    put(document, "people.0.age", 40)
    put(document, "editions.0.topics", ["land"])
    (tmp_path / "bad.json").write_text(json.dumps(document))
    with pytest.raises(CommandError, match=r"has 2 problems; nothing was written\.\n  people.*\n  editions") as caught:
        call_command("load_forum", tmp_path / "bad.json")
    assert (caught.value.returncode, Edition.objects.count()) == (1, 0)
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("load_forum", tmp_path / "none.json")


def test_an_empty_record_has_nothing_to_dump(db):
    with pytest.raises(CommandError, match="the forum itself has not been entered yet"):
        call_command("dump_forum")
