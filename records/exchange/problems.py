"""What is wrong with a document: each problem with its place and with what was expected."""

import difflib
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One problem; `path` leads to it from the top of the document, by keys and by positions in lists."""

    path: tuple
    message: str

    def place(self) -> str:
        """The place as people write it: `editions[3].agreements[0].kind`."""
        parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.path)
        return "".join(parts).lstrip(".")


class NotLoadable(Exception):
    """A document that cannot be loaded; nothing of it was written."""

    def __init__(self, problems: list[Problem], document=None):
        self.problems, self.document = problems, document
        super().__init__("\n".join(self.lines()))

    def lines(self) -> list[str]:
        """Every problem in a line of its own, in the order of the document."""
        return [self._line(problem) for problem in self.problems]

    def _line(self, problem: Problem) -> str:
        if not problem.path:
            return problem.message
        about = ", ".join(_names(self.document, problem.path))
        return f"{problem.place()}{f' ({about})' if about else ''}: {problem.message}"


def _names(document, path):
    """How the records on the way to a place call themselves."""
    value = document
    for part in path:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            return
        if isinstance(value, dict):
            yield from _own_name(value)


def _own_name(record: dict):
    for key, word in (("ref", "agreement "), ("id", ""), ("number", "edition "), ("country", ""), ("organization", "")):
        if isinstance(record.get(key), str | int):
            yield f"{word}{record[key]}"
            return


def suggestion(word: str, known) -> str:
    """“ Did you mean “title_en”?” where something known looks like the word; else nothing."""
    close = difflib.get_close_matches(str(word), list(known), n=1, cutoff=0.75)
    return f" Did you mean “{close[0]}”?" if close else ""


def shown(value, length: int = 60) -> str:
    """A value as a problem quotes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    if value is None:
        return "null"
    if isinstance(value, str):
        return f"“{value if len(value) <= length else value[: length - 1] + '…'}”" if value else "an empty text"
    return str(value)
