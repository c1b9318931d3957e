"""A package as a folder of TOML files: what is read from it again is the same."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import tomli_w

from .files import FILE_NAMES


def package_files(tables: Mapping[str, Mapping[str, object]]) -> dict[str, str]:
    """The text of each file, by its name. `tables`: by part; "package" for package.toml."""
    return {
        name: tomli_w.dumps(tables[name.removesuffix(".toml")], multiline_strings=False)
        for name in FILE_NAMES
        if name.removesuffix(".toml") in tables
    }


def write_folder(folder: Path, tables: Mapping[str, Mapping[str, object]]) -> None:
    """Write a package into a new folder."""
    folder.mkdir(parents=True)
    for name, text in package_files(tables).items():
        (folder / name).write_text(text, encoding="utf-8")


def package_zip(slug: str, tables: Mapping[str, Mapping[str, object]]) -> bytes:
    """A package as a zip file that holds its folder."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as zipped:
        for name, text in package_files(tables).items():
            zipped.writestr(f"{slug}/{name}", text)
    return buffer.getvalue()
