"""Which random forums the long tests make: the same in every run, so that what failed can be seen again."""

import os

import pytest

MORE = int(os.environ.get("MORE_CHANCE") or 1)


def long_seeds(first: int, count: int) -> list:
    """Seeds of a long test from `first` on; MORE_CHANCE=5 in the environment makes it five times as many."""
    return [pytest.param(seed, marks=pytest.mark.long) for seed in range(first, first + count * MORE)]
