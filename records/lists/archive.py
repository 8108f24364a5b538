"""The whole public record in one file: made when it is first asked for, kept until the data or the site changes."""

import fcntl
import os
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from records.build import build
from records.exchange import Overtaken, document_pieces, dump, schema, to_text
from records.models import Agreement
from records.resources import Reading, pieces
from records.search.query import Question
from records.search.snapshot import Snapshot

from .listing import LISTS, Listing
from .package import datapackage

FOLDER = "data"
PIECE = 1 << 20  # bytes
KEPT = 2  # of each file: who is reading the last one when another is made reads on
LONG = 5000  # agreements; all of a record takes 15 kB of memory for each
PATIENCE = 5  # seconds to wait for whoever is making it
# The same bytes for the same record, whenever and wherever the archive is made.
LONG_AGO = (1980, 1, 1, 0, 0, 0)


class BeingMade(Exception):
    """Another request is making the file just now."""


def document(now: Snapshot) -> Path:
    """The file with the whole record as one document; raises BeingMade."""
    return _kept("forum.json", now, _write_document)


def archive(now: Snapshot) -> Path:
    """The file with every table, the document and what explains them; raises BeingMade."""
    whole = document(now)
    return _kept("forum.zip", now, lambda path: _pack(path, whole, now))


def _write_document(path: Path):
    """A short record is read as a whole, which is ten times as quick; a long one an edition at a time."""
    if Agreement.objects.count() <= LONG:
        path.write_text(to_text(dump()), encoding="utf-8")
        return
    try:
        with path.open("w", encoding="utf-8") as file:
            file.writelines(document_pieces())
    except Overtaken:
        raise BeingMade from None


def _kept(name: str, now: Snapshot, make: Callable[[Path], object]) -> Path:
    folder = settings.VAR_DIR / FOLDER
    folder.mkdir(exist_ok=True)
    stem, _, ending = name.rpartition(".")
    path = folder / f"{stem}-{now.number}-{now.stamp}-{build()}.{ending}"
    if not path.exists():
        with _alone(folder / f"{name}.lock"):
            if not path.exists():
                _make_beside(path, make)
                _forget_old(folder.glob(f"{stem}-*.{ending}"))
    return path


@contextmanager
def _alone(lock: Path):
    with lock.open("w") as file:
        for wait in (*[0.1] * (10 * PATIENCE), 0):
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                time.sleep(wait)
        else:
            raise BeingMade
        yield


def _make_beside(path: Path, make: Callable[[Path], object]):
    """Nobody meets half a file: it is put in its place when it is whole."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".making-")
    os.close(handle)
    try:
        make(Path(name))
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _forget_old(found: Iterator[Path]):
    for path in sorted(found, key=lambda path: path.stat().st_mtime)[:-KEPT]:
        path.unlink(missing_ok=True)


def _pack(path: Path, whole: Path, now: Snapshot):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        _write(packed, "datapackage.json", [to_text(datapackage(now, is_inside_archive=True)).encode()])
        _write(packed, "forum.json", read(whole))
        _write(packed, "forum.schema.json", [to_text(schema()).encode()])
        for listing in LISTS.values():
            _write(packed, f"{listing.name}.csv", _table(listing, now))


def _write(packed: zipfile.ZipFile, name: str, content):
    entry = zipfile.ZipInfo(name, LONG_AGO)
    entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
    with packed.open(entry, "w") as file:
        for piece in content:
            file.write(piece)


def read(path: Path) -> Iterator[bytes]:
    """A file in pieces."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _table(listing: Listing, now: Snapshot) -> Iterator[bytes]:
    _total, portions = listing.everything(Question(sort=listing.filterset.base_filters["sort"].extra["choices"][0][0]))
    return pieces(Reading(listing.table, now), portions)
