"""File permissions of an installation: folders 0700, files 0600, whatever the account's umask is.

The data folder holds children's records, link secrets and mail. Nobody else on the machine may read it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

UMASK = 0o077
FOLDER_MODE = 0o700
FILE_MODE = 0o600


def restrict_new_files() -> None:
    """Set the umask of this process, so that everything it creates is readable by its owner alone."""
    os.umask(UMASK)


def create_private_folder(path: Path) -> Path:
    """Create a folder (and its parents) with mode 0700. An existing folder keeps its mode."""
    path.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
    return path


def loose_paths(data: Path) -> list[Path]:
    """Return the folders and files, `data` included, that others than their owner may use. Links are skipped."""
    return [path for path in _paths_below(data) if _is_loose(path)]


def restrict_permissions(data: Path) -> list[Path]:
    """Take other accounts' permissions away below `data`. Return what was changed.

    What belongs to another account cannot be changed and stays in `loose_paths`.
    """
    changed = []
    for path in loose_paths(data):
        try:
            path.chmod(path.stat().st_mode & 0o700)
        except (PermissionError, FileNotFoundError):  # another owner's, or gone meanwhile (a -wal file)
            continue
        changed.append(path)
    return changed


def _paths_below(data: Path) -> Iterator[Path]:
    if not data.is_dir():
        return
    yield data
    for folder, folders, files in os.walk(data):
        for name in sorted(folders + files):
            path = Path(folder, name)
            if not path.is_symlink():
                yield path


def _is_loose(path: Path) -> bool:
    try:
        return bool(path.stat().st_mode & UMASK)
    except FileNotFoundError:
        return False
