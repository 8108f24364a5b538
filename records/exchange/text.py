"""A document as text: read without guessing, written always the same way."""

import json
import os
import re
import tempfile
from pathlib import Path

from .problems import NotLoadable, Problem

UNKEEPABLE = re.compile("[\0\ud800-\udfff]")


class _Members(dict):
    """An object of JSON that remembers which of its keys stood there twice."""

    repeated: tuple[str, ...] = ()


def _members(pairs) -> _Members:
    members = _Members(pairs)
    if len(members) < len(pairs):
        keys = [key for key, _ in pairs]
        members.repeated = tuple(key for key in members if keys.count(key) > 1)
    return members


def _number(text: str):
    """Read 12.0 as the whole number it is, as the JSON Schema does."""
    number = float(text)
    return int(number) if number.is_integer() else number


def _no_number(text: str):
    raise ValueError(f"{text} is not a number that JSON knows")


def from_bytes(content: bytes) -> dict:
    """The document in a file; raises NotLoadable with the place where it is no JSON."""
    try:
        return json.loads(
            content.decode("utf-8-sig"),
            object_pairs_hook=_members, parse_float=_number, parse_constant=_no_number,
        )  # fmt: skip
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NotLoadable([Problem((), f"line {line}: the file is not in UTF-8.")]) from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise NotLoadable([Problem((), f"{where}: this is not JSON: {error.msg}.")]) from None
    except (ValueError, RecursionError) as error:
        raise NotLoadable([Problem((), f"This is not JSON that can be read: {error}.")]) from None


def unsound(value, path=()):
    """Keys that stand twice, and characters that no database keeps."""
    if isinstance(value, dict):
        for key in getattr(value, "repeated", ()):
            yield Problem((*path, key), "this key stands twice in one object; keep one of them.")
        for key, item in value.items():
            yield from unsound(key, path)
            yield from unsound(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from unsound(item, (*path, index))
    elif isinstance(value, str) and UNKEEPABLE.search(value):
        yield Problem(path, "the text holds a character that cannot be kept (U+0000, or half of a pair).")


def to_text(document: dict) -> str:
    """The document as it is written: readable in any script, one space deeper at each level."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def write_file(document: dict, path: Path):
    """Write the document beside the file and put it in its place, so that nobody meets half of it."""
    path = Path(path).resolve()
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(to_text(document))
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, path.stat().st_mode if path.exists() else 0o666 & ~_mask())
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
