"""Backups: database, uploads and secret in one file, taken and put back while the site runs."""

import hashlib
import json
import shutil
import tarfile
import tempfile
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

FORMAT = 1
MANIFEST = "manifest.json"
SECRET = "secret_key"  # noqa: S105 - the name of the file, not what is in it
# These have rows as soon as the tables are made.
BOOKKEEPING = {"django_migrations", "django_content_type", "auth_permission"}


class BackupError(Exception):
    """The backup cannot be taken or put back; says why. Nothing was changed."""


def write() -> Path:
    """Take a backup; gives its file, readable by its owner only, under `VAR_DIR`/backups."""
    folder = settings.VAR_DIR / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".making-") as gathered:
        root = Path(gathered)
        try:
            _gather(root)
        except DatabaseError as error:
            raise BackupError(f"the database cannot be read ({str(error).strip()}).") from error
        return _pack(root, folder)


def restore(path: Path, force: bool = False) -> list[str]:
    """Put a backup back, all of it or nothing; gives sentences for people. Raises BackupError when it must not be."""
    with tempfile.TemporaryDirectory(dir=settings.VAR_DIR, prefix=".restoring-") as unpacked:
        root = Path(unpacked)
        manifest = _unpack(path, root)
        _refuse_foreign(manifest)
        said = _make_room(force)
        try:
            _engine().load(root / "database", manifest["migrations"])
        except DatabaseError as error:
            raise BackupError(f"the database refused it, and is as it was ({str(error).strip()}).") from error
        _place_uploads(root / "media")
        said += _place_secret(root / SECRET)
    # The records are back; this only adds what a newer version of the site keeps beside them.
    call_command("migrate", verbosity=0, interactive=False)
    return [*said, f"Restored {path.name}, taken at {manifest['made_at']}."]


def _engine():
    """The module that knows the database in use: `dump(folder)`, `load(folder, migrations)`."""
    return import_module(f"{__name__}.{connection.vendor}")


# Taking


def _gather(root: Path) -> None:
    (root / "database").mkdir()
    _engine().dump(root / "database")
    if settings.MEDIA_ROOT.is_dir():
        shutil.copytree(settings.MEDIA_ROOT, root / "media", copy_function=_copy_if_there)
    kept = settings.VAR_DIR / SECRET
    if kept.exists() and kept.read_text(encoding="ascii").strip() == settings.SECRET_KEY:
        shutil.copy(kept, root / SECRET)
    manifest = {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "engine": connection.vendor,
        "engine_version": ".".join(str(part) for part in connection.get_database_version()),
        "migrations": sorted(MigrationLoader(connection).applied_migrations),
        "files": {str(file.relative_to(root)): _fingerprint(file) for file in _files(root)},
    }
    (root / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")


def _copy_if_there(source: str, target: str) -> None:
    """An upload may be deleted while uploads are copied."""
    with suppress(FileNotFoundError):
        shutil.copy2(source, target)


def _files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())


def _fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pack(root: Path, folder: Path) -> Path:
    draft = root / "packed"
    names = [str(path.relative_to(root)) for path in _files(root)]
    names.sort(key=lambda name: name != MANIFEST)  # first, so that it can be read without reading the rest
    draft.touch(mode=0o600)
    with tarfile.open(draft, "w:gz") as archive:
        for name in names:
            archive.add(root / name, name)
    return draft.rename(_free_name(folder))


def _free_name(folder: Path) -> Path:
    name = f"forum-{timezone.now():%Y%m%d-%H%M%S}"
    taken = len(list(folder.glob(f"{name}*")))
    return folder / f"{name}{f'-{taken + 1}' if taken else ''}.tar.gz"


# Putting back


def _unpack(path: Path, root: Path) -> dict:
    """Unpack into `root`, refusing what is damaged or was not written by `write`; gives the manifest."""
    try:
        with tarfile.open(path, "r:gz") as archive:
            for member in archive:
                _unpack_one(archive, member, root)
        manifest = json.loads((root / MANIFEST).read_text(encoding="utf-8"))
        found = {str(file.relative_to(root)): _fingerprint(file) for file in _files(root)}
        whole = found.pop(MANIFEST) and found == manifest["files"]
    except FileNotFoundError as error:
        missing = "there is no such file" if not path.exists() else "that file is not a backup of this site"
        raise BackupError(f"{path}: {missing}.") from error
    except (OSError, EOFError, tarfile.TarError, ValueError, KeyError, TypeError) as error:
        raise BackupError(f"{path}: that file is not a backup of this site, or is damaged.") from error
    if not whole:
        raise BackupError(f"{path}: the backup is damaged, its contents are not what was written.")
    return manifest


def _unpack_one(archive: tarfile.TarFile, member: tarfile.TarInfo, root: Path) -> None:
    target = (root / member.name).resolve()
    if not member.isreg() or not target.is_relative_to(root.resolve()):
        raise tarfile.TarError(f"{member.name} does not belong into a backup")
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.extractfile(member) as source, target.open("wb") as file:
        shutil.copyfileobj(source, file)


def _refuse_foreign(manifest: dict) -> None:
    if manifest["format"] != FORMAT:
        raise BackupError(f"the backup has the format {manifest['format']}, and this site reads {FORMAT}: update it.")
    if manifest["engine"] != connection.vendor:
        raise BackupError(
            f"the backup was taken from {manifest['engine']}, and this site uses {connection.vendor}: set DATABASE_URL "
            "to a database of that kind. To change the kind, use `manage.py dump_forum --everything` and load_forum."
        )
    manifest["migrations"] = [tuple(migration) for migration in manifest["migrations"]]
    if unknown := set(manifest["migrations"]) - set(MigrationLoader(connection).disk_migrations):
        raise BackupError(
            f"a newer version of the site wrote this backup ({min(unknown)[1]} is unknown): update first."
        )


def _make_room(force: bool) -> list[str]:
    """Nothing to do in an empty place; else refuse, or keep what is there in a backup of its own."""
    if not _is_occupied():
        return []
    if not force:
        raise BackupError(
            "this place is not empty, and restoring would replace what is there. To do that, add FORCE=1 (for "
            "manage.py: --force); what is there is backed up first."
        )
    return [f"What was there before is kept in {write()}."]


def _is_occupied() -> bool:
    if settings.MEDIA_ROOT.is_dir() and any(settings.MEDIA_ROOT.iterdir()):
        return True
    with connection.cursor() as cursor:
        for table in set(connection.introspection.table_names(cursor)) - BOOKKEEPING:
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608 - a name of our own
            if cursor.fetchone():
                return True
    return False


def _place_uploads(restored: Path) -> None:
    restored.mkdir(exist_ok=True)
    replaced = restored.with_name("replaced")
    if settings.MEDIA_ROOT.is_dir():
        settings.MEDIA_ROOT.rename(replaced)
    restored.rename(settings.MEDIA_ROOT)


def _place_secret(restored: Path) -> list[str]:
    if not restored.exists():
        return ["The backup has no secret: it was in SECRET_KEY, and should be set there again."]
    if restored.read_text(encoding="ascii").strip() == settings.SECRET_KEY:
        return []
    restored.chmod(0o600)
    restored.rename(settings.VAR_DIR / SECRET)
    return ["The secret key is another one now: restart the site if it is running."]
