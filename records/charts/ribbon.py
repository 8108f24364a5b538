"""The ribbon: the editions along the years, as positions in SVG units."""

import datetime
from dataclasses import dataclass

from records.models import Edition

WIDTH, HEIGHT, MARGIN, RADIUS = 1180, 180, 40, 15
APART = 40


@dataclass(frozen=True)
class Mark:
    """One edition on the ribbon: its centre in SVG units, and what it looks like (held, online or unknown)."""

    edition: Edition
    x: float
    look: str
    is_above: bool


@dataclass(frozen=True)
class Ribbon:
    """The editions along the years, in SVG units; the y axis is fixed, the width grows with the marks."""

    width: float
    years: list[tuple[int, float]]
    marks: list[Mark]


def ribbon(editions, today: datetime.date) -> Ribbon:
    """Editions along the years from the first known date to today.

    An edition without a date stands halfway between its neighbours by number; marks keep 40 units apart,
    so a crowded year pushes later marks to the right and the ribbon grows.
    """
    editions = list(editions)
    dates = [edition.start_on for edition in editions if edition.start_on]
    if not editions or not dates:
        return Ribbon(WIDTH, [], [])
    first, last = min(dates).year, max(today, *dates).year + 1
    scale = max((WIDTH - 2 * MARGIN) / (last - first), 24)
    places = _spread(_dated_places(editions, first, scale))
    width = max(WIDTH, MARGIN * 2 + scale * (last - first), places[-1] + MARGIN)
    years = [(year, round(MARGIN + (year - first) * scale, 1)) for year in range(first, last + 1)]
    marks = [Mark(e, round(x, 1), _look(e), bool(i % 2)) for i, (e, x) in enumerate(zip(editions, places, strict=True))]
    return Ribbon(round(width, 1), years, marks)


def _dated_places(editions, first: int, scale: float) -> list[float]:
    known = {i: MARGIN + _years_since(first, e.start_on) * scale for i, e in enumerate(editions) if e.start_on}
    return [known.get(i, _between(i, known)) for i in range(len(editions))]


def _between(place: int, known: dict[int, float]) -> float:
    before = max((i for i in known if i < place), default=None)
    after = min((i for i in known if i > place), default=None)
    if before is None or after is None:
        return known[after if before is None else before] + APART * (place - (after if before is None else before))
    return known[before] + (known[after] - known[before]) * (place - before) / (after - before)


def _spread(places: list[float]) -> list[float]:
    spread = []
    for place in places:
        spread.append(max(place, spread[-1] + APART) if spread else max(place, MARGIN))
    return spread


def _years_since(first: int, day: datetime.date) -> float:
    return day.year - first + (day.timetuple().tm_yday - 1) / 366


def _look(edition: Edition) -> str:
    if not edition.start_on:
        return "unknown"
    return "online" if edition.format == Edition.Format.ONLINE else "held"
