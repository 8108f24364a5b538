"""The matrix: what the record holds of each country or topic at each edition, and why a cell is empty."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from records.models import Edition

LEVELS = 3


class Empty(StrEnum):
    """Why nothing stands in a cell."""

    NONE = "nothing"  # something else is recorded of the edition
    NOT_FOUND = "not-found"  # nothing is recorded of the edition, and somebody looked
    NOT_LOOKED_FOR = "not-looked-for"


@dataclass(frozen=True)
class Cell:
    """How many records a cell leads to, and its look; an empty one looks like the reason for it."""

    edition: Edition
    count: int
    look: str


@dataclass(frozen=True)
class Row:
    """One country or topic across the editions; `total` counts editions that are not shown as well."""

    record: object
    total: int
    cells: list[Cell]


def matrix_rows(records, editions, counts: dict, totals: dict, look: Callable) -> list[Row]:
    """A row for each record (with a `slug`) that anything leads to.

    `counts[record][edition]` and `totals[record]` are numbers of records by slug; `look(record, edition, count)` says
    what a cell looks like.
    """
    return [
        Row(record, totals[record.slug], _cells(record, editions, counts.get(record.slug, {}), look))
        for record in records
        if totals.get(record.slug)
    ]


def _cells(record, editions, counts: dict, look: Callable) -> list[Cell]:
    numbered = ((edition, counts.get(edition.slug, 0)) for edition in editions)
    return [Cell(edition, count, look(record, edition, count)) for edition, count in numbered]


def by_top(rows: list[Row]) -> list[list[Row]]:
    """Rows in groups: each top topic with those below it; what is no tree makes one group."""
    groups = []
    for row in rows:
        if not groups or getattr(row.record, "depth", 1) == 0:
            groups.append([])
        groups[-1].append(row)
    return groups


def look_by_number(counts: dict, silent: dict) -> Callable:
    """Cells look like “level-1” to “level-3”, by how near they come to the largest number."""
    most = max((count for row in counts.values() for count in row.values()), default=1)
    return lambda _record, edition, count: (
        f"level-{math.ceil(LEVELS * count / most)}" if count else silent[edition.slug]
    )


def look_by_head(known: set[tuple[str, str]], silent: dict) -> Callable:
    """Cells look “named” where a head is known by name or office, and “unnamed” elsewhere."""
    return lambda record, edition, count: (
        ("named" if (record.slug, edition.slug) in known else "unnamed") if count else silent[edition.slug]
    )


def silence(editions, recorded, looked_for) -> dict[str, Empty]:
    """Why an empty cell of each edition is empty, by slug.

    `recorded`: slugs of editions of which something is recorded; `looked_for`: of those where somebody looked.
    """
    return {edition.slug: _silence(edition.slug, recorded, looked_for) for edition in editions}


def _silence(slug: str, recorded, looked_for) -> Empty:
    if slug in recorded:
        return Empty.NONE
    return Empty.NOT_FOUND if slug in looked_for else Empty.NOT_LOOKED_FOR
