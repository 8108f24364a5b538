"""The lists as spreadsheets: every row, codes and names, and nothing that a spreadsheet would run."""

import csv
from io import StringIO

import pytest
from django.core import signals
from django.db import connection
from django.test.utils import CaptureQueriesContext

from records.api import streams, tables
from records.lists import LISTS
from records.models import Agreement, Amount, Document, FollowUp, Member, Party
from records.resources import TABLES
from records.search.index import recording
from tests import forum

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def rows(reader, address) -> list[dict]:
    """The rows of a table as a spreadsheet reads them."""
    answer = reader.get(address)
    assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (200, "text/csv"), answer.content
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def column(reader, address, name) -> list[str]:
    """One column of a table."""
    return [row[name] for row in rows(reader, address)]


def queries(reader, address) -> int:
    """The queries of a table in a process that has seen this version of the data before."""
    reader.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert reader.get(address).status_code == 200
    return len(asked)


def test_a_row_has_codes_and_names_in_every_language(reader):
    [row] = rows(reader, "/agreements.csv")
    assert row == row | {
        "ref": "2.1", "edition": "2", "year": "2014", "title_ru": "Совместный водный план", "kind": "consensus",
        "kind_zh": "共识", "topics": "water", "topics_ru": "Вода",
    }  # fmt: skip
    assert (row["countries"], row["parties"]) == ("CN; KZ", "CN; KZ")
    assert row["countries_zh"] == "中国; 哈萨克斯坦"
    assert (row["sources"], row["page"]) == ("gazette-1", "http://127.0.0.1:8000/en/agreements/2.1/")


def test_the_first_line_names_the_columns_after_a_mark_that_says_utf_8(reader):
    for name, table in TABLES.items():
        content = reader.get(f"/{name}.csv").content
        names = ",".join(field.name for field in table.fields())
        assert content.startswith(f"\ufeff{names}\r\n".encode())


def test_what_a_name_lacks_in_a_language_stands_in_english_and_a_text_stays_empty(reader):
    [row] = rows(reader, "/delegations.csv?country=kz")
    assert (row["edition_ru"], row["edition_zh"], row["head_ru"]) == ("Вторая встреча", "Edition 2", "Алия Бекова")
    assert (row["head_title_en"], row["head_title_ru"]) == ("Minister of Water", "")


def test_texts_come_back_as_they_are(reader, world):
    text = 'He said: “water”, "twice"; \n\r\nand, then — 水; '
    with recording():
        forum.agreement(world.first, 7, world.china, text_en=text, title_en="a;b")
    [row] = rows(reader, "/agreements.csv?edition=1")
    assert (row["text_en"], row["title_en"]) == (text, "a;b")


