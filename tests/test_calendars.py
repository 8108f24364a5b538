"""Editions as a calendar: whole days where days are known, and nothing made up."""

from datetime import date

import icalendar
import pytest

from records.calendars import _folded
from records.editing import steps
from records.models import Edition
from records.search.index import Because, recording
from tests import forum
from tests.reading import links

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def lines(reader, address="/en/editions.ics") -> list[str]:
    """The unfolded lines of a calendar."""
    answer = reader.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return answer.content.decode().replace("\r\n ", "").split("\r\n")


def having(found: list[str], name: str) -> list[str]:
    """The lines that begin with a name."""
    return [line for line in found if line.startswith(name)]


def test_an_edition_is_an_event_of_whole_days(reader):
    found = lines(reader)
    assert having(found, "DTSTART") == ["DTSTART;VALUE=DATE:20140901", "DTSTART;VALUE=DATE:20120507"]
    assert having(found, "DTEND") == ["DTEND;VALUE=DATE:20140904"]  # the day after the last
    assert having(found, "LOCATION") == ["LOCATION;LANGUAGE=en:Balkhash"]
    assert "the end is not reported" in having(found, "DESCRIPTION")[2]


def test_what_has_no_day_is_left_out_and_named(reader, world):
    with recording():
        forum.edition(5, "2016-05", name_en="May meeting")
        forum.edition(6, name_en="Unknown; meeting")
    found = lines(reader)
    assert len(having(found, "BEGIN:VEVENT")) == 2
    assert having(found, "DESCRIPTION")[0].endswith(
        r"Left out\, because no day is known: Unknown\; meeting (date unknown)\; May meeting (May 2016)."
    )


def test_the_calendar_answers_the_question_of_the_list_in_its_language(reader):
    found = lines(reader, "/ru/editions.ics?country=kz")
    assert having(found, "SUMMARY") == ["SUMMARY;LANGUAGE=ru:Вторая встреча"]
    assert having(lines(reader, "/zh-hans/editions.ics?country=kz"), "SUMMARY") == ["SUMMARY;LANGUAGE=en:Edition 2"]


def test_a_correction_raises_the_sequence(reader, world):
    with recording():
        Edition.objects.filter(pk=world.first.pk).update(name_en="First meeting")
    assert having(lines(reader), "SEQUENCE") == ["SEQUENCE:0", "SEQUENCE:1"]


def test_no_line_is_longer_than_75_bytes_and_no_character_is_cut(reader, world):
    with recording():
        Edition.objects.filter(pk=world.first.pk).update(name_en="Встреча 论坛 😀 " * 20)
    content = reader.get("/en/editions.ics").content
    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert [line.decode() for line in content.split(b"\r\n")]
    assert _folded("a" * 75) == "a" * 75 + "\r\n"


def test_one_edition_is_a_calendar_and_known_by_the_same_when_it_is_renumbered(reader, world):
    assert "/en/editions/2.ics" in links(reader.get("/en/editions/2/"))
    known = having(lines(reader, "/en/editions/2.ics"), "UID")
    assert (len(known), known[0] in lines(reader)) == (1, True)
    world.second.refresh_from_db()
    with recording():
        world.second.number = 33
        world.second.save()
    moved = reader.get("/en/editions/2.ics")
    assert (moved.status_code, moved["Location"]) == (301, "/en/editions/33.ics")
    assert having(lines(reader, "/en/editions/33.ics"), "UID") == known
    assert reader.get("/en/editions/33.ics")["Access-Control-Allow-Origin"] == "*"
    assert reader.get("/en/editions/2/delegations/kz/")["Location"] == "/en/editions/33/delegations/kz/"
    assert reader.get("/editions/2/statements/aliya-bekova.json")["Location"] == (
        "/editions/33/statements/aliya-bekova.json"
    )
    steps.withdraw(world.second, Because("It never met."))
    gone = reader.get("/en/editions/33.ics")
    assert (gone.status_code, "It never met." in gone.content.decode()) == (410, True)


def test_an_event_is_known_by_the_number_it_was_first_published_under(reader, world):
    assert having(lines(reader), "UID") == ["UID:edition-2@127.0.0.1", "UID:edition-1@127.0.0.1"]
    with recording():
        Edition.objects.filter(pk=world.second.pk).update(number=33, slug="33")
    with recording():
        forum.edition(2, "2013-02-02")
    assert having(lines(reader), "UID") == [f"UID:edition-{known}@127.0.0.1" for known in ("2", "2.2", "1")]


def test_what_is_gone_is_said_in_the_same_words_by_every_file(reader, world):
    steps.withdraw(Edition.objects.get(pk=world.second.pk), Because("It never met."))
    said = {ending: reader.get(f"/ru/editions/2.{ending}") for ending in ("ics", "md", "bib")}
    assert {ending: (answer.status_code, answer.content) for ending, answer in said.items()} == dict.fromkeys(
        said, (410, said["md"].content)
    )
    assert said["ics"].content.decode().split("\n")[1:] == [
        "Вторая встреча", "It never met.", "http://127.0.0.1:8000/ru/editions/2/",
    ]  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize(
    ("address", "names", "left_out"),
    [
        ("/en/editions.ics", ["Edition 2", "Edition 1"], "May meeting (May 2016)"),
        ("/ru/editions.ics?sort=oldest", ["Edition 1", "Вторая встреча"], "May meeting (май 2016)"),
        ("/zh-hans/editions.ics?country=kz", ["Edition 2"], ""),
        ("/zh-hans/editions.ics?year=2016", [], "May meeting (2016年5月)"),
        ("/en/editions/2.ics", ["Edition 2"], ""), ("/en/editions/5.ics", [], "May meeting (May 2016)"),
    ],
)  # fmt: skip
def test_calendars_are_what_a_library_reads(reader, world, address, names, left_out):
    with recording():
        forum.edition(5, "2016-05", name_en="May meeting")
    read = icalendar.Calendar.from_ical(reader.get(address).content)
    assert (read.errors, [one.errors for one in read.events]) == ([], [[]] * len(names))
    assert [str(one["SUMMARY"]) for one in read.events] == names
    assert len(read.subcomponents) == max(1, len(names))  # RFC 5545, 3.6: at least one
    days = {"Edition 1": (date(2012, 5, 7), None), "2": (date(2014, 9, 1), date(2014, 9, 4))}
    assert [(one["DTSTART"].dt, one["DTEND"].dt if "DTEND" in one else None) for one in read.events] == [
        days.get(name, days["2"]) for name in names
    ]
    uids = {"Edition 1": "edition-1@127.0.0.1"}
    assert [str(one["UID"]) for one in read.events] == [uids.get(name, "edition-2@127.0.0.1") for name in names]
    assert [str(one["LOCATION"]) for one in read.events if "LOCATION" in one] == ["Balkhash"] * (
        len(names) - names.count("Edition 1")
    )
    assert left_out in str(read["DESCRIPTION"])
    assert ("May meeting" in str(read["DESCRIPTION"])) == bool(left_out)
