"""Citations: what is cited, in each style and each language, and for programs that manage references."""

import json
import re
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.utils.translation import override

from records.citations import FILES, Cited, cited, in_each_style
from records.models import Agreement, Country, Edition, Forum, Person, Source
from records.models.dates import PartialDate
from records.models.languages import Text
from tests import forum

SITE = {"en": "Lake Forum: the record", "ru": "Форум озера", "zh": "湖泊论坛"}
TITLE = {"en": "9.2 A “green” lake", "ru": "9.2 «Зелёное» озеро", "zh": "9.2 《绿色》湖泊"}
AT = "https://forum.example/en/agreements/9.2/"
NASTY = 'A {brace}, 100% & $5_#1 ~ ^ \\cmd "quoted" } <b>'


def thing(language="en", date="2026-11-24", **fields) -> Cited:
    """Something to cite in a language, published on a date."""
    title, site = (Text(text[language], language, False) for text in (TITLE, SITE))
    given = {"title": title, "site": site, "address": AT, "licence": "CC-BY-4.0"}
    return Cited(**(given | {"issued": forum.date(date) if date else PartialDate()} | fields))


def written(style: str, language="en", **fields) -> str:
    with override("zh-hans" if language == "zh" else language):
        return next(str(one) for one in in_each_style(thing(language, **fields)) if one.style == style)


@pytest.mark.parametrize(
    ("style", "language", "expected"),
    [
        ("apa", "en", f"Lake Forum: the record. (2026, November 24). 9.2 A “green” lake. {AT}"),
        ("apa", "ru", f"Форум озера. (2026, 24 ноября). 9.2 «Зелёное» озеро. {AT}"),
        ("apa", "zh", f"湖泊论坛. (2026, 11月24日). 9.2 《绿色》湖泊. {AT}"),
        ("chicago", "en", f"Lake Forum: the record. “9.2 A ‘green’ lake.” November 24, 2026. {AT}."),
        ("chicago", "ru", f"Форум озера. «9.2 „Зелёное“ озеро». 24 ноября 2026. {AT}."),
        ("chicago", "zh", f"湖泊论坛. 《9.2 〈绿色〉湖泊》. 2026年11月24日. {AT}."),
        ("gost", "en", "9.2 A “green” lake [Electronic resource] // Lake Forum: the record. 2026. "
         f"URL: {AT} (accessed: dd.mm.yyyy)."),
        ("gost", "ru", "9.2 «Зелёное» озеро [Электронный ресурс] // Форум озера. 2026. "
         f"URL: {AT} (дата обращения: дд.мм.гггг)."),
        ("gbt", "en", f"Lake Forum: the record. 9.2 A “green” lake[EB/OL]. (2026-11-24)[yyyy-mm-dd]. {AT}."),
        ("gbt", "zh", f"湖泊论坛. 9.2 《绿色》湖泊[EB/OL]. (2026-11-24)[年-月-日]. {AT}."),
    ],
)  # fmt: skip
def test_each_style_in_each_language(style, language, expected):
    assert written(style, language) == expected


@pytest.mark.parametrize(
    ("style", "date", "expected"),
    [
        ("apa", "2026-11", "(2026, November)"),
        ("apa", "2026", "(2026)"),
        ("apa", "", "(n.d.)"),
        ("chicago", "2026-11", "November 2026."),
        ("chicago", "2026", " 2026."),
        ("gbt", "2026", "(2026)[yyyy-mm-dd]"),
        ("gost", "2026", " 2026. URL"),
    ],
)
def test_a_date_is_no_more_precise_than_it_is_known(style, date, expected):
    assert expected in written(style, date=date)


def test_the_day_of_reading_is_asked_for_where_nothing_else_dates_it():
    assert written("apa", date="").endswith(f"lake. Retrieved [day of reading], from {AT}")
    assert written("chicago", date="").endswith(f"lake.” Accessed [day of reading]. {AT}.")
    assert written("gbt", date="").endswith(f"lake[EB/OL]. [yyyy-mm-dd]. {AT}.")


def test_a_version_is_named_in_every_style():
    assert {written(style, version="3").count("Version 3") for style in ("apa", "chicago", "gost", "gbt")} == {1}
    assert "9.2 A “green” lake (Version 3). http" in written("apa", version="3")


