"""Restoring an installation from a backup."""

from __future__ import annotations

import os
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from trellis.core.foundation import installation
from trellis.core.foundation.errors import ActionError

from .backup import (
    KEY_FILE,
    POSTGRES_FILE,
    SQLITE_FILE,
    Manifest,
    check_sqlite,
    make_backup,
    read_manifest,
    run_postgres,
)

POSTGRES_OPTIONS = ("--clean", "--if-exists", "--no-owner", "--single-transaction")


def restore_backup(path: Path, replace: bool) -> Manifest:
    """Put a backup in place; gives its manifest.

    replace: the installation that is there is moved aside first (a PostgreSQL database as a backup file), never
    deleted. Everything is unpacked and checked beside it before anything is moved. Raises ActionError where the
    backup is damaged, made of another kind of database, or where an installation is there and `replace` is not said.
    """
    manifest = read_manifest(path)
    if manifest["database"] != connection.vendor:
        raise ActionError(
            f"This backup is of {manifest['database']}, but TRELLIS_DATABASE is for {connection.vendor}. "
            "Set it to the same kind of database."
        )
    data: Path = settings.DATA
    tables = _postgres_has_tables()
    if (tables or _has_installation(data)) and not replace:
        raise ActionError(
            f"There is an installation in {data}. Stop Trellis and use --replace to move it aside, or set TRELLIS_DATA."
            if not tables
            else "The PostgreSQL database holds an installation. Stop Trellis and use --replace to save it to a file "
            "and put the backup in its place."
        )
    fresh = data.with_name(f"{data.name}.restoring")
    if fresh.exists():
        shutil.rmtree(fresh)
    try:
        _unpack(path, manifest, fresh)
        if connection.vendor == "sqlite":
            check_sqlite(fresh / SQLITE_FILE)
        else:
            if tables:
                make_backup(_set_aside_path(data, ".zip"))
            run_postgres("pg_restore", *POSTGRES_OPTIONS, str(fresh / POSTGRES_FILE))
            (fresh / POSTGRES_FILE).unlink()
        _move_into_place(fresh, data)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return manifest


def _postgres_has_tables() -> bool:
    """Whether PostgreSQL holds tables of an installation, which pg_restore would drop."""
    if connection.vendor != "postgresql":
        return False
    try:
        with connection.cursor() as cursor:
            has_tables = "django_migrations" in connection.introspection.table_names(cursor)
    except DatabaseError:
        raise ActionError(installation.problem_if_unreachable()) from None
    connection.close()  # pg_restore needs the locks
    return has_tables


def _set_aside_path(data: Path, ending: str = "") -> Path:
    """The path to which the current installation is moved: beside the data folder, with the moment."""
    return data.with_name(f"{data.name}.before-{datetime.now(UTC):%Y%m%d-%H%M%S}{ending}")


def _has_installation(data: Path) -> bool:
    return any((data / name).exists() for name in (SQLITE_FILE, KEY_FILE))


def _unpack(path: Path, manifest: Manifest, folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True)
    with zipfile.ZipFile(path) as archive:
        for name in manifest["parts"]:
            target = (folder / name).resolve()
            if not target.is_relative_to(folder.resolve()):
                raise ActionError(f"{path} has a file outside its folder. Use another backup.")
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with (
                archive.open(name) as part,
                os.fdopen(os.open(target, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as out,
            ):
                shutil.copyfileobj(part, out)


def _move_into_place(fresh: Path, data: Path) -> None:
    """Move the current folder aside, then put the restored one in its place."""
    if data.exists() and any(data.iterdir()):
        os.replace(data, _set_aside_path(data))
    elif data.exists():
        data.rmdir()
    os.replace(fresh, data)
