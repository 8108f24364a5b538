"""`make bench`: how much CPU an answer costs, as ratios to its peers, each taken in turn in one run.

    python -m tests.bench.run 1000 100000 [1000000]

CPU is that of this process and, on PostgreSQL, of the server's process for its connection (where the system tells).
"""

import os
import platform
import statistics
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path

REPORT = Path(__file__).parent.parent.parent / "docs" / "speed.md"
QUESTIONS = {
    "list with all facets": ("agreements/", "textbook/"),
    "country + topic": ("agreements/?country=kz&topic=topic-3", "textbook/?country=kz&topic=topic-3"),
    "common word": ("agreements/?q=water", "textbook/?q=water"),
    "word in Russian": ("agreements/?q=%D1%82%D0%BE%D1%80%D0%B3%D0%BE%D0%B2%D0%BB%D1%8F", None),
    "one record": ("agreements/2.1/", None),
}
ROUNDS, SECONDS = 15, 40


def setup(size: int):
    """A database of its own for each size, kept between runs; the site is set up against it."""
    os.environ.setdefault("VAR_DIR", tempfile.mkdtemp())
    folder = Path(os.environ["VAR_DIR"])
    if "DATABASE_URL" not in os.environ:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench-{size}.sqlite3"
    os.environ["DJANGO_SETTINGS_MODULE"] = "forumsite.settings"
    os.environ["PYTEST_VERSION"] = "bench"  # static files as they lie in static/
    import django

    django.setup()
    import logging

    from django.conf import settings
    from django.core.management import call_command

    logging.disable(logging.INFO)
    settings.ROOT_URLCONF = "tests.bench.urls"
    call_command("migrate", verbosity=0)
    from records.models import Agreement

    if Agreement.objects.count() != size:
        from tqdm import tqdm

        from .synthetic import make

        with tqdm(total=size * 2, desc=f"making {size:,} agreements", disable=None) as bar:
            make(size, bar.update)


def measure(size: int) -> list[tuple]:
    """For each question: our milliseconds of CPU, and the ratios to hello and to the textbook."""
    rows = []
    for name, (ours, theirs) in QUESTIONS.items():
        contenders = {"ours": f"/en/{ours}", "hello": "/en/hello/"} | ({"textbook": f"/en/{theirs}"} if theirs else {})
        spent = in_turn(contenders)
        rows.append((size, name, spent["ours"], spent["ours"] / spent["hello"],
                     spent["textbook"] / spent["ours"] if theirs else None))  # fmt: skip
    tag = ask("/en/agreements/")[1]["ETag"]
    spent = in_turn({"ours": "/en/agreements/", "hello": "/en/hello/"}, {"HTTP_IF_NONE_MATCH": tag})
    rows.append((size, "unchanged page (304)", spent["ours"], spent["ours"] / spent["hello"], None))
    spent = parts_in_turn()
    rows.append((size, "rows shown, against a raw SELECT of them", spent["ours"], spent["ours"] / spent["raw"], None))
    spent = facets_in_turn()
    rows.append(
        (size, "all facets with the total, against GROUP BY", spent["ours"], None, spent["group by"] / spent["ours"])
    )
    return rows


def in_turn(contenders: dict, headers=None) -> dict:
    """The median CPU of each, in milliseconds, asked one after the other until the rounds or the time are over."""
    for address in contenders.values():
        ask(address, headers)
    return taken({name: lambda a=address: ask(a, headers) for name, address in contenders.items()})


def taken(calls: dict) -> dict:
    """The median CPU of each call, in milliseconds."""
    spent, began = {name: [] for name in calls}, time.monotonic()
    for round_ in range(ROUNDS):
        for name, call in calls.items():
            before = cpu()
            call()
            spent[name].append((cpu() - before) * 1000)
        if time.monotonic() - began > SECONDS and round_:
            break
    return {name: statistics.median(values) for name, values in spent.items()}


def parts_in_turn() -> dict:
    """The rows of a list, as the site fetches them and as the barest SQL does."""
    from django.db import connection

    from records.models import Agreement

    keys = list(Agreement.objects.newest_first().values_list("pk", flat=True)[:25])

    def raw():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM records_agreement WHERE id IN ({','.join(map(str, keys))})")
            cursor.fetchall()

    return taken({"ours": lambda: list(Agreement.objects.for_listing().in_bulk(keys)), "raw": raw})


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

    return taken({"ours": lambda: answer(Agreement, Question(words="water"), FACETS), "group by": group_by})


def cpu() -> float:
    """Seconds of CPU of this process and, on PostgreSQL, of the process that serves its connection."""
    from django.db import connection

    spent = time.process_time()
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        schedule = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
        if schedule.exists():
            spent += int(schedule.read_text().split()[0]) / 1e9
    return spent


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


def report(rows: list[tuple], database: str):
    """The figures, with the machine and the day."""
    lines = [
        "# Speed", "",
        f"Measured by `make bench` on {time.strftime('%d %B %Y')}: {database}, Python {platform.python_version()}, "
        f"{os.cpu_count()} processors ({platform.machine()}). CPU of one answer of the whole application, median of "
        f"up to {ROUNDS}, contenders taken in turn in one run. The textbook is `tests/bench/textbook.py`.", "",
        "| agreements | question | ours, ms of CPU | times hello or raw | textbook or GROUP BY, times ours |",
        "|---:|---|---:|---:|---:|",
    ]  # fmt: skip
    for size, name, ours, hello, textbook in rows:
        cells = [
            f"{size:,}",
            name,
            f"{ours:.2f}",
            f"{hello:.1f}" if hello else "",
            f"{textbook:.1f}" if textbook else "",
        ]
        lines.append("| " + " | ".join(cells) + " |")
    print("\n".join(lines))
    REPORT.write_text("\n".join([*lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) == 2:  # one size, in a process of its own: a line for each figure
        size = int(sys.argv[1])
        setup(size)
        from django.db import connection

        for row in measure(size):
            print(repr((*row, connection.vendor)))
    else:
        import ast
        import subprocess

        found = []
        for size in sys.argv[1:]:
            done = subprocess.run(
                [sys.executable, "-m", "tests.bench.run", size], stdout=subprocess.PIPE, check=True, text=True
            )
            found += [ast.literal_eval(line) for line in done.stdout.splitlines()]
        report([row[:-1] for row in found], {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[found[0][-1]])
