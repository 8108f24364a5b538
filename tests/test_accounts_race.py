"""Limits hold when four processes are asked at once, on either database."""

import sys

import pytest
from django.conf import settings
from django.core.cache import cache

from tests.processes import said_by

PROCESSES = 4
pytestmark = pytest.mark.django_db(transaction=True)
on_both_databases = pytest.mark.parametrize(
    "database",
    [pytest.param("SQLite", marks=pytest.mark.long), pytest.param("PostgreSQL", marks=pytest.mark.postgresql)],
)


def guess_from_one_address(number: str, times: str):
    """Wrong passwords for ever new names; prints the status of each answer."""
    guess("203.0.113.5", *(f"name {number} {i}" for i in range(int(times))))


def guess_one_name(number: str, times: str):
    """Wrong passwords for one account from ever new addresses."""
    for i in range(int(times)):
        guess(f"198.51.{number}.{i}", "clerk")


def guess(address: str, *names: str):
    """Waits for the others before the first guess."""
    from tests.door import Visitor

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if not guess.has_begun:
        print("ready", flush=True)
        sys.stdin.readline()
        guess.has_begun = True
    for name in names:
        print(Visitor(address).guess(1, name)[0], flush=True)


guess.has_begun = False


@on_both_databases
@pytest.mark.parametrize(("act", "times", "allowed"), [(guess_from_one_address, 10, 10), (guess_one_name, 12, 20)])
def test_no_more_guesses_are_looked_at_than_allowed_however_many_processes_ask(process, act, times, allowed, database):
    cache.clear()
    running = [process(act, number, times) for number in range(PROCESSES)]
    assert {one.stdout.readline() for one in running} == {"ready\n"}
    for one in running:
        one.stdin.write("go\n")
        one.stdin.flush()
    answers = " ".join(said_by(one) for one in running).split()
    assert (answers.count("200"), answers.count("429")) == (allowed, PROCESSES * times - allowed)
