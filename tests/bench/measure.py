"""Measures one size on one database: `python -m tests.bench.measure 1000` prints a line of JSON for each figure.

CPU is that of this process and, on PostgreSQL, of the server's process for its connection (where the system tells).
"""

import json
import logging
import os
import statistics
import sys
import time
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

QUESTIONS = {
    "list": ("agreements/", "textbook/"),
    "country + topic": ("agreements/?country=kz&topic=topic-3", "textbook/?country=kz&topic=topic-3"),
    "common word": ("agreements/?q=water", "textbook/?q=water"),
    "word in Russian": ("agreements/?q=%D1%82%D0%BE%D1%80%D0%B3%D0%BE%D0%B2%D0%BB%D1%8F", None),
    "word, everything": ("search/?q=water", None),
    "one record": ("agreements/2.1/", None),
}
# The same with every row read and printed anew, as after a publication or on a page that nobody asked for lately.
FIRST = ("list", "country + topic", "common word")
# Asked once more by another reader; everywhere else an answer is made anew, because tests and measurements keep none.
AGAIN = ("list", "country + topic", "common word", "one record")
ROUNDS, SECONDS = 25, 60
LARGEST_EXPORT = 100_000  # the textbook needs a quarter of an hour for a million
FOLDER = Path(__file__).parent.parent.parent / "var" / "bench"


def setup(size: int):
    """A database of its own for each size, kept between runs; the site is set up against it."""
    os.environ.setdefault("VAR_DIR", str(FOLDER))
    FOLDER.mkdir(parents=True, exist_ok=True)
    os.environ["DATABASE_URL"] = _database(size)
    os.environ["DJANGO_SETTINGS_MODULE"] = "forumsite.settings"
    os.environ["PYTEST_VERSION"] = "bench"  # static files as they lie in static/
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    logging.disable(logging.INFO)
    settings.ROOT_URLCONF = "tests.bench.urls"
    call_command("migrate", verbosity=0)
    _fill(size)
    call_command("reindex", if_needed=True)


