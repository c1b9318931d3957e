"""An installation as `trellis open` makes it, whose tables are copied instead of being made: ten seconds less."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import forking

TRELLIS = [sys.executable, "-m", "trellis"]
OPEN = (
    "open",
    "--name",
    "Harbor",
    "--slug",
    "harbor",
    "--package",
    "big-picture",
    "--leader-name",
    "Imani Moss",
)


def environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith(("TRELLIS_", "DJANGO_"))}


def trellis(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess:
    """Run the command in a folder, as a process of its own."""
    return forking.run(folder, words, environment() | more)


def open_installation(folder: Path, migrated_file: Path | None) -> Path:
    """A network called Harbor in `folder`; gives the folder."""
    if migrated_file:
        data = folder / "data"
        data.mkdir(mode=0o700)
        shutil.copyfile(migrated_file, data / "trellis.sqlite3")
        (data / "trellis.sqlite3").chmod(0o600)
    done = trellis(folder, *OPEN)
    assert done.returncode == 0, done.stderr
    return folder
