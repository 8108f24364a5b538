"""The pictures that go with links: a PNG of the size networks ask for, in three scripts, of public pages only."""

import json
from io import BytesIO

import pytest
from PIL import Image

from records import cards
from records.cards import card
from records.models import Agreement, Edition
from records.search.index import recording
from tests.conftest import REAL_RECORD
from tests.reading import tree

LONG = "Joint statement on the deepening of comprehensive cooperation in water, energy and transport " * 9
CHINESE = "关于深化水资源、能源与交通领域全面合作的联合声明" * 9


def opened(png: bytes) -> Image.Image:
    picture = Image.open(BytesIO(png))
    picture.load()
    return picture


@pytest.mark.parametrize(
    "title",
    ["Point 2.1", "9-й Форум «Китай – Центральная Азия»", "第九届论坛", LONG, CHINESE, "x" * 900, "", "\n\t <b> \\ {"],
)
def test_any_title_makes_a_picture_of_the_size_that_networks_ask_for(title):
    picture = opened(card(title, "Lake Forum", "2014"))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))


@pytest.mark.parametrize("title", [LONG, CHINESE, "x" * 900])
def test_what_is_too_long_is_cut_and_stays_in_its_room(title):
    size, lines = cards._fitted(title)
    assert lines[-1].endswith("...")
    assert len(lines) * cards._leading(size) <= cards.ROOM
    assert [line for line in lines if cards._too_wide(line, size)] == []


def test_a_short_title_is_set_large_and_keeps_every_word():
    assert cards._fitted("Point 2.1") == (76, ["Point 2.1"])
    _size, lines = cards._fitted("Совместное заявление о воде и энергетике в бассейне озера")
    assert " ".join(lines) == "Совместное заявление о воде и энергетике в бассейне озера"


def test_no_line_of_chinese_begins_with_a_closing_mark():
    lines = cards._wrapped(CHINESE, 76)
    assert "".join(lines) == CHINESE
    assert [line for line in lines if line[0] in "，。、；：！？）》"] == []


def test_the_line_below_says_when_and_where_as_known():
    edition = Edition(number=9, name_en="Ninth")
    assert cards.below(Agreement(edition=edition, reference="9.1")) == "Edition 9"


def test_the_font_has_every_letter_of_the_real_titles():
    unknown = bytes(cards._font(40).getmask("\U0001f30a"))
    record = json.loads(REAL_RECORD.read_text(encoding="utf-8"))
    named = [one for part in ("editions", "people", "organizations", "topics", "sources") for one in record[part]]
    named += [one for edition in record["editions"] for one in edition.get("agreements", [])]
    texts = [
        one.get(f"{kind}_{column}", "") for one in named for kind in ("name", "title") for column in ("en", "ru", "zh")
    ]
    letters = {letter for text in texts for letter in text if not letter.isspace()}
    assert {letter for letter in letters if bytes(cards._font(40).getmask(letter)) == unknown} == set()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["editions/2/", "agreements/2.1/", "people/aliya-bekova/", "agreements/", ""])
def test_a_page_names_its_picture_and_other_sites_may_show_it(reader, world, address):
    head = tree(reader.get(f"/ru/{address}")).find("head")
    named = {e.get("property"): e.get("content") for e in head.iter("meta") if e.get("property")}
    record = address.strip("/") if address.count("/") > 1 else "about"
    assert named["og:image"] == f"http://127.0.0.1:8000/ru/{record}.png"
    answer = reader.get(named["og:image"].removeprefix("http://127.0.0.1:8000"))
    assert (answer["Content-Type"], answer["Cross-Origin-Resource-Policy"]) == ("image/png", "cross-origin")
    assert opened(answer.content).size == (1200, 630)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/en/editions/3.png", "/en/agreements/2.2.png", "/en/people/hidden-person.png"])
def test_a_draft_has_no_picture(reader, world, address):
    assert reader.get(address).status_code == 404


@pytest.mark.django_db
def test_another_title_is_another_picture_and_the_same_a_304(reader, world):
    before = reader.get("/en/agreements/2.1.png")
    assert reader.get("/en/agreements/2.1.png", headers={"if-none-match": before["ETag"]}).status_code == 304
    with recording():
        world.agreed.title_en = "Water plan"
        world.agreed.save()
    assert reader.get("/en/agreements/2.1.png").content != before.content