def test_the_whole_record_stands_under_its_own_title():
    whole = {"is_whole": True, "version": "1.1", "date": ""}
    assert written("apa", **whole).startswith("9.2 A “green” lake (Version 1.1) [Data set]. (n.d.). Retrieved")
    assert written("chicago", **whole).startswith("9.2 A “green” lake. Version 1.1. Accessed")
    assert "lake [Electronic resource]. Version 1.1. URL" in written("gost", **whole)
    assert "lake[DB/OL]. Version 1.1. [yyyy-mm-dd]" in written("gbt", **whole)


@pytest.mark.parametrize("title", ["Who pays?", "Open!", "And so on…", "In short."])
def test_a_title_that_ends_with_a_stop_gets_no_second_one(title):
    ending = Text(title, "en", False)
    assert f"{title} http" in written("apa", title=ending)
    assert f"“{title}” November" in written("chicago", title=ending)


def test_the_style_that_is_usual_in_a_language_comes_first():
    first = {}
    for language in ("en", "ru", "zh-hans"):
        with override(language):
            first[language] = in_each_style(thing())[0].style
    assert first == {"en": "apa", "ru": "gost", "zh-hans": "gbt"}


def test_bibtex_keeps_every_character_and_every_brace_has_its_partner():
    entry = FILES["bib"].write(thing(title=Text(NASTY, "en", False), version="3"))
    title = next(line for line in entry.splitlines() if "title" in line)
    assert title == (
        r"  title  = {{A \textbraceleft{}brace\textbraceright{}, 100\% \& \$5\_\#1 \textasciitilde{} "
        r'\textasciicircum{} \textbackslash{}cmd "quoted" \textbraceright{} <b>}},'
    )
    assert entry.count("{") == entry.count("}")
    assert "  year   = {2026},\n  month  = nov,\n  day    = {24},\n  note   = {Version 3}," in entry


def test_ris_is_one_line_a_field():
    assert FILES["ris"].write(thing("ru", date="2026-11")).split("\r\n") == [
        "TY  - ELEC", "ID  - agreements-9.2", "AU  - Форум озера", "TI  - 9.2 «Зелёное» озеро",
        "T2  - Форум озера", "PY  - 2026",
        "DA  - 2026/11/", "LA  - ru", f"UR  - {AT}", "ER  - ", "",
    ]  # fmt: skip


def test_csl_json_says_the_same():
    assert json.loads(FILES["csl.json"].write(thing("zh", date="2026"))) == [
        {
            "id": "agreements-9.2", "type": "webpage", "title": TITLE["zh"], "author": [{"literal": SITE["zh"]}],
            "issued": {"date-parts": [[2026]]}, "license": "CC-BY-4.0", "language": "zh-CN", "URL": AT,
        }
    ]  # fmt: skip


@pytest.mark.parametrize("ending", FILES)
def test_what_is_not_known_is_not_written(ending):
    bare = Cited(title=Text("Lake", "en", False), site=Text("Record", "en", False), address=AT)
    file = FILES[ending].write(bare)
    assert [word for word in ("year", "PY", "DA", "issued", "Version", "license", "ET", "None") if word in file] == []


@pytest.mark.parametrize(
    ("licence", "address"),
    [
        ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("CC-BY-SA-3.0", "https://creativecommons.org/licenses/by-sa/3.0/"),
        ("CC0-1.0", "https://spdx.org/licenses/CC0-1.0.html"),
        ("ask the secretariat", ""),
        ("", ""),
    ],
)
def test_a_licence_known_by_its_identifier_has_an_address(licence, address):
    assert thing(licence=licence).licence_address == address


def test_a_title_of_several_lines_is_cited_as_one():
    edition = Edition(
        number=4, slug="4", name_en="A meeting\n of two\tlines", published_at=datetime(2026, 1, 2, tzinfo=UTC)
    )
    assert cited(edition, None).title == "A meeting of two lines"


def test_an_edition_without_a_number_or_a_date_and_a_person_of_one_name_can_be_cited():
    lake = Forum(title_en="Lake Forum")
    unnumbered = Edition(number=0, slug="special-meeting", name_en="Special meeting")
    assert cited(unnumbered, lake).key == "editions-special-meeting"
    named = str(in_each_style(cited(Person(slug="aliya", name_en="Aliya"), lake))[0])
    assert named.startswith("Lake Forum. (n.d.). Aliya. Retrieved")


