"""The map of host cities: points on a graticule, in SVG units. It has no borders, which are politics."""

import json
import math
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from records.models import Edition, Place
from records.models.languages import Text, best_text, fold

PLACES = Path(__file__).parent.parent / "data" / "places.json"
WIDTH, MARGIN, RADIUS = 1180, 34, 7
APART = 10  # degrees between the lines of the graticule
ROOM = 4  # degrees around the outermost points
DEGREES = 66  # how wide “40°N” is at the left edge, in any language
# Of a label: a letter, a wide one, its height, and how far it stands from its point.
LETTER, IDEOGRAPH, LINE, GAP = 10, 15, 18, 11


class Spot(NamedTuple):
    """A place on the globe, in degrees north and east."""

    latitude: float
    longitude: float


@dataclass
class City:
    """A city and the editions that it hosted or was connected to; `spot` is empty where it is not known."""

    key: str
    name: Text
    spot: Spot | None
    place: Place | None = None
    hosted: list[Edition] = field(default_factory=list)
    connected: list[Edition] = field(default_factory=list)

    @property
    def editions(self) -> list[Edition]:
        """All of them, each once."""
        return list(dict.fromkeys([*self.hosted, *self.connected]))

    @property
    def look(self) -> str:
        """What it was to the forum: “held”, “online” (connected by video), or a “capital” for orientation."""
        return "held" if self.hosted else "online" if self.connected else "capital"

    @property
    def label(self) -> str:
        """Its name with the numbers of its editions."""
        return " ".join([self.name, *(str(edition.number) for edition in self.hosted if edition.number)])


class Point(NamedTuple):
    """A city on the map: its centre, where its label begins or ends, and which of the two."""

    city: City
    x: float
    y: float
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True)
class Chart:
    """Points, and the lines of the graticule as (degrees, position)."""

    width: float
    height: float
    meridians: list[tuple[int, float]]
    parallels: list[tuple[int, float]]
    points: list[Point]

    @property
    def is_eastern(self) -> bool:
        """Whether most hosts lie in the right half, so that a narrow screen had better begin there."""
        hosts = [point.x for point in self.points if point.city.hosted]
        return sum(x > self.width / 2 for x in hosts) * 2 > len(hosts)


@lru_cache(maxsize=1)
def _known() -> dict:
    return json.loads(PLACES.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _spots() -> dict[tuple[str, str], Spot]:
    """Where cities lie, by country and folded English name."""
    return {(city["country"], fold(city["city"])): _spot(city) for city in _known()["cities"]}


def _spot(place: dict) -> Spot:
    return Spot(place["latitude"], place["longitude"])


def coordinates_source() -> Text:
    """Where the coordinates are taken from."""
    return best_text(_known()["source"])


def cities(places) -> list[City]:
    """The cities of editions, in the order of their first edition; places come with edition and country."""
    found = {}
    for place in places:
        key = place.country.code, fold(place.city_en)
        city = found.setdefault(key, City(f"{place.country.slug}-{place.pk}", place.city, _spots().get(key), place))
        (city.hosted if place.role == Place.Role.HOST else city.connected).append(place.edition)
    return list(found.values())


def capitals(countries, shown: list[City]) -> list[City]:
    """The capitals of these countries, for orientation, but for those that are shown already."""
    codes, known = {country.code for country in countries}, {city.spot for city in shown}
    found = [(best_text(one), _spot(one)) for one in _known()["capitals"] if one["country"] in codes]
    return [City("", name, spot) for name, spot in found if spot not in known]


def chart(shown: list[City]) -> Chart | None:
    """The map of the cities whose spot is known, in a plate carrée true at its middle parallel; nothing without any.

    Longitudes are taken as they are: a map across the 180th meridian would be as wide as the world.
    """
    placed = [city for city in shown if city.spot]
    if not placed:
        return None
    south, north = _range([city.spot.latitude for city in placed])
    west, east = _range([city.spot.longitude for city in placed])
    flat = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / ((east - west) * flat)
    height = round(2 * MARGIN + (north - south) * scale, 1)

    def across(longitude):
        return round(MARGIN + (longitude - west) * flat * scale, 1)

    def down(latitude):
        return round(MARGIN + (north - latitude) * scale, 1)

    spots = [(city, across(city.spot.longitude), down(city.spot.latitude)) for city in placed]
    meridians = [(degrees, across(degrees)) for degrees in _lines(west, east)]
    parallels = [(degrees, down(degrees)) for degrees in _lines(south, north)]
    taken = [(0, y - LINE, DEGREES, y) for _degrees, y in parallels]
    points = _labelled(sorted(spots, key=lambda spot: spot[2]), taken, height)
    return Chart(WIDTH, height, meridians, parallels, points)


def _range(degrees: list[float]) -> tuple[float, float]:
    return min(degrees) - ROOM, max(degrees) + ROOM


def _lines(low: float, high: float) -> list[int]:
    return list(range(math.ceil(low / APART) * APART, math.floor(high) + 1, APART))


# Labels: right of the point, or left, below, above; the first that covers nothing.


def _labelled(spots, taken: list[tuple], height: float) -> list[Point]:
    taken = taken + [(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for _city, x, y in spots]
    points = []
    for city, x, y in spots:
        choices = list(_label_places(city.label, x, y))
        free = (place for place in choices if _is_free(place[3], taken, height))
        label_x, label_y, anchor, box = next(free, choices[0])
        taken.append(box)
        points.append(Point(city, x, y, round(label_x, 1), round(label_y, 1), anchor))
    return points


def _label_places(label: str, x: float, y: float):
    width = sum(IDEOGRAPH if "\u2e80" <= letter <= "\uffef" else LETTER for letter in label)
    half, base = LINE / 2, LINE / 3
    yield x + GAP, y + base, "start", (x + GAP, y - half, x + GAP + width, y + half)
    yield x - GAP, y + base, "end", (x - GAP - width, y - half, x - GAP, y + half)
    for low in (y + GAP, y - GAP - LINE):
        yield x, low + LINE - base, "middle", (x - width / 2, low, x + width / 2, low + LINE)


def _is_free(box, taken, height: float) -> bool:
    left, top, right, bottom = box
    if left < 0 or top < 0 or right > WIDTH or bottom > height:
        return False
    return not any(left < r and right > l and top < b and bottom > t for l, t, r, b in taken)  # noqa: E741
