"""A backup is one moment, also while others save, and is put back whole or not at all."""

import json
import os
import subprocess
import sys
import tarfile
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection

pytestmark = pytest.mark.long

# Saves pairs, each in one transaction, until it is stopped: a backup with half a pair is not of one moment.
SAVE_PAIRS = """
import itertools
from time import sleep
from django.contrib.auth.models import Group
from django.db import transaction
for number in itertools.count(Group.objects.count()):
    with transaction.atomic():
        Group.objects.create(name=f"left {number}")
        Group.objects.create(name=f"right {number}")
    print(number, flush=True)
    sleep(0.01)
"""
COUNT_PAIRS = """
from django.contrib.auth.models import Group
from django.db.models import Count, Q
sides = {side: Count("pk", filter=Q(name__startswith=side)) for side in ("left", "right")}
print(*Group.objects.aggregate(**sides).values())
"""
SAVE_ONE = """
from django.contrib.auth.models import Group
last = Group.objects.latest("pk").pk
print(Group.objects.create(name="new").pk > last)
"""


class Site:
    """A site of its own in a folder, on the kind of database that the tests run on."""

    def __init__(self, folder: Path, database: str):
        folder.mkdir()
        self.folder = folder
        self.variables = os.environ | {"VAR_DIR": str(folder), "PYTHONWARNINGS": "ignore", "DATABASE_URL": database}
        del self.variables["PYTEST_VERSION"]

    def start(self, *words: str) -> subprocess.Popen:
        """Start a command of manage.py."""
        command = [sys.executable, "manage.py", *words]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, cwd=settings.BASE_DIR, env=self.variables, stdout=pipe, stderr=pipe, text=True)

    def do(self, *words: str) -> str:
        """Run a command of manage.py; gives what it says, on either stream."""
        return "".join(self.start(*words).communicate()).strip()

    def backup(self) -> Path:
        """Take a backup; gives its file."""
        self.do("backup")
        return max((self.folder / "backups").iterdir())

    def pairs(self) -> list[int]:
        """How many left and right halves are in the database."""
        return [int(number) for number in self.do("shell", "--no-imports", "-c", COUNT_PAIRS).split()]


@pytest.fixture(scope="module")
def make_site(django_db_setup, tmp_path_factory):
    """Makes sites, each with an empty database of its own."""
    made = []

    def make() -> Site:
        folder = tmp_path_factory.mktemp("sites") / "site"
        if connection.vendor == "sqlite":
            return Site(folder, "")
        made.append(f"site_{len(made)}_{os.getpid()}")
        _ask_server(f"DROP DATABASE IF EXISTS {made[-1]}", f"CREATE DATABASE {made[-1]}")
        return Site(folder, os.environ["DATABASE_URL"].replace("/postgres?", f"/{made[-1]}?"))

    yield make
    for database in made:
        _ask_server(f"DROP DATABASE {database} WITH (FORCE)")


def _ask_server(*sentences: str) -> None:
    with closing(psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)) as server:
        for sentence in sentences:
            server.execute(sentence)


@contextmanager
def saving_in(site: Site):
    """Somebody keeps saving in this site."""
    saving = site.start("shell", "--no-imports", "-c", SAVE_PAIRS)
    said = [saving.stdout.readline() for _pair in range(10)]
    assert all(said), saving.stderr.read()
    yield
    saving.kill()
    saving.communicate()


@pytest.fixture(scope="module")
def site(make_site):
    """A site with an upload."""
    made = make_site()
    made.do("migrate", "-v0")
    (made.folder / "media").mkdir()
    (made.folder / "media" / "communiqué.txt").write_text("13 July 2023")
    return made


@pytest.fixture(scope="module")
def backup(site) -> Path:
    """What was taken while somebody kept saving."""
    with saving_in(site):
        return site.backup()


@pytest.fixture
def empty(make_site) -> Site:
    """A place where nothing is yet."""
    return make_site()


@pytest.mark.postgresql
def test_a_backup_taken_while_somebody_saves_is_one_moment(site, backup, empty):
    assert empty.do("restore", str(backup)).splitlines()[-1].startswith(f"Restored {backup.name}, taken at ")
    left, right = empty.pairs()
    assert (left == right, left >= 10) == (True, True)
    assert (empty.folder / "media" / "communiqué.txt").read_text() == "13 July 2023"
    assert (empty.folder / "secret_key").read_text() == (site.folder / "secret_key").read_text()


@pytest.mark.postgresql
def test_what_is_there_is_replaced_only_on_demand_and_kept(backup, empty):
    empty.do("restore", str(backup))
    before = empty.pairs()
    with saving_in(empty):
        assert "this place is not empty" in empty.do("restore", str(backup))
        assert "What was there before is kept in" in empty.do("restore", str(backup), "--force")
    assert len(list((empty.folder / "backups").iterdir())) == 1
    left, right = empty.pairs()
    assert (left == right, left >= before[0] >= 10) == (True, True)


@pytest.mark.postgresql
def test_saving_goes_on_after_restoring_with_numbers_never_used(backup, empty):
    empty.do("restore", str(backup))
    assert empty.do("shell", "--no-imports", "-c", SAVE_ONE) == "True"


def test_a_damaged_backup_changes_nothing(backup, empty, tmp_path):
    whole = backup.read_bytes()
    damaged = tmp_path / "damaged.tar.gz"
    damaged.write_bytes(whole[: len(whole) // 2])
    said = empty.do("restore", str(damaged))
    assert said == f"CommandError: {damaged}: that file is not a backup of this site, or is damaged."
    assert (empty.folder / "media").exists() is False


def test_a_backup_of_the_other_kind_of_database_is_refused(backup, empty, tmp_path):
    foreign = tmp_path / "foreign.tar.gz"
    _rewrite(backup, foreign, engine="oracle")
    said = empty.do("restore", str(foreign))
    assert said.startswith("CommandError: the backup was taken from oracle, and this site uses ")


def test_a_backup_of_a_newer_site_is_refused(backup, empty, tmp_path):
    newer = tmp_path / "newer.tar.gz"
    _rewrite(backup, newer, migrations=[["records", "9999_beyond"]])
    said = empty.do("restore", str(newer))
    assert said == "CommandError: a newer version of the site wrote this backup (9999_beyond is unknown): update first."


def _rewrite(backup: Path, path: Path, **changes) -> None:
    """Write the backup again with another manifest."""
    folder = path.with_suffix(".folder")
    with tarfile.open(backup) as archive:
        archive.extractall(folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | changes))
    with tarfile.open(path, "w:gz") as archive:
        for file in filter(Path.is_file, folder.rglob("*")):
            archive.add(file, file.relative_to(folder))
