"""Where packages are, and getting one."""

import os
from pathlib import Path

from .check import examine
from .problem import BadPackage
from .schema import Package

SHIPPED = Path(__file__).resolve().parent.parent / "packages"


def load(path: str | Path) -> Package:
    """The package in a folder. Raises BadPackage, with every problem, if it has any."""
    package, found = examine(path)
    if package is None:
        raise BadPackage(found)
    return package


def builtin() -> dict[str, Path]:
    """The packages that come with Trellis: folder by slug."""
    return _inside(SHIPPED)


def available() -> dict[str, Path]:
    """The shipped packages and those in the folders that TRELLIS_MODELS names.

    TRELLIS_MODELS is a list of folders like PATH; each holds packages, a folder named by its slug.
    One that has the slug of a shipped package stands in its place.
    """
    folders = os.environ.get("TRELLIS_MODELS", "").split(os.pathsep)
    found = builtin()
    for folder in folders:
        if folder:
            found |= _inside(Path(folder))
    return found


def _inside(home: Path) -> dict[str, Path]:
    if not home.is_dir():
        return {}
    return {path.name: path for path in sorted(home.iterdir()) if (path / "package.toml").is_file()}
