"""Charts as plain numbers: records in, positions and counts out; templates draw them."""

from records.charts.maps import City, capitals, chart, cities, coordinates_source
from records.charts.matrix import Cell, Empty, Row, by_top, look_by_head, look_by_number, matrix_rows, silence
from records.charts.ribbon import Mark, Ribbon, ribbon
from records.charts.sides import Split, side_by_side, split
from records.charts.years import Bar, year_bars

__all__ = [
    "Bar",
    "Cell",
    "City",
    "Empty",
    "Mark",
    "Ribbon",
    "Row",
    "Split",
    "by_top",
    "capitals",
    "chart",
    "cities",
    "coordinates_source",
    "look_by_head",
    "look_by_number",
    "matrix_rows",
    "ribbon",
    "side_by_side",
    "silence",
    "split",
    "year_bars",
]
