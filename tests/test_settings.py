"""A wrong value in the environment stops the start with a sentence that says which, why, and what would be right."""

import os
import runpy
import subprocess
import sys
from ipaddress import ip_network

import pytest
from django.conf import settings

pytestmark = pytest.mark.filterwarnings("ignore:.*found in sys.modules:RuntimeWarning")

DATABASE_EXAMPLES = "give postgres://USER:PASSWORD@HOST:5432/NAME or sqlite:////PATH/forum.sqlite3."
SITE_EXAMPLE = "give scheme and host and nothing more, such as https://forum.example."

WRONG = {
    ("DEBUG", "maybe"): "DEBUG is 'maybe', but it can only be switched; set it to on or off.",
    ("ALLOWED_HOSTS", "https://forum.example"): (
        "ALLOWED_HOSTS is 'https://forum.example', but a host is a name or an address alone, without scheme, port or "
        "path; give names such as forum.example, with commas between."
    ),
    ("CSRF_TRUSTED_ORIGINS", "forum.example"): (
        "CSRF_TRUSTED_ORIGINS is 'forum.example', but an origin has a scheme and a host and nothing more; "
        "give addresses such as https://forum.example, with commas between."
    ),
    ("SITE_URL", "forum.example"): (
        f"SITE_URL is 'forum.example', but that is not the address of a site; {SITE_EXAMPLE}"
    ),
    ("SITE_URL", "https://forum.example/records"): (
        f"SITE_URL is 'https://forum.example/records', but that is not the address of a site; {SITE_EXAMPLE}"
    ),
    ("TRUSTED_PROXIES", "127.0.0.1, proxy"): (
        "TRUSTED_PROXIES is 'proxy', but that is neither an address nor a network; "
        "give addresses such as 127.0.0.1 or 10.0.0.0/8, with commas between."
    ),
    ("DATABASE_URL", "mongo://forum.example/records"): (
        "DATABASE_URL is 'mongo://forum.example/records', but that is not the address of a database; "
        f"{DATABASE_EXAMPLES}"
    ),
    ("DATABASE_URL", "mysql://forum.example/records"): (
        "DATABASE_URL is 'mysql://forum.example/records', but this site knows PostgreSQL and SQLite only; "
        f"{DATABASE_EXAMPLES}"
    ),
    ("DATABASE_URL", "postgres://clerk:secret@forum.example/"): (
        f"DATABASE_URL is 'postgres://…@forum.example/', but it does not name a database; {DATABASE_EXAMPLES}"
    ),
    ("DATABASE_URL", "sqlite://"): (
        "DATABASE_URL is 'sqlite://', but a database in memory is lost and each process has its own; "
        f"{DATABASE_EXAMPLES}"
    ),
    ("DATABASE_URL", "sqlite:////nowhere/forum.sqlite3"): (
        "DATABASE_URL is 'sqlite:////nowhere/forum.sqlite3', but the folder of that file does not exist; make it first."
    ),
    ("EMAIL_URL", "pop3://clerk:secret@forum.example"): (
        "EMAIL_URL is 'pop3://…@forum.example', but that is not the address of a mail server; "
        "give smtp+tls://USER:PASSWORD@HOST:587, smtps://…, smtp://… or console:."
    ),
    ("SECRET_KEY", "forum"): (
        "SECRET_KEY is 'fo…', but so short a secret can be guessed; give at least 32 characters by chance."
    ),
    ("VAR_DIR", "/dev/null/forum"): (
        "VAR_DIR is '/dev/null/forum', but that folder cannot be made or written to (Not a directory); "
        "give a folder that this account may write to."
    ),
}


@pytest.fixture
def read_settings(monkeypatch, tmp_path):
    """Reads the settings with these variables and nothing else set."""
    for name in {name for name, _ in WRONG}:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))

    def read(**variables):
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return runpy.run_module("forumsite.settings")

    return read


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_stops_the_start_with_a_sentence(read_settings, name, value):
    with pytest.raises(SystemExit) as stopped:
        read_settings(**{name: value})
    assert str(stopped.value) == WRONG[name, value]


def test_the_sentence_is_all_that_is_printed(tmp_path):
    variables = os.environ | {"VAR_DIR": str(tmp_path), "DEBUG": "maybe"}
    started = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=settings.BASE_DIR, env=variables, capture_output=True, text=True
    )
    assert (started.returncode, started.stdout, started.stderr) == (1, "", WRONG["DEBUG", "maybe"] + "\n")


def test_with_nothing_set_the_site_is_a_private_one_on_sqlite(read_settings, tmp_path):
    read = read_settings()
    assert read["DATABASES"]["default"]["NAME"] == tmp_path / "forum.sqlite3"
    assert read["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]", "127.0.0.1"]
    assert (read["DEBUG"], read["SECURE_SSL_REDIRECT"], read["SESSION_COOKIE_SECURE"]) == (False, False, False)
    assert (read["SECURE_HSTS_SECONDS"], read["TRUSTED_PROXIES"]) == (0, [])


def test_an_address_with_tls_turns_on_everything_that_needs_it(read_settings):
    read = read_settings(SITE_URL="https://forum.example/")
    assert read["SITE_URL"] == "https://forum.example"
    assert (read["SECURE_SSL_REDIRECT"], read["SECURE_SSL_HOST"]) == (True, "forum.example")
    assert (read["SESSION_COOKIE_SECURE"], read["CSRF_COOKIE_SECURE"]) == (True, True)
    assert read["SECURE_HSTS_SECONDS"] == 63072000
    assert "forum.example" in read["ALLOWED_HOSTS"]


def test_the_secret_is_made_once_and_for_its_owner_only(read_settings, tmp_path):
    first, second = read_settings()["SECRET_KEY"], read_settings()["SECRET_KEY"]
    assert first == second == (tmp_path / "secret_key").read_text()
    assert oct((tmp_path / "secret_key").stat().st_mode & 0o777) == "0o600"


def test_a_postgresql_address_is_understood_with_its_password_and_options(read_settings):
    address = "postgres://clerk:a%40b@forum.example:5433/records?sslmode=require"
    database = read_settings(DATABASE_URL=address)["DATABASES"]["default"]
    assert {key: database[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")} == {
        "USER": "clerk",
        "PASSWORD": "a@b",
        "HOST": "forum.example",
        "PORT": 5433,
        "NAME": "records",
    }
    assert database["OPTIONS"] == {"connect_timeout": 5, "sslmode": "require"}


def test_mail_and_proxies_are_understood(read_settings):
    read = read_settings(EMAIL_URL="smtps://clerk:secret@mail.example", TRUSTED_PROXIES="127.0.0.1,10.0.0.0/8")
    assert (read["EMAIL_HOST"], read["EMAIL_PORT"], read["EMAIL_USE_SSL"]) == ("mail.example", 465, True)
    assert read["TRUSTED_PROXIES"] == [ip_network("127.0.0.1"), ip_network("10.0.0.0/8")]
