"""What may be set from outside: each variable is read, checked, and refused in one sentence when it is wrong."""

import ipaddress
import os
import re
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from environs import Env, EnvError

environment = Env()

SQLITE_OPTIONS = {
    # A writer waits for its turn when it begins: SQLite cannot wait in the middle of a transaction, it fails.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # WAL lets people read while somebody saves; with it NORMAL is safe and spares a disk flush for each save.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON",
}
POSTGRESQL_OPTIONS = {"connect_timeout": 5}
POSTGRESQL = "django.db.backends.postgresql"
SQLITE = "django.db.backends.sqlite3"
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


class WrongSetting(SystemExit):
    """A variable cannot work as it is: the start stops with one sentence and without a traceback."""

    def __init__(self, name: str, value: str, why: str, instead: str):
        super().__init__(f"{name} is {value!r}, but {why}; {instead}.")


def text(name: str, default: str = "") -> str:
    """The value without the spaces around it; an empty one counts as not set."""
    return environment.str(name, "").strip() or default


def words(name: str) -> list[str]:
    """A list separated by commas."""
    return [word for word in environment.list(name, [], subcast=str.strip) if word]


def switch(name: str) -> bool:
    """A switch, off when not set."""
    try:
        return bool(text(name)) and environment.bool(name)
    except EnvError:
        raise WrongSetting(name, text(name), "it can only be switched", "set it to on or off") from None


def port(name: str, default: int) -> int:
    """The number of a port."""
    value = text(name, str(default))
    if value.isascii() and value.isdigit() and 0 < int(value) < 65536:
        return int(value)
    raise WrongSetting(name, value, "a port is a number", "give one from 1 to 65535, such as 8000")


def writable_folder(name: str, default: Path) -> Path:
    """A folder, made when it is not there yet; what is not absolute counts from beside the default."""
    value = text(name, str(default))
    folder = default.parent / Path(value).expanduser()
    try:
        # What lies in it is for this account only: passwords' digests, sessions and drafts among it.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError("this account may not write there")
    except OSError as error:
        why = f"that folder cannot be made or written to ({error.strerror or error})"
        raise WrongSetting(name, value, why, "give a folder that this account may write to") from None
    return folder


def secret_key(name: str, kept_in: Path) -> str:
    """The secret that signs sessions and links; without the variable one is made, once, readable by its owner only."""
    if value := text(name):
        if len(value) < 32:
            raise WrongSetting(
                name, value[:2] + "…", "so short a secret can be guessed", "give at least 32 characters by chance"
            )
        return value
    if not kept_in.exists():
        _write_once(kept_in, secrets.token_urlsafe(50))
    return kept_in.read_text(encoding="ascii").strip()


def _write_once(path: Path, content: str) -> None:
    """Write a private file whole; when another process was first, its file stays."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(content)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def database(name: str, default_file: Path) -> dict:
    """Django's description of the database; SQLite in `default_file` when the variable is not set."""
    value = text(name)
    if not value:
        return {"ENGINE": SQLITE, "NAME": default_file, "OPTIONS": SQLITE_OPTIONS}
    shown = re.sub(r"://[^@/]*@", "://…@", value)
    instead = "give postgres://USER:PASSWORD@HOST:5432/NAME or sqlite:////PATH/forum.sqlite3"
    try:
        described = dj_database_url.parse(value)
    except ValueError:
        raise WrongSetting(name, shown, "that is not the address of a database", instead) from None
    if described["ENGINE"] == SQLITE:
        return _sqlite(name, shown, described, instead)
    if described["ENGINE"] == POSTGRESQL:
        return _postgresql(name, shown, described, instead)
    raise WrongSetting(name, shown, "this site knows PostgreSQL and SQLite only", instead)


def _sqlite(name: str, shown: str, described: dict, instead: str) -> dict:
    if described["NAME"] == ":memory:":
        raise WrongSetting(name, shown, "a database in memory is lost and each process has its own", instead)
    if not Path(described["NAME"]).absolute().parent.is_dir():
        raise WrongSetting(name, shown, "the folder of that file does not exist", "make it first")
    return described | {"OPTIONS": SQLITE_OPTIONS | described.get("OPTIONS", {})}


def _postgresql(name: str, shown: str, described: dict, instead: str) -> dict:
    if not described["NAME"]:
        raise WrongSetting(name, shown, "it does not name a database", instead)
    # A connection is kept by each of the few threads of the server. A pool would save none of them, and would
    # notice a database that is away only after waiting for a free place; so an outage is told at once.
    return described | {
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": POSTGRESQL_OPTIONS | described.get("OPTIONS", {}),
    }


def site_address(name: str, default: str) -> str:
    """The address people know the site by, without a slash at its end."""
    value = text(name, default)
    if not _is_origin(value.rstrip("/")):
        why = "that is not the address of a site"
        raise WrongSetting(name, value, why, "give scheme and host and nothing more, such as https://forum.example")
    return value.rstrip("/")


def host_of(address: str) -> str:
    """The host in an address, as `ALLOWED_HOSTS` wants it."""
    host = urlsplit(address).hostname
    return f"[{host}]" if ":" in host else host


def origins(name: str) -> list[str]:
    """Sites whose forms may post here."""
    for value in words(name):
        if not _is_origin(value.replace("://*.", "://", 1)):
            why = "an origin has a scheme and a host and nothing more"
            raise WrongSetting(name, value, why, "give addresses such as https://forum.example, with commas between")
    return words(name)


def _is_origin(value: str) -> bool:
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 - reading it raises when it is not a number
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and value == f"{parts.scheme}://{parts.netloc}"


def hosts(name: str, default: list[str]) -> list[str]:
    """Names of hosts this site answers to."""
    for value in words(name):
        if not re.fullmatch(r"\*|\.?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?|\[[0-9A-Fa-f:.]+\]", value):
            why = "a host is a name or an address alone, without scheme, port or path"
            raise WrongSetting(name, value, why, "give names such as forum.example, with commas between")
    return words(name) or default


def networks(name: str) -> list:
    """Addresses or networks, each as an `ipaddress` network."""
    found = []
    for value in words(name):
        try:
            found.append(ipaddress.ip_network(value))
        except ValueError:
            why = "that is neither an address nor a network"
            instead = "give addresses such as 127.0.0.1 or 10.0.0.0/8, with commas between"
            raise WrongSetting(name, value, why, instead) from None
    return found


def mail(name: str) -> dict:
    """Django's settings for sending mail; without the variable nothing is sent."""
    value = text(name)
    if value in ("", "console:"):
        kind = "console" if value else "dummy"
        return {"EMAIL_BACKEND": f"django.core.mail.backends.{kind}.EmailBackend"}
    try:
        parts = urlsplit(value)
        number = parts.port or MAIL_PORTS[parts.scheme]
    except (ValueError, KeyError):
        parts = None
    if not parts or not parts.hostname:
        shown = re.sub(r"://[^@/]*@", "://…@", value)
        instead = "give smtp+tls://USER:PASSWORD@HOST:587, smtps://…, smtp://… or console:"
        raise WrongSetting(name, shown, "that is not the address of a mail server", instead)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": number,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 10,
    }
