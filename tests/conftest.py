"""What tests share: the small named world and the real record, each loaded once for a module, then rolled back."""

import json
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.utils import translation

from records.models import Agreement, Edition, Session
from tests import processes
from tests.clock import Clock
from tests.forum import World
from tests.once import once
from tests.staff import colleague

REAL_RECORD = Path(__file__).parent.parent / "records" / "data" / "forum.json"


@pytest.fixture(scope="module")
def module_data(django_db_setup, django_db_blocker):
    """What is written after this stays for a whole module: each test's own transaction nests in this one."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def world(module_data):
    """The small named world."""
    return World()


@pytest.fixture
def as_stored(world):
    """What a test before has changed in memory only is forgotten."""
    world.agreed = Agreement.objects.get(reference="2.1")
    world.session = Session.objects.get(slug="opening")
    world.delegation.refresh_from_db()


@pytest.fixture(scope="module")
def real_record(module_data):
    """The real record of the real forum, as `load_forum` loads it; gives the document."""
    from records.exchange import load

    document = json.loads(REAL_RECORD.read_text(encoding="utf-8"))
    if Edition.objects.exists():  # beside the small world of the same module
        load(document)
    else:
        once("the real record", lambda: load(document))
    return document


@pytest.fixture(autouse=True)
def in_english():
    """A request leaves its language behind; each test begins in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def reader():
    """Somebody who reads the site without an account."""
    return Client(headers={"host": "localhost"})


@pytest.fixture
def editor() -> Client:
    """The browser of somebody who writes, and proposes what would change in public."""
    return colleague("editor", "editor")


@pytest.fixture
def reviewer() -> Client:
    """The browser of somebody who publishes, and decides what is proposed."""
    return colleague("reviewer", "reviewer")


@pytest.fixture
def clock(monkeypatch):
    """Lets time pass: `clock.move(minutes=15)`."""
    return Clock(monkeypatch)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords():
    """Passwords are digested as slowly as they should be everywhere but here."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture
def process():
    """Starts other processes that do something on the database of this test; none of them outlives it."""
    started = []

    def start(act, *given):
        started.append(processes.start(act, *given))
        return started[-1]

    yield start
    for running in started:
        running.kill()
        running.wait()
