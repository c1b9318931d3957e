"""An installation as `trellis open` makes it."""

import os
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


def open_installation(folder: Path) -> Path:
    """A network called Harbor in `folder`; gives the folder."""
    done = trellis(folder, *OPEN)
    assert done.returncode == 0, done.stderr
    return folder
