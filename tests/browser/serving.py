"""The real site for a real browser: the production server and the real record, in a folder that is thrown away."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

CHECKOUT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 120
SECONDS_TO_STOP = 20
# What would make the site another one: the settings of whoever runs the tests, and the mark of a test run.
FOREIGN = ("DATABASE_URL", "SITE_URL", "ALLOWED_HOSTS", "DEBUG", "SECRET_KEY", "EMAIL_URL", "TRUSTED_PROXIES")


@contextmanager
def serving(folder: Path):
    """Serve the real record from `folder`; gives the address, such as http://127.0.0.1:40123, and stops at the end."""
    port = _free_port()
    log = folder / "log.txt"
    with log.open("wb") as written:
        command = [sys.executable, "-m", "forumsite.serve"]
        variables = variables_for(folder, port)
        process = subprocess.Popen(command, cwd=CHECKOUT, env=variables, stdout=written, stderr=written)
        try:
            _wait_until_it_answers(process, f"http://127.0.0.1:{port}/healthz", log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(SECONDS_TO_STOP)


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def variables_for(folder: Path, port: int) -> dict[str, str]:
    """The environment of a process that works on the site in this folder."""
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN and not name.startswith("PYTEST")}
    return kept | {"VAR_DIR": str(folder), "HOST": "127.0.0.1", "PORT": str(port)}


def _wait_until_it_answers(process, address: str, log: Path) -> None:
    for _ in range(SECONDS_TO_START * 10):
        try:
            return urlopen(address, timeout=10).close()
        except URLError:
            assert process.poll() is None, f"it ended with {process.returncode}:\n{log.read_text()}"
            time.sleep(0.1)
    raise AssertionError(f"no answer within {SECONDS_TO_START} seconds:\n{log.read_text()}")
