"""Charts as plain numbers: records in, positions and counts out; templates draw them."""

from records.charts.matrix import Cell, Empty, Row, by_top, look_by_head, look_by_number, matrix_rows, silence
from records.charts.ribbon import Mark, Ribbon, ribbon
from records.charts.sides import Split, side_by_side, split

__all__ = [
    "Cell",
    "Empty",
    "Mark",
    "Ribbon",
    "Row",
    "Split",
    "by_top",
    "look_by_head",
    "look_by_number",
    "matrix_rows",
    "ribbon",
    "side_by_side",
    "silence",
    "split",
]
