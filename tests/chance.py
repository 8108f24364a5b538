"""Which random forums and questions the long tests make: the same in every run, unless told otherwise.

What failed can so be seen again, and a change is not blamed for what was wrong before it. MORE_CHANCE=5 in the
environment makes five times as many forums; SEED=17 asks other random questions of the addresses of data.
"""

import os

import pytest

MORE = int(os.environ.get("MORE_CHANCE") or 1)
SEED = os.environ.get("SEED") or "2012"


def long_seeds(first: int, count: int) -> list:
    """Seeds of a long test from `first` on, as many as asked for times MORE_CHANCE."""
    return [pytest.param(seed, marks=pytest.mark.long) for seed in range(first, first + count * MORE)]