@pytest.mark.parametrize("text", ["=1+1", "+7 700", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_no_cell_is_taken_for_a_formula(reader, world, text):
    with recording():
        topic = forum.topic("formula", name_en=text)
        document = Document.objects.create(edition=world.first, name_en=text)
        agreed = forum.agreement(world.first, 8, title_en=text, text_en=text, topics=[topic], document=document)
        Party.objects.create(agreement=agreed, description_en=text)
    for address in ("/agreements.csv?topic=formula", "/agreements.csv?topic=formula&rows=topic"):
        [one] = rows(reader, address)
        assert [name for name, cell in one.items() if cell[:1] in "=+-@\t\r＝" and cell] == []
        assert one["title_en"] == f"'{text}"


def test_several_values_can_be_parted_again(reader, world):
    with recording():
        agreed = forum.agreement(world.first, 9, world.china)
        for name in ("Two banks; both in Almaty", "A fund"):
            Party.objects.create(agreement=agreed, description_en=name)
    [row] = rows(reader, "/agreements.csv?edition=1")
    assert row["parties_en"].split("; ") == ["China", "Two banks, both in Almaty", "A fund"]
    assert len(row["parties"].split("; ")) == 3


def test_sums_and_what_became_of_it_stand_in_columns(reader, world):
    with recording():
        Amount.objects.create(agreement=world.agreed, value=11_248_000_000, currency="CNY", qualifier="about")
        Amount.objects.create(agreement=world.agreed, dollars_as_reported=5, is_alternative=True)
        FollowUp.objects.create(agreement=world.agreed, status="ended")
        signed = FollowUp(agreement=world.agreed, status="signed", note_en="Yes")
        signed.happened = forum.date("2015-03")
        signed.save()
    [row] = rows(reader, "/agreements.csv?country=kz")
    assert (row["amount_value"], row["amount_currency"], row["amount_qualifier"]) == ("11248000000", "CNY", "about")
    assert (row["amount_usd_as_reported"], row["amount_alternatives"]) == ("", "5 USD as reported")
    assert (row["follow_ups"], row["follow_ups_dates"]) == ("signed; ended", "2015-03; ")
    assert row["follow_ups_notes_en"] == "Yes; "


def test_a_whole_that_is_a_draft_is_not_named(reader, world):
    hidden = Agreement.objects.get(reference="2.2")
    with recording():
        forum.agreement(world.second, 5, world.china, part_of=hidden)
        forum.agreement(world.second, 6, world.china, part_of=world.agreed)
    assert column(reader, "/agreements.csv?country=cn", "part_of") == ["2.1", "", ""]


def test_members_and_their_offices_stand_in_the_same_order(reader, world):
    with recording():
        Member.objects.create(delegation=world.delegation, title_en="Aide", title_ru="Помощник")
        Member.objects.create(delegation=world.delegation, person=world.boris, title_en="Engineer")
    [row] = rows(reader, "/editions/2/delegations/kz.csv")
    assert (row["members"], row["members_zh"]) == ("; boris-lin", "; 鲍里斯")
    assert (row["members_titles_en"], row["members_titles_ru"]) == ("Aide; Engineer", "Помощник; Engineer")


def test_the_offices_of_a_person_are_those_of_every_edition(reader, world):
    with recording():
        first = forum.Delegation.objects.create(edition=world.first, country=world.china)
        Member.objects.create(delegation=first, person=world.aliya, title_en="Guest")
    [row] = rows(reader, "/people/aliya-bekova.csv")
    assert (row["offices"], row["offices_en"]) == ("2; 1", "Minister of Water; Guest")
    assert (row["countries"], row["editions"]) == ("CN; KZ", "1; 2")


def test_one_row_a_country_counts_as_the_choices_do(reader, world):
    with recording():
        fund = forum.organization("fund-kz", country=world.kazakhstan, kind="fund")
        forum.agreement(world.first, 3, fund)
        forum.agreement(world.first, 4)
    assert column(reader, "/agreements.csv?rows=country", "country") == ["CN", "KZ", "", "KZ"]
    assert column(reader, "/agreements.csv?rows=country", "country_ru") == ["Китай", "Казахстан", "", "Казахстан"]
    assert column(reader, "/agreements.csv?rows=topic", "topic") == ["water", "", ""]


def test_rows_by_what_a_list_does_not_have_are_refused(reader):
    answer = reader.get("/sources.csv?rows=country")
    assert (answer.status_code, answer.json()) == (
        400, {"problems": ["This list has no rows by “country”: leave “rows” out."]}
    )  # fmt: skip
    assert reader.get("/agreements.csv?rows=x").json()["problems"] == [
        "This list has no rows by “x”: ask for rows=country or rows=topic, or leave “rows” out."
    ]


def test_a_senseless_question_gets_sentences_and_no_rows(reader):
    answer = reader.get("/agreements.csv?country=zz&page=2")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/json")
    assert answer.json()["problems"] == [
        "A table has all rows at once, and no pages: leave “page” out.",
        "Country: “zz” is not in the record.",
    ]


def test_a_page_that_is_longer_than_a_page_of_the_list_is_whole(reader, world):
    with recording():
        for number in range(60):
            forum.agreement(world.first, number, world.china)
    references = column(reader, "/agreements.csv", "ref")
    assert references == ["2.1", *(f"1.{number}" for number in reversed(range(60)))]


def test_a_table_is_the_same_for_every_visitor(reader):
    russian = reader.get("/people.csv", headers={"accept-language": "ru"})
    assert russian.content == reader.get("/people.csv").content
    assert (russian["ETag"], russian["Vary"]) == (reader.get("/people.csv")["ETag"], "Accept-Encoding")


def test_an_unchanged_table_is_not_sent_again(reader, django_assert_num_queries):
    known = reader.get("/agreements.csv")["ETag"]
    with django_assert_num_queries(1):
        assert reader.get("/agreements.csv", headers={"if-none-match": known}).status_code == 304


@pytest.mark.parametrize("name", list(LISTS))
def test_a_table_asks_as_often_at_two_rows_as_at_many(reader, world, name):
    crowd(world, range(2))
    before = queries(reader, f"/{name}.csv")
    crowd(world, range(2, 10))
    assert queries(reader, f"/{name}.csv") == before


def crowd(world, numbers):
    """More of everything that tables have columns for."""
    with recording():
        for number in numbers:
            made = forum.edition(100 + number, "2020")
            someone = forum.person(f"someone-{number}")
            sent = forum.Delegation.objects.create(
                edition=made, country=world.china, head_person=someone, head_title_en="Minister"
            )
            Member.objects.create(delegation=sent, person=world.boris, title_en="Aide")
            forum.Statement.objects.create(edition=made, slug="s", person=someone, gist_en="Yes.")
            body = forum.organization(f"body-{number}")
            agreed = forum.agreement(made, 1, world.china, body, topics=[world.water])
            forum.cite(forum.source(f"report-{number}"), agreement=agreed)
            forum.topic(f"topic-{number}")
            forum.Delegation.objects.create(edition=made, organization=body)
            forum.Organizer.objects.create(edition=made, organization=body)
            whole = forum.agreement(made, 2, part_of=agreed)
            FollowUp.objects.create(agreement=whole, status="signed")
            for target in ({"edition": made}, {"delegation": sent}):
                forum.cite(world.gazette, **target)


# Long answers


@pytest.fixture
def long_answers(monkeypatch):
    """Even a short table counts as long and leaves in pieces of one row; that one ends leaves the database open."""
    monkeypatch.setattr(signals.request_finished, "send", lambda **signal: None)
    monkeypatch.setattr(streams, "WHOLE", 100)
    monkeypatch.setattr(tables, "FIRST", 1)


def test_a_long_table_leaves_in_pieces_and_is_the_same(reader, world, monkeypatch):
    whole = reader.get("/editions.csv")
    monkeypatch.setattr(streams, "WHOLE", 100)
    pieces = reader.get("/editions.csv")
    assert (whole.streaming, pieces.streaming) == (False, True)
    assert (whole.has_header("Content-Length"), pieces.has_header("Content-Length")) == (True, False)
    assert (b"".join(pieces.streaming_content), pieces["ETag"]) == (whole.content, whole["ETag"])


def test_only_half_the_threads_send_long_tables_at_once(reader, long_answers, settings):
    reading = [reader.get("/editions.csv") for _ in range(settings.STREAMS_AT_ONCE)]
    refused = reader.get("/editions.csv")
    assert (refused.status_code, refused["Retry-After"], "ETag" in refused.headers) == (503, "30", False)
    assert reader.get("/en/").status_code == 200
    reading.pop().close()
    again = reader.get("/editions.csv")
    assert again.status_code == 200
    for answer in [*reading, again]:
        answer.close()


def test_an_answer_that_is_forgotten_gives_its_place_free(reader, long_answers, settings):
    for _ in range(settings.STREAMS_AT_ONCE + 1):
        answer = reader.get("/editions.csv")
        assert answer.status_code == 200
        del answer


def test_who_only_asks_for_the_head_takes_no_place(reader, long_answers, settings):
    answers = [reader.head("/editions.csv") for _ in range(settings.STREAMS_AT_ONCE + 1)]
    assert [answer.status_code for answer in answers] == [200] * len(answers)
