"""`make bench`: how much CPU an answer costs, as ratios to its peers, each taken in turn in one run.

    python -m tests.bench.run 1000 100000 [1000000]

Every size is measured on SQLite and on PostgreSQL, each in a process of its own. DATABASE=sqlite or DATABASE=postgresql
measures on one of them, and leaves the figures of the other as they stand in the report.
"""

import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
REPORT = ROOT / "docs" / "speed.md"
WITH = {"sqlite": [], "postgresql": [sys.executable, str(ROOT / ".ci" / "with_postgresql.py")]}
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
LISTS = ("list", "country + topic", "common word")
FACETS = "all facets with the total, against GROUP BY"


def main(sizes: list[str]):
    """Measure, print and keep."""
    chosen = [os.environ["DATABASE"]] if os.environ.get("DATABASE") else list(WITH)
    sections = _kept()
    for database in chosen:
        sections[NAMES[database]] = section(measured(database, sizes))
    REPORT.write_text("\n".join([HEAD, *(f"## {name}\n\n{text}" for name, text in sections.items())]), encoding="utf-8")
    print(REPORT.read_text(encoding="utf-8"))


def _kept() -> dict[str, str]:
    """The sections of the report as it stands, by their headings."""
    parts = REPORT.read_text(encoding="utf-8").split("\n## ")[1:] if REPORT.exists() else []
    return {name: text.lstrip("\n") for name, _, text in (part.partition("\n") for part in parts)}


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


def section(figures: list[dict]) -> str:
    """One database: when and where, what was asked for and whether it holds, and all figures."""
    day, machine = time.strftime("%-d %B %Y"), f"{_processor()}, {os.cpu_count()} processors"
    lines = [f"{day}, {machine}, Python {platform.python_version()}.", "", *goals(figures), ""]
    lines += ["| agreements | question | ours, ms of CPU | times hello or raw | textbook or GROUP BY, times ours |",
              "|---:|---|---:|---:|---:|"]  # fmt: skip
    for one in figures:
        ratios = (f"{one[name]:,.1f}" if one[name] else "" for name in ("floor", "peer"))
        lines.append("| " + " | ".join([f"{one['size']:,}", one["question"], f"{one['ours']:.2f}", *ratios]) + " |")
    return "\n".join([*lines, ""])


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
