"""Counts by year as small bars beside the filter, in SVG units."""

from typing import NamedTuple

WIDTH, HEIGHT = 240, 44
LEAST = 2  # a year with anything at all is seen
MOST_YEARS = 80


class Bar(NamedTuple):
    """One year: its bar, and whether it is chosen."""

    year: int
    count: int
    x: float
    y: float
    width: float
    height: float
    is_chosen: bool


def year_bars(facets) -> list[Bar]:
    """The bars of the facet of years, years without anything between them included; none for fewer than two years.

    What has no date has no bar.
    """
    choices = [choice for facet in facets if facet.name == "year" for choice in facet.choices]
    counts = {int(choice.code): choice for choice in choices if choice.code.isdecimal() and choice.count}
    if len(counts) < 2 or max(counts) - min(counts) > MOST_YEARS:
        return []
    first, most = min(counts), max(choice.count for choice in counts.values())
    step = WIDTH / (max(counts) - first + 1)
    return [_bar(year, choice, (year - first) * step, step, most) for year, choice in sorted(counts.items())]


def _bar(year: int, choice, x: float, step: float, most: int) -> Bar:
    height = round(max(LEAST, HEIGHT * choice.count / most), 1)
    return Bar(year, choice.count, round(x, 1), HEIGHT - height, round(step * 0.8, 1), height, choice.is_chosen)
