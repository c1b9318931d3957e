"""A package in a zip file, as a browser sends a folder."""

from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from .files import FILE_NAMES, MAX_BYTES, RawTables, read_folder
from .problem import Problem

MAX_ENTRIES = 500


def read_zip(file: BinaryIO) -> tuple[RawTables, list[Problem]]:
    """The tables of the package in a zip file, and what is wrong with its files. Other files in it are passed over."""
    problem = Problem("zip", "(whole file)", "cannot be opened", "send the model's folder as a zip file")
    try:
        with ZipFile(file) as zipped, TemporaryDirectory() as folder:
            entries = [
                entry for entry in zipped.infolist()[:MAX_ENTRIES] if _is_file_of_package(entry.filename)
            ]
            for entry in sorted(entries, key=lambda each: -each.filename.count("/")):
                with zipped.open(entry) as source:
                    (Path(folder) / PurePosixPath(entry.filename).name).write_bytes(
                        source.read(MAX_BYTES + 1)
                    )
            return read_folder(Path(folder)) if entries else ({}, [problem])
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        return {}, [problem]


def _is_file_of_package(name: str) -> bool:
    return PurePosixPath(name).name in FILE_NAMES and "__MACOSX" not in name
