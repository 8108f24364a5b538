"""`make bench`: how much CPU an answer costs, as ratios to its peers, each taken in turn in one run.

    python -m tests.bench.run 1000 100000 [1000000]

Every size is measured on SQLite and on PostgreSQL, each in a process of its own. DATABASE=sqlite or DATABASE=postgresql
measures on one of them. What is not measured this time keeps its figures and their day (docs/speed.json).
"""

import json
import os
import platform
import subprocess
import sys
import time
from itertools import groupby
from operator import itemgetter
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
REPORT = ROOT / "docs" / "speed.md"
FIGURES = REPORT.with_suffix(".json")
WITH = {"sqlite": [], "postgresql": [sys.executable, str(ROOT / ".ci" / "with_postgresql.py")]}
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
LISTS = ("list", "country + topic", "common word")
FACETS = "all facets with the total, against GROUP BY"


def main(sizes: list[str]):
    """Measure, print and keep."""
    chosen = [os.environ["DATABASE"]] if os.environ.get("DATABASE") else list(WITH)
    kept = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    for database in chosen:
        of_database = kept.setdefault(NAMES[database], {})
        for size, figures in groupby(measured(database, sizes), key=itemgetter("size")):
            of_database[str(size)] = {"when": _when(), "figures": list(figures)}
    FIGURES.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    REPORT.write_text(report(kept), encoding="utf-8")
    print(REPORT.read_text(encoding="utf-8"))


def report(kept: dict[str, dict]) -> str:
    """The page about all figures; `kept` has them by database and size."""
    return "\n".join([HEAD, *(f"## {name}\n\n{section(of_database)}" for name, of_database in kept.items())])


def measured(database: str, sizes: list[str]) -> list[dict]:
    """The figures of all sizes on one database, whose server runs as long as this does."""
    command = [*WITH[database], sys.executable, "-m", "tests.bench.run", "--here", *sizes]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True, cwd=ROOT)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def here(sizes: list[str]):
    """Measure on the database of the environment, each size in a process of its own."""
    for size in sizes:
        subprocess.run([sys.executable, "-m", "tests.bench.measure", size], check=True)


# The report

HEAD = """# Speed

How much CPU one answer of the whole application costs, measured by `make bench` and written by it. CPU and not time,
because it is steady on machines that others use too; ratios, because contenders are asked in turn in one run, and each
figure is the median of up to 25 rounds. The record is synthetic (`tests/bench/synthetic.py`): agreements in three
languages with parties, topics and sources, a thousand to an edition.

*Hello* is a view that answers “hello” behind the same middleware. The *textbook* (`tests/bench/textbook.py`) is the
same list as a careful manual would make it: Django, django-filter, one GROUP BY for each facet. *Asked again* is the
answer that a process gives out of its memory to the second who asks (docs/decisions/0021-answers-in-memory.md); all
other figures are of answers made anew. Of these, *rows anew* has forgotten every row as well, as the first answer after
a publication; the others print rows that the process has shown lately in another answer
(docs/decisions/0023-rows-in-memory.md).
"""


def section(of_database: dict[str, dict]) -> str:
    """One database: when and where, what was asked for and whether it holds, and all figures."""
    sizes = sorted(of_database, key=int)
    figures = [one for size in sizes for one in of_database[size]["figures"]]
    lines = [f"- {int(size):,} agreements: {of_database[size]['when']}" for size in sizes]
    lines += ["", *goals(figures), ""]
    lines += ["| agreements | question | ours, ms of CPU | times hello or raw | textbook or GROUP BY, times ours |",
              "|---:|---|---:|---:|---:|"]  # fmt: skip
    for one in figures:
        ratios = (f"{one[name]:,.1f}" if one[name] else "" for name in ("floor", "peer"))
        lines.append("| " + " | ".join([f"{one['size']:,}", one["question"], f"{one['ours']:.2f}", *ratios]) + " |")
    return "\n".join([*lines, ""])


def _when() -> str:
    processors = f"{_processor()}, {os.cpu_count()} processors"
    return f"{time.strftime('%-d %B %Y')}, {processors}, Python {platform.python_version()}"


def _processor() -> str:
    models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return models[0].partition(":")[2].strip() if models else platform.machine()


def goals(figures: list[dict]) -> list[str]:
    """What is asked of this site, and what was measured, as far as these sizes tell."""
    by = {(one["size"], one["question"]): one for one in figures}
    for name in LISTS:
        if one := by.get((100_000, name)):
            yield _goal(f"{name} at 100,000: at most 1/40 of the textbook", one["peer"] >= 40, f"1/{one['peer']:.0f}")
            yield _goal(f"{name} at 100,000: at most 8 × hello", one["floor"] <= 8, _anew_and_again(one, by))
        if one and (more := by.get((1_000_000, name))):
            grown = more["floor"] / one["floor"]
            yield _goal(f"{name}, from 100,000 to 1,000,000: at most 9 ×", grown <= 9, f"{grown:.1f} ×")
    if export := by.get((100_000, "all agreements as CSV")):
        yield _goal(
            "all of 100,000 as CSV: at most 1/5 of the textbook", export["peer"] >= 5, f"1/{export['peer']:.1f}"
        )
    if facets := by.get((1_000_000, FACETS)):
        yield _goal(
            "all facets at 1,000,000: at most 1/500 of GROUP BY", facets["peer"] >= 500, f"1/{facets['peer']:,.0f}"
        )


def _anew_and_again(one: dict, by: dict) -> str:
    """What an answer costs that is made anew, by which the goal is judged; with its rows anew; and out of memory."""
    ways = {way: by.get((one["size"], f"{one['question']}, {way}")) for way in ("rows anew", "asked again")}
    return f"{one['floor']:.1f} ×" + "".join(f"; {way} {found['floor']:.1f} ×" for way, found in ways.items() if found)


def _goal(words: str, holds: bool, measured: str) -> str:
    return f"- {words}: {measured}{'' if holds else ' (**missed**)'}"


if __name__ == "__main__":
    here(sys.argv[2:]) if sys.argv[1:2] == ["--here"] else main(sys.argv[1:])
