"""Where packages are, and getting one."""

import os
from pathlib import Path

from .check import check_package
from .files import is_package
from .problem import InvalidPackageError, Problem
from .schema import Package

SHIPPED_FOLDER = Path(__file__).resolve().parent.parent / "packages"


def read_package(path: str | Path) -> Package:
    """The package in a folder. Raises InvalidPackageError, with every problem, if it has any."""
    package, problems = check_package(path)
    if package is None:
        raise InvalidPackageError(problems)
    return package


def builtin_packages() -> dict[str, Path]:
    """The packages that come with Trellis: folder by slug."""
    return _packages_in(SHIPPED_FOLDER)


def available_packages() -> dict[str, Path]:
    """The shipped packages and those in the folders that TRELLIS_MODELS names.

    TRELLIS_MODELS is a list of folders like PATH; each holds packages, a folder named by its slug.
    One that has the slug of a shipped package stands in its place.
    """
    folders = os.environ.get("TRELLIS_MODELS", "").split(os.pathsep)
    packages = builtin_packages()
    for folder in folders:
        if folder:
            packages |= _packages_in(Path(folder))
    return packages


def path_problems() -> list[Problem]:
    """What is wrong with the folders that TRELLIS_MODELS names: missing, or one level off."""
    folders = os.environ.get("TRELLIS_MODELS", "").split(os.pathsep)
    problems = (_path_problem(Path(folder)) for folder in folders if folder)
    return [problem for problem in problems if problem]


def _path_problem(folder: Path) -> Problem | None:
    def problem(reason: str, fix: str) -> Problem:
        return Problem("TRELLIS_MODELS", str(folder), reason, fix)

    try:
        if not folder.exists():
            return problem("does not exist", "correct the path, or create the folder")
        if not folder.is_dir():
            return problem("is a file", "give the folder that has your models' folders")
        if is_package(folder):
            return problem("is a model itself", f"give the folder above it: {folder.resolve().parent}")
        if _packages_in(folder):
            return None
        for inner in sorted(folder.iterdir()):
            if inner.is_dir() and _packages_in(inner):
                return problem("has no model", f"give the folder inside it: {inner}")
        return problem("has no model", "put each model here in its own folder, with a package.toml")
    except OSError as error:
        return problem(f"cannot be read ({(error.strerror or 'unknown').lower()})", "check its permissions")


def _packages_in(home: Path) -> dict[str, Path]:
    if not home.is_dir():
        return {}
    return {path.name: path for path in sorted(home.iterdir()) if is_package(path)}
