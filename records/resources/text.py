"""Rows as text: CSV as RFC 4180 writes it, in UTF-8."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from .tables import Reading

# Spreadsheets take a file without this mark for one in the alphabet of their own country.
MARK = "\ufeff"


def pieces(reading: Reading, portions: Iterable[list[int]]) -> Iterator[bytes]:
    """The table as text, a portion of records at a time; the first piece has the names of the columns too."""
    before = MARK + text([[field.name for field in reading.table.fields(reading.rows_by)]])
    for keys in portions:
        yield (before + text(reading.rows(keys))).encode()
        before = ""
    if before:
        yield before.encode()


def text(rows: Iterable) -> str:
    """Rows as RFC 4180 writes them."""
    written = StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return written.getvalue()
