"""Getting an installation back from a backup."""

from __future__ import annotations

import os
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from trellis.foundation.refusal import Refusal

from .backup import KEY, POSTGRES, SQLITE, check_sqlite, read_manifest, run_postgres

POSTGRES_WORDS = ("--clean", "--if-exists", "--no-owner", "--single-transaction")


def restore(path: Path, replace: bool) -> dict[str, Any]:
    """Put a backup in place; gives its manifest.

    replace: the installation that is there is moved aside first (never deleted). Everything is unpacked and checked
    beside it before anything is moved. Raises Refusal where the backup is damaged, made of another kind of database,
    or where an installation is there and `replace` is not said.
    """
    manifest = read_manifest(path)
    if manifest["database"] != connection.vendor:
        raise Refusal(
            f"This backup is of {manifest['database']}, and TRELLIS_DATABASE names {connection.vendor}. "
            "Set it to the same kind of database."
        )
    data: Path = settings.DATA
    if _holds_installation(data) and not replace:
        raise Refusal(
            f"There is an installation in {data}. Stop Trellis and say --replace to move it aside, or set TRELLIS_DATA."
        )
    fresh = data.with_name(f"{data.name}.restoring")
    if fresh.exists():
        shutil.rmtree(fresh)
    try:
        _unpack(path, manifest, fresh)
        if connection.vendor == "sqlite":
            check_sqlite(fresh / SQLITE)
        else:
            run_postgres(
                "pg_restore",
                "--clean",
                "--if-exists",
                "--no-owner",
                "--single-transaction",
                str(fresh / POSTGRES),
            )
            (fresh / POSTGRES).unlink()
        _move_into_place(fresh, data)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return manifest


def _holds_installation(data: Path) -> bool:
    return any((data / name).exists() for name in (SQLITE, KEY))


def _unpack(path: Path, manifest: dict[str, Any], folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True)
    with zipfile.ZipFile(path) as archive:
        for name in manifest["parts"]:
            target = (folder / name).resolve()
            if not target.is_relative_to(folder.resolve()):
                raise Refusal(f"{path} names a file outside its folder. Use another backup.")
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with (
                archive.open(name) as part,
                os.fdopen(os.open(target, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as out,
            ):
                shutil.copyfileobj(part, out)


def _move_into_place(fresh: Path, data: Path) -> None:
    """What was there goes aside under a name that tells when, then the restored folder takes its place."""
    if data.exists() and any(data.iterdir()):
        aside = data.with_name(f"{data.name}.before-{datetime.now(UTC):%Y%m%d-%H%M%S}")
        os.replace(data, aside)
    elif data.exists():
        data.rmdir()
    os.replace(fresh, data)
