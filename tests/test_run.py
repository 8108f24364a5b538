"""`make run`: what it says when it cannot start, and that it leaves nothing running."""

import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import urlopen

import psutil
import pytest
from django.conf import settings

from forumsite import environment, serve

ENVIRONMENT = settings.BASE_DIR / "bin" / "environment"


@pytest.fixture
def busy_port():
    """A port that somebody else listens on, as the server would: ready to share it."""
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.fixture
def free_port():
    """A port nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def test_a_port_in_use_is_said_with_what_to_do(busy_port):
    with pytest.raises(SystemExit) as stopped:
        serve.refuse_busy("127.0.0.1", busy_port)
    assert str(stopped.value) == (
        f"PORT is '{busy_port}', but that port is in use; choose another: PORT={busy_port + 1} make run."
    )


def test_a_free_port_is_taken_without_a_word(free_port):
    assert serve.refuse_busy("127.0.0.1", free_port) is None


@pytest.mark.parametrize("value", ["http", "0", "65536", "-1", "80.0"])
def test_a_port_that_is_none_is_said(monkeypatch, value):
    monkeypatch.setenv("PORT", value)
    with pytest.raises(SystemExit) as stopped:
        environment.port("PORT", 8000)
    assert str(stopped.value) == f"PORT is '{value}', but a port is a number; give one from 1 to 65535, such as 8000."


def test_an_address_of_another_machine_is_said():
    with pytest.raises(SystemExit) as stopped:
        serve.refuse_busy("203.0.113.9", 8000)
    assert str(stopped.value) == (
        "HOST is '203.0.113.9', but this machine does not have that address; give 127.0.0.1 or 0.0.0.0."
    )


def pretended_python(folder, version: str, works: bool):
    """A program that answers as a Python of that version would; one that does not work has no venv."""
    path = folder / "python"
    is_old = tuple(map(int, version.split("."))) < (3, 11)
    answers = f"*print*) echo {version};; *exit*) exit {int(is_old)};; *) exit {int(not works)};;"
    path.write_text(f'#!/bin/sh\ncase "$2" in {answers} esac\n')
    path.chmod(0o755)
    return path


def make_environment(folder, **variables) -> subprocess.CompletedProcess:
    """Run a copy of bin/environment in a folder of its own, with nothing to install."""
    (folder / "bin").mkdir(exist_ok=True)
    shutil.copy(ENVIRONMENT, folder / "bin")
    (folder / "requirements.txt").write_text("")
    command = [folder / "bin" / "environment", "requirements.txt"]
    return subprocess.run(command, env=os.environ | variables, capture_output=True, text=True)


def test_a_python_that_is_too_old_is_said(tmp_path):
    old = pretended_python(tmp_path, "3.9", works=True)
    made = make_environment(tmp_path, PYTHON=str(old))
    assert (made.returncode, made.stderr.split(". ")[0]) == (
        1,
        f"This needs Python 3.11 or newer, and none was found: {old} is 3.9, PYTHON is {old}",
    )


def test_a_python_without_venv_is_told_which_package_it_lacks(tmp_path):
    lacking = pretended_python(tmp_path, "3.12", works=False)
    made = make_environment(tmp_path, PYTHON=str(lacking))
    assert (made.returncode, made.stderr) == (
        1,
        f"{lacking} is new enough (3.12) but lacks venv, ensurepip, sqlite3 or ssl. On Debian and Ubuntu install "
        "python3.12-venv, on Fedora python3-pip and python3-libs, then try again.\n",
    )


@pytest.mark.long
def test_a_half_made_environment_is_made_again_and_a_whole_one_left_alone(tmp_path):
    folder = tmp_path / "a path with spaces"
    folder.mkdir()
    first, second = make_environment(folder), make_environment(folder)
    (folder / ".venv" / "unfinished").touch()
    third = make_environment(folder)
    assert [made.returncode for made in (first, second, third)] == [0, 0, 0]
    assert [made.stdout.startswith("Making a virtual environment") for made in (first, second, third)] == [
        True,
        False,
        True,
    ]


@contextmanager
def running_site(folder, port: int, said=os.devnull):
    """`make run` in a place of its own, as a process that answers; what it says goes into the file `said`."""
    variables = os.environ | {"VAR_DIR": str(folder), "PORT": str(port)}
    variables.pop("PYTEST_VERSION")
    with open(said, "w") as output:
        process = psutil.Popen(["make", "run"], cwd=settings.BASE_DIR, env=variables, stdout=output, stderr=output)
    try:
        wait_for_answer(process, f"http://127.0.0.1:{port}/healthz")
        yield process
    finally:
        for left in [*process.children(recursive=True), process] if process.is_running() else []:
            left.kill()


def wait_for_answer(process, address: str, seconds: int = 120) -> None:
    """Wait until the site answers; fails when it ended or took too long."""
    for _ in range(seconds * 10):
        try:
            return urlopen(address, timeout=10).close()
        except URLError:
            assert process.poll() is None
            time.sleep(0.1)
    raise AssertionError(f"no answer within {seconds} seconds")


def is_alive(process) -> bool:
    """Whether it runs; one that ended and only waits to be counted does not."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.fixture(scope="module")
def used_place(tmp_path_factory):
    """Where a site keeps its things, so that only the first start has to make them."""
    return tmp_path_factory.mktemp("place")


@pytest.mark.long
@pytest.mark.parametrize("word", [signal.SIGTERM, signal.SIGINT])
def test_a_site_that_is_stopped_leaves_no_process(used_place, free_port, word):
    with running_site(used_place, free_port) as process:
        started = process.children(recursive=True)
        # Ctrl-C in a terminal reaches every process, a manager's SIGTERM only the one it started.
        for told in [process, *started] if word == signal.SIGINT else [process]:
            told.send_signal(word)
        process.wait(20)
        assert (len(started) >= 3, [left for left in started if is_alive(left)]) == (True, [])


@pytest.mark.long
def test_the_second_start_makes_nothing_anew(tmp_path, free_port):
    said = []
    for number in range(2):
        with running_site(tmp_path, free_port, tmp_path / f"{number}.txt") as process:
            process.send_signal(signal.SIGTERM)
            process.wait(20)
        said.append((tmp_path / f"{number}.txt").read_text())
    assert ["Bringing the database up to date" in one for one in said] == [True, False]
    assert ["Nothing was loaded" in one for one in said] == [False, True]
