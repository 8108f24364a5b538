"""Two records side by side: what both have, what one of them has only, and rows that match."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Split:
    """What two records have, in three lists."""

    first_only: list
    both: list
    second_only: list


def split(first, second) -> Split:
    """The members of two lists, in their order."""
    known, others = set(first), set(second)
    return Split(
        [one for one in first if one not in others],
        [one for one in first if one in others],
        [one for one in second if one not in known],
    )


def side_by_side(first, second, key, order=None) -> list[tuple]:
    """Rows of (key, those of the first list, those of the second): what has the same key stands in one row.

    Rows come in the order of `order`, or as the keys appear.
    """
    lists = [_by_key(records, key) for records in (first, second)]
    keys = dict.fromkeys([*lists[0], *lists[1]])
    if order is not None:
        keys = [one for one in order if one in keys]
    return [(one, lists[0].get(one, []), lists[1].get(one, [])) for one in keys]


def _by_key(records, key) -> dict:
    found = {}
    for record in records:
        for one in key(record):
            found.setdefault(one, []).append(record)
    return found
