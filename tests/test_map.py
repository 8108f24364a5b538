"""The map of host cities: where points lie, whose labels cover nothing, and what is named beside it."""

import json

import pytest

from records.charts.maps import PLACES, City, Spot, capitals, chart
from records.models import Place
from records.models.languages import Text
from records.search.index import recording
from tests import forum
from tests.reading import tree, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def city(name: str, latitude: float, longitude: float) -> City:
    return City(name.lower(), Text(name, "en", False), Spot(latitude, longitude))


def held_in(edition, city: str, role="host"):
    """An edition met in a city of China."""
    return Place.objects.create(edition=edition, city_en=city, country=forum.country("CN"), role=role)


def circles(page) -> list[str]:
    return [e.get("class") for e in tree(page).iter() if str(e.tag).endswith("circle")]


def rows(page) -> list[list[str]]:
    return [
        [" ".join("".join(cell.itertext()).split()) for cell in row] for row in tree(page).find(".//tbody").iter("tr")
    ]


def test_north_is_up_and_a_degree_is_as_long_both_ways_in_the_middle():
    drawn = chart([city("South", 0, 0), city("North", 60, 0), city("East", 30, 60)])
    at = {point.city.name: (point.x, point.y) for point in drawn.points}
    assert at["South"][0] == at["North"][0]
    assert at["South"][1] > at["East"][1] > at["North"][1]
    up, across = at["South"][1] - at["North"][1], at["East"][0] - at["North"][0]
    assert across / up == pytest.approx(0.866, abs=0.001)  # the cosine of 30 degrees


def test_lines_stand_every_ten_degrees_inside_the_map():
    drawn = chart([city("One", 21, 95), city("Other", 39, 121)])
    assert [degrees for degrees, _x in drawn.meridians] == [100, 110, 120]
    assert [degrees for degrees, _y in drawn.parallels] == [20, 30, 40]
    assert all(0 < x < drawn.width for _degrees, x in drawn.meridians)


def test_labels_of_neighbours_do_not_cover_each_other():
    drawn = chart([city("Far away", 20, 60), city("Rizhao", 35.4, 119.5), city("Lianyungang", 34.6, 119.2)])
    anchors = {point.city.name: point.anchor for point in drawn.points}
    assert anchors == {"Rizhao": "start", "Lianyungang": "end", "Far away": "start"}


def test_a_map_whose_hosts_lie_in_the_east_begins_there(world):
    east, west = city("East", 30, 120), city("West", 40, 60)
    east.hosted.append(world.first)
    assert chart([east, west]).is_eastern is True
    west.hosted.append(world.second)
    assert chart([east, west]).is_eastern is False


def test_a_map_of_nothing_is_none():
    assert chart([]) is None
    assert chart([City("x", Text("Nowhere", "en", False), None)]) is None


def test_each_city_stands_once_with_all_its_editions(reader, world):
    with recording():
        held_in(world.first, "Rizhao")
        held_in(world.second, "Rizhao", role="connected")
        held_in(world.draft, "Dalian")
    page = reader.get("/en/map/")
    assert ["Rizhao", "China", "Edition 1 2012", "Edition 2 2014"] in rows(page)
    assert (circles(page).count("held"), "Dalian" in words(page)) == (1, False)


def test_a_city_without_coordinates_and_an_edition_without_a_place_are_said(reader):
    page = words(reader.get("/en/map/"), "main")
    assert "Not on the map, because their coordinates are not in the data file: Balkhash." in page
    assert "No place is known: Edition 1" in page


def test_capitals_of_the_record_are_there_for_orientation_unless_they_are_hosts(world):
    shown = [city("Beijing", 39.9, 116.4)]
    countries = [world.china, world.kazakhstan]
    assert [one.name for one in capitals(countries, [])] == ["Beijing", "Astana"]
    assert [one.name for one in capitals(countries, shown)] == ["Astana"]


def test_the_data_file_names_its_source_and_keeps_to_a_tenth_of_a_degree():
    known = json.loads(PLACES.read_text())
    degrees = [one[name] for one in [*known["cities"], *known["capitals"]] for name in ("latitude", "longitude")]
    assert [one for one in degrees if one != round(one, 1)] == []
    assert {language for language, text in known["source"].items() if "GeoNames" in text} == {"en", "ru", "zh"}
