"""Copies of packages that a test may break."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from trellis.design.blueprint.package import (
    InvalidPackageError,
    builtin_packages,
    package_problems,
    read_package,
)
from trellis.design.blueprint.package.explain import entry_name

RIVER = Path(__file__).parent / "fourth" / "river-schools"

VERSION_LINE = next(
    line
    for line in (builtin_packages()["big-picture"] / "package.toml").read_text().splitlines()
    if line.startswith("version = ")
)
"""How the shipped package says its version, whichever it is."""


def copy(tmp_path: Path, slug: str = "big-picture") -> Path:
    """A shipped package (or the invented one, "river-schools") in a folder of its own."""
    source = RIVER if slug == "river-schools" else builtin_packages()[slug]
    return Path(shutil.copytree(source, tmp_path / slug))


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Replace the first `old` in a file; a test whose text is no longer there must not pass by that."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text, f"{file} no longer says {old!r}"
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def leaves(table: Any, path: str = "") -> dict[str, Any]:
    """Every value that is no table or list, by its path as a school's change would name it."""
    values: dict[str, Any] = {}
    entries = (
        table.items() if isinstance(table, dict) else ((entry_name(e, n), e) for n, e in enumerate(table))
    )
    for name, value in entries:
        part, _, rest = path.partition(".")
        value_path = (
            path
            if path and not rest and name == part and isinstance(value, list)
            else f"{path}.{name}".lstrip(".")
        )
        values |= leaves(value, value_path) if isinstance(value, (dict, list)) else {value_path: value}
    return values


def assert_reported(tmp_path: Path, file: str, old: str, new: str, key: str, reason: str, fix: str) -> None:
    """A copy of Big Picture's package, broken in one place, is refused with file, place, reason, remedy."""
    folder = copy(tmp_path)
    change(folder, file, old, new)
    reported_problems = package_problems(folder)
    matching = [p for p in reported_problems if p.file == file and p.key == key and reason in p.reason]
    assert matching, "\n".join(map(str, reported_problems)) or "nothing was found"
    assert fix in matching[0].fix, matching[0].fix
    with pytest.raises(InvalidPackageError):
        read_package(folder)