def test_what_came_out_later_than_its_edition_is_dated_by_itself():
    early, late = datetime(2026, 1, 2, tzinfo=UTC), datetime(2026, 3, 4, tzinfo=UTC)
    edition = Edition(number=4, name_en="Fourth", published_at=early)
    assert (
        cited(Agreement(edition=edition, reference="4.1", title_en="A", published_at=late), None).issued.iso()
        == "2026-03-04"
    )
    edition.published_at, late = late, early
    assert (
        cited(Agreement(edition=edition, reference="4.1", title_en="A", published_at=late), None).issued.iso()
        == "2026-03-04"
    )


def test_a_version_is_cited_at_its_own_address_and_by_its_own_date():
    version = SimpleNamespace(
        number=3, get_absolute_url=lambda: "/en/editions/4/versions/3/", published_at=datetime(2026, 5, 6, tzinfo=UTC)
    )
    pinned = cited(Edition(number=4, slug="4", name_en="Fourth"), None, version)
    assert (pinned.version, pinned.issued.iso(), pinned.key) == ("3", "2026-05-06", "editions-4-versions-3")


def test_a_country_without_a_name_and_a_source_are_cited_by_what_they_have():
    assert cited(Country(code="KZ"), None).title == "KZ"
    assert cited(Source(slug="s", title_en="Report", publisher="Gazette"), None).title == "Report"


def report() -> Cited:
    """A source of the record, as it is cited."""
    about = Source(slug="s", title_en="Report", publisher="Gazette", url="https://gazette.example/1", language="en")
    about.published = forum.date("2012-05-07")
    return cited(about, Forum(title_en="Lake Forum"))


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("apa", "Gazette. (2012, May 7). Report. https://gazette.example/1."),
        ("chicago", "Gazette. “Report.” May 7, 2012. https://gazette.example/1."),
        (
            "gost",
            "Report [Electronic resource] // Gazette. 2012. URL: https://gazette.example/1 (accessed: dd.mm.yyyy).",
        ),
        ("gbt", "Gazette. Report[EB/OL]. (2012-05-07)[yyyy-mm-dd]. https://gazette.example/1."),
    ],
)
def test_a_source_is_cited_as_itself_and_as_recorded_here(style, expected):
    said = next(str(one) for one in in_each_style(report()) if one.style == style)
    assert said == f"{expected} As recorded in Lake Forum, http://127.0.0.1:8000/en/sources/s/."


@pytest.mark.parametrize("ending", FILES)
def test_the_files_of_a_source_name_its_publisher_its_day_and_its_address(ending):
    file = FILES[ending].write(report())
    said = ("Gazette", "2012", "https://gazette.example/1", "As recorded in Lake Forum", "/en/sources/s/")
    assert [one for one in said if one not in file] == []
    assert "CC-BY" not in file


@pytest.mark.parametrize(
    ("name", "author"),
    [
        ("Lake Forum", "Lake Forum"),
        ("Lake Forum: meetings, rivers", "Lake Forum"),
        ("Ministry of Water, Balkhash", "Ministry of Water – Balkhash"),
    ],
)
def test_ris_names_the_author_without_a_comma(name, author):
    said = FILES["ris"].write(thing(site=Text(name, "en", False))).split("\r\n")
    assert [line for line in said if line[:2] in ("AU", "T2")] == [f"AU  - {author}", f"T2  - {name}"]


def test_the_key_of_a_citation_is_that_of_one_address_only():
    asked = ["en/agreements/9.2/", "ru/agreements/9.2/", "en/agreements/?country=kz", "en/agreements/?q=a-b",
             "en/agreements/?q=a+b", "zh-hans/agreements/?q=%D0%B2%D0%BE%D0%B4%D0%B0"]  # fmt: skip
    keys = [thing(address=f"http://127.0.0.1:8000/{one}").key for one in asked]
    assert keys[:3] == ["agreements-9.2", "agreements-9.2.ru", "agreements-country-kz"]
    assert [key[:17] for key in keys[3:5]] == ["agreements-q-a-b-"] * 2
    assert re.fullmatch(r"agreements-q-[0-9a-f]{8}\.zh-hans", keys[5])
    assert len(set(keys)) == len(keys)