def _database(size: int) -> str:
    """The address of the database for a size, beside the one that is given; made when it is not there."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        return f"sqlite:///{os.environ['VAR_DIR']}/bench-{size}.sqlite3"
    import psycopg

    name = f"bench_{size}"
    with psycopg.connect(given, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(f"CREATE DATABASE {name}")
    return urlsplit(given)._replace(path=f"/{name}").geturl()


def _fill(size: int):
    from tqdm import tqdm

    from records.models import Agreement

    from .synthetic import make

    if Agreement.objects.count() != size:
        with tqdm(total=size * 2, desc=f"making {size:,} agreements", disable=None) as bar:
            make(size, bar.update)


def measure(size: int):
    """Every figure of this database."""
    for name, (ours, theirs) in QUESTIONS.items():
        contenders = {"ours": f"/en/{ours}", "hello": "/en/hello/"} | ({"textbook": f"/en/{theirs}"} if theirs else {})
        yield figure(name, in_turn(contenders))
    for name in FIRST:
        contenders = {"ours": f"/en/{QUESTIONS[name][0]}", "hello": "/en/hello/"}
        yield figure(f"{name}, rows anew", in_turn(contenders, before=forget_rows))
    with answers_kept():
        for name in AGAIN:
            contenders = {"ours": f"/en/{QUESTIONS[name][0]}", "hello": "/en/hello/"}
            yield figure(f"{name}, asked again", in_turn(contenders))
    tag = ask("/en/agreements/")[1]["ETag"]
    unchanged = in_turn({"ours": "/en/agreements/", "hello": "/en/hello/"}, {"HTTP_IF_NONE_MATCH": tag})
    yield figure("unchanged page (304)", unchanged)
    yield figure("rows shown, against a raw SELECT of them", rows_in_turn())
    yield figure("all facets with the total, against GROUP BY", facets_in_turn())
    if size <= LARGEST_EXPORT:
        from .exports import figures

        yield from figures(cpu)


@contextmanager
def answers_kept():
    """Let this process keep its answers, as every process of the site does."""
    from django.conf import settings
    from django.test import override_settings

    kept = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "bench"}
    with override_settings(CACHES=settings.CACHES | {"answers": kept}):
        yield


def figure(name: str, spent: dict) -> dict:
    """Our milliseconds of CPU, how many times the floor that is, and how many times ours the peer costs."""
    ours, floor, peer = spent["ours"], spent.get("hello"), spent.get("textbook")
    return {"question": name, "ours": ours, "floor": floor and ours / floor, "peer": peer and peer / ours}


def forget_rows():
    """Let the rows that lists have printed be read anew."""
    from django.utils import translation

    from records.search.vocabulary import vocabulary

    with translation.override("en"):
        vocabulary().forget_rows()


def in_turn(contenders: dict, headers=None, before=None) -> dict:
    """The median CPU of each, in milliseconds, asked one after the other until the rounds or the time are over."""
    for address in contenders.values():
        ask(address, headers)
    return taken({name: lambda a=address: ask(a, headers) for name, address in contenders.items()}, before)


def taken(calls: dict, before=None) -> dict:
    """The median CPU of each call, in milliseconds; what is done `before` each of them is not counted."""
    spent, began = {name: [] for name in calls}, time.monotonic()
    for round_ in range(ROUNDS):
        for name, call in calls.items():
            if before:
                before()
            began_at = cpu()
            call()
            spent[name].append((cpu() - began_at) * 1000)
        if time.monotonic() - began > SECONDS and round_ >= 2:
            break
    return {name: statistics.median(values) for name, values in spent.items()}


def rows_in_turn() -> dict:
    """The rows of a list, as the site fetches them with all they print, and as the barest SQL does."""
    from django.db import connection

    from records.models import Agreement
    from records.search.vocabulary import vocabulary

    keys = list(Agreement.objects.newest_first().values_list("pk", flat=True)[:25])

    def raw():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM records_agreement WHERE id IN ({','.join(map(str, keys))})")
            cursor.fetchall()

    spoken = vocabulary()
    return taken({"ours": lambda: Agreement.objects.listed(keys, spoken), "hello": raw}, spoken.forget_rows)


def facets_in_turn() -> dict:
    """All facets of a common word with the total, from the index and by GROUP BY over the records it finds."""
    from django.db.models import Count

    from records.models import Agreement
    from records.search.query import Question, answer

    from .textbook import FACETS, AgreementFilter

    def group_by():
        found = AgreementFilter({"q": "water"}, Agreement.objects.published()).qs.distinct()
        found.count()
        for path in FACETS.values():
            list(found.order_by().values_list(path).annotate(count=Count("pk", distinct=True)))

    return taken({"ours": lambda: answer(Agreement, Question(words="water"), FACETS), "textbook": group_by})


_of_backends: dict[int, float] = {}


def cpu() -> float:
    """Seconds of CPU of this process and, on PostgreSQL, of all processes that have served its connections.

    A connection is opened anew now and then, and served by another process from then on.
    """
    from django.db import connection

    if connection.vendor == "postgresql":
        connection.ensure_connection()
        served_by = connection.connection.info.backend_pid
        schedule = Path(f"/proc/{served_by}/schedstat")
        if schedule.exists():
            _of_backends[served_by] = int(schedule.read_text().split()[0]) / 1e9
    return time.process_time() + sum(_of_backends.values())


def ask(address: str, headers=None):
    """One request to the whole application, middleware and all, without a network."""
    from forumsite.wsgi import application

    path, _, question = address.partition("?")
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": question, "SERVER_NAME": "localhost",
               "SERVER_PORT": "80", "REMOTE_ADDR": "127.0.0.1", "wsgi.input": BytesIO(), "wsgi.url_scheme": "http",
               "wsgi.errors": sys.stderr, "HTTP_ACCEPT_ENCODING": "identity", **(headers or {})}  # fmt: skip
    answered = {}
    body = b"".join(application(environ, lambda status, head, *_: answered.update(status=status, head=dict(head))))
    if answered["status"][:3] not in ("200", "304"):
        sys.exit(f"{address}: {answered['status']}")
    return body, answered["head"]


if __name__ == "__main__":
    setup(int(sys.argv[1]))
    from django.db import connection

    for found in measure(int(sys.argv[1])):
        print(json.dumps({"database": connection.display_name, "size": int(sys.argv[1]), **found}), flush=True)
