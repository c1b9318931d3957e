"""Backups: database, files and key together in one zip file, made while Trellis runs, and read back before it counts.

The zip holds `manifest.json` (what is in it, with a SHA-256 of each part), the database (`trellis.sqlite3`, or
`database.dump` of PostgreSQL), `secret.key`, `files/` and `locale/`. It holds everything that the installation does:
keep it as safe.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, TypedDict

from django.conf import settings
from django.db import connection

from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.file_permissions import FILE_MODE
from trellis.core.foundation.installation import database_file

MANIFEST_FILE = "manifest.json"
RECORD_FILE = "last-backup.json"
"""In the data folder: when the last backup was made, for `trellis doctor`."""
SQLITE_FILE, POSTGRES_FILE, KEY_FILE = "trellis.sqlite3", "database.dump", "secret.key"
SAVED_FOLDERS = ("files", "locale")
BLOCK_SIZE = 1 << 20


Manifest = TypedDict("Manifest", {"trellis": str, "made": str, "database": str, "parts": dict[str, str]})  # noqa: UP013 "made" is a key of the file, and no good name for a field
"""What a backup holds: the version of Trellis, when it was made, the kind of database, and a SHA-256 by part."""


def make_backup(path: Path) -> Manifest:
    """Write a backup to a new file, read it back, and give its manifest.

    Raises ActionError where the file is there already or can't be written, or where something could not be copied
    whole; no half backup stays behind.
    """
    if path.exists():
        raise ActionError(f"{path} already exists. Choose a new file name.")
    partial = path.with_name(path.name + ".partial")
    try:
        descriptor = os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            manifest = _write_parts(archive)
        read_manifest(partial)
        os.replace(partial, path)
    except OSError as error:
        raise ActionError(f"{path} can't be written: {error.strerror or error}.") from None
    finally:
        partial.unlink(missing_ok=True)
    _record_backup(manifest)
    return manifest


def last_backup_time() -> datetime | None:
    """When the last backup of this installation was made; None where there is no record that can be read."""
    try:
        return datetime.fromisoformat(json.loads((settings.DATA / RECORD_FILE).read_text())["made"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _record_backup(manifest: Manifest) -> None:
    """Record when the backup was made. Raises ActionError where that can't be written; the backup itself is whole."""
    partial = settings.DATA / f"{RECORD_FILE}.partial"
    try:
        partial.write_text(json.dumps({"made": manifest["made"]}))
        partial.chmod(FILE_MODE)
        os.replace(partial, settings.DATA / RECORD_FILE)
    except OSError as error:
        raise ActionError(
            f"The backup is complete, but {settings.DATA / RECORD_FILE} can't be written "
            f"({error.strerror or error}), so `trellis doctor` won't know of it."
        ) from None


def read_manifest(path: Path) -> Manifest:
    """The manifest of a backup whose every part was read and is as it was written.

    Raises ActionError for a file that is no backup, or whose parts are missing or changed.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest: Manifest = json.loads(archive.read(MANIFEST_FILE))
            for name, expected in manifest["parts"].items():
                with archive.open(name) as part:
                    if _part_digest(part) != expected:
                        raise ActionError(f"{name} in {path} is damaged. Use another backup.")
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError):
        raise ActionError(f"{path} is not a complete Trellis backup. Use another one.") from None
    except OSError as error:
        raise ActionError(f"{path} can't be read: {error.strerror or error}.") from None
    return manifest


def _write_parts(archive: zipfile.ZipFile) -> Manifest:
    parts: dict[str, str] = {}
    with tempfile.TemporaryDirectory(dir=settings.DATA if settings.DATA.is_dir() else None) as folder:
        database = _copy_database(Path(folder))
        _add_part(archive, parts, database, database.name)
    key = settings.DATA / KEY_FILE
    if key.is_file():
        _add_part(archive, parts, key, KEY_FILE)
    for name, file in _files_to_save():
        _add_part(archive, parts, file, name)
    manifest: Manifest = {
        "trellis": version("trellis-schools"),
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "database": connection.vendor,
        "parts": parts,
    }
    archive.writestr(MANIFEST_FILE, json.dumps(manifest, indent=1))
    return manifest


def _files_to_save() -> Iterator[tuple[str, Path]]:
    """Uploads and a school's own translations. After the database: what it names is there already."""
    for folder in SAVED_FOLDERS:
        home = settings.DATA / folder
        for file in sorted(home.rglob("*")) if home.is_dir() else ():
            if file.is_file() and not file.is_symlink():
                yield f"{folder}/{file.relative_to(home).as_posix()}", file


def _add_part(archive: zipfile.ZipFile, parts: dict[str, str], source: Path, name: str) -> None:
    try:
        with source.open("rb") as part, archive.open(name, "w", force_zip64=True) as out:
            digest = hashlib.sha256()
            while block := part.read(BLOCK_SIZE):
                digest.update(block)
                out.write(block)
    except FileNotFoundError:
        return  # destroyed by its retention policy meanwhile
    parts[name] = digest.hexdigest()


def _part_digest(part: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := part.read(BLOCK_SIZE):
        digest.update(block)
    return digest.hexdigest()


def _copy_database(folder: Path) -> Path:
    """A copy of the database as it is at one moment, while others write."""
    if connection.vendor == "postgresql":
        return _dump_postgres(folder / POSTGRES_FILE)
    copy = folder / SQLITE_FILE
    with (
        sqlite3.connect(f"file:{database_file()}?mode=ro", uri=True) as source,
        sqlite3.connect(copy) as target,
    ):
        source.backup(target, pages=-1)
    check_sqlite(copy)
    return copy


def check_sqlite(path: Path) -> None:
    """Raises ActionError where SQLite finds the file damaged."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        verdict = database.execute("PRAGMA integrity_check").fetchone()[0]
    if verdict != "ok":
        raise ActionError(f"The database is damaged ({verdict[:200]}). Restore the last good backup.")


def postgres_arguments() -> tuple[list[str], dict[str, str]]:
    """Arguments and environment by which PostgreSQL's programs reach the database; no password among the arguments."""
    database_settings = connection.settings_dict
    words = ["--dbname", database_settings["NAME"]]
    for flag, name in (("--host", "HOST"), ("--port", "PORT"), ("--username", "USER")):
        if database_settings.get(name):
            words += [flag, str(database_settings[name])]
    return words, {**os.environ, "PGPASSWORD": str(database_settings.get("PASSWORD") or "")}


def run_postgres(program: str, *words: str) -> None:
    """Run one of PostgreSQL's programs. Raises ActionError with its first complaint."""
    arguments, environment = postgres_arguments()
    try:
        done = subprocess.run(  # noqa: S603 the program's name is ours
            [program, *arguments, *words], env=environment, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise ActionError(f"{program} is not installed. Install PostgreSQL's client programs.") from None
    if done.returncode:
        raise ActionError(f"{program}: {next(iter(done.stderr.strip().splitlines()), 'it failed')}")


def _dump_postgres(path: Path) -> Path:
    run_postgres("pg_dump", "--format=custom", "--no-owner", "--file", str(path))
    return path
