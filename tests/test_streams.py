"""Long tables from a running site: readers who stop reading do not stop it, and memory does not grow with the table."""

import gc
import os
import socket
import subprocess
import sys
import time
import tracemalloc
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import islice
from urllib.parse import urlsplit

import pytest

from forumsite import serve
from records.models import Agreement
from records.resources import TABLES, Reading, pieces
from records.search.query import Question, everything
from records.search.snapshot import current
from tests.bench.synthetic import make
from tests.browser.serving import CHECKOUT, serving

pytestmark = pytest.mark.long
THREADS = serve.WORKERS * serve.THREADS
LONG = 2500  # agreements: seven megabytes of CSV


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A running site whose table of agreements is longer than what is sent whole."""
    folder = tmp_path_factory.mktemp("long")
    filling = f"from tests.bench.measure import setup; setup({LONG})"
    variables = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    subprocess.run(
        [sys.executable, "-c", filling], cwd=CHECKOUT, env=variables | {"VAR_DIR": str(folder)}, check=True
    )  # fmt: skip
    (folder / f"bench-{LONG}.sqlite3").rename(folder / "forum.sqlite3")
    with serving(folder) as address:
        yield urlsplit(address)


@contextmanager
def idle_reader(site):
    """Somebody who asks for a long table, reads its beginning and then nothing more; gives the status."""
    with socket.socket() as reader:
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        reader.settimeout(30)
        reader.connect((site.hostname, site.port))
        reader.sendall(b"GET /agreements.csv HTTP/1.1\r\nHost: localhost\r\n\r\n")
        yield int(reader.recv(64).split()[1])


def status(site, address: str) -> int:
    """What a visitor gets who waits for ten seconds at most."""
    connection = HTTPConnection(site.hostname, site.port, timeout=10)
    connection.request("GET", address)
    return connection.getresponse().status


def is_said_in_the_end(ask, answer, seconds=30) -> bool:
    """Whether an answer comes in time: that a reader has left is heard by the next piece that is sent to them."""
    until = time.monotonic() + seconds
    while (said := ask()) != answer and time.monotonic() < until:
        time.sleep(0.5)
    return said == answer


def test_as_many_idle_readers_as_threads_leave_the_site_answering(site):
    readers = [idle_reader(site) for _ in range(THREADS)]
    statuses = [reader.__enter__() for reader in readers]
    assert set(statuses) == {200, 503}
    assert [status(site, "/en/") for _ in range(THREADS)] == [200] * THREADS
    for reader in readers:
        reader.__exit__(None, None, None)
    assert is_said_in_the_end(lambda: [status(site, "/agreements.csv") for _ in range(THREADS)], [200] * THREADS)


@pytest.mark.django_db
def test_memory_does_not_grow_with_the_table():
    make(2000)
    peak(1)  # what is remembered between answers
    assert peak(72) < peak(18) * 1.1


def peak(most: int) -> int:
    """The bytes that were taken at once, at most, while so many portions of the table were made.

    Two things grow for a while and then no more. Rows that were given up wait in Python's free lists to be used again,
    some thousands of each length: a full collection empties the lists, and leaves what is kept. SQLite's driver keeps
    the text of the last 128 queries, which are those of the first 16 portions.
    """
    _total, portions = everything(Agreement, Question(), size=25)
    gc.collect()
    tracemalloc.start()
    made = 0
    for _piece in pieces(Reading(TABLES["agreements"], current()), islice(portions, most)):
        gc.collect()
        made += 1
    taken = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert made == most
    return taken
