"""Numbers for tables: how many public records have a value of one choice and a value of another."""

from .documents import KIND_OF
from .snapshot import current


def cross_tally(model, rows: str, columns: str, values=None) -> dict[str, dict[str, int]]:
    """`[row][column]`: how many public records of `model` have a value of both choices; nothing where there is none.

    `values` limits the columns. Each number is the total of the list that is asked for both values.
    """
    now, table = current(), {}
    for column in now.choices.get(columns, {}) if values is None else values:
        inside = now.having("is", KIND_OF[model]) & now.having(columns, column)
        for row, having in now.choices.get(rows, {}).items():
            if count := inside.intersection_cardinality(having):
                table.setdefault(row, {})[column] = count
    return table


def parted(model, name: str, first: str, second: str) -> tuple[int, int, int]:
    """How many public records of `model` have only the first value of a choice, both values, only the second."""
    now = current()
    one, other = (now.having("is", KIND_OF[model]) & now.having(name, value) for value in (first, second))
    both = one.intersection_cardinality(other)
    return len(one) - both, both, len(other) - both
