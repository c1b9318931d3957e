"""Reading a package's folder: nothing outside it, nothing too large, nothing that stops the reader."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from .base import printable
from .problem import Problem, suggest_nearest
from .schema import PARTS, REQUIRED_PARTS

MAX_BYTES = 1024 * 1024
MAX_UNKNOWN_FILES = 10
WHOLE_FILE = "(whole file)"
WHOLE_FOLDER = "(folder)"
FILE_NAMES = ("package.toml", *(f"{part}.toml" for part in PARTS))
REQUIRED_FILES = ("package.toml", *(f"{part}.toml" for part in PARTS if part in REQUIRED_PARTS))
OTHER_ALLOWED_FILES = frozenset({"locale", "README.md", "LICENSE", "LICENCE", "LICENSE.txt", "LICENCE.txt"})
TOML_ERROR = re.compile(r"^(?P<reason>.*) \(at (?P<where>line \d+, column \d+|end of document)\)$", re.S)

RawTables = dict[str, dict[str, object]]


def read_folder(folder: Path) -> tuple[RawTables, list[Problem]]:
    """TOML tables by part ("package" for package.toml), and what was wrong with the folder and its files."""
    try:
        inside = sorted(p.name for p in folder.iterdir() if not p.name.startswith("."))
    except NotADirectoryError:
        return {}, [_folder_problem(folder, "is a file", "give the folder that has the package's files")]
    except FileNotFoundError:
        return {}, [_folder_problem(folder, "does not exist", "check the path")]
    except (OSError, ValueError, RuntimeError) as error:
        return {}, [
            _folder_problem(
                folder, f"cannot be opened ({_error_reason(error)})", "check its path and permissions"
            )
        ]
    if not inside:
        return {}, [_folder_problem(folder, "is empty", f"start with {', '.join(REQUIRED_FILES)}")]
    if "package.toml" not in inside and (models := [name for name in inside if is_package(folder / name)]):
        fix = f"give one of them: {', '.join(str(folder / name) for name in models[:5])}"
        return {}, [_folder_problem(folder, "has models in it, but is not a model itself", fix)]
    problems = [*_unknown_file_problems(inside), *_missing_file_problems(inside)]
    raw: RawTables = {}
    for name in FILE_NAMES:
        if name in inside:
            table = _read_table(folder, name)
            if isinstance(table, Problem):
                problems.append(table)
            else:
                raw[name.removesuffix(".toml")] = table
    return raw, problems


def is_package(folder: Path) -> bool:
    """Whether a folder looks like a package: it has a package.toml."""
    return (folder / "package.toml").is_file()


def _folder_problem(folder: Path, reason: str, fix: str) -> Problem:
    return Problem(folder.name or str(folder), WHOLE_FOLDER, reason, fix)


def _error_reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or "not a valid path on this machine").lower()


def _unknown_file_problems(inside: list[str]) -> Iterator[Problem]:
    strangers = [name for name in inside if name not in FILE_NAMES and name not in OTHER_ALLOWED_FILES]
    for name in strangers[:MAX_UNKNOWN_FILES]:
        yield Problem(
            name,
            WHOLE_FILE,
            "is not a file of a package",
            f"{suggest_nearest(name, FILE_NAMES)} Or remove it",
        )
    if (more := len(strangers) - MAX_UNKNOWN_FILES) > 0:
        yield Problem(
            "…", WHOLE_FOLDER, f"has {more} more files that do not belong to a package", "remove them"
        )


def _missing_file_problems(inside: list[str]) -> Iterator[Problem]:
    for name in REQUIRED_FILES:
        if name not in inside:
            yield Problem(
                name, WHOLE_FILE, "is missing", "every package needs one; see docs/model-packages.md"
            )


def _read_table(folder: Path, name: str) -> dict[str, object] | Problem:
    """One file as TOML, or the reason it cannot be."""
    try:
        content = _read_bytes(folder, name)
        return content if isinstance(content, Problem) else tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return Problem(name, f"line {line}", "is not UTF-8 text", "save the file again as UTF-8")
    except tomllib.TOMLDecodeError as error:
        match = TOML_ERROR.match(str(error))
        where, what = (match["where"], match["reason"]) if match else (WHOLE_FILE, str(error))
        return Problem(
            name, where, f"is not TOML: {printable(what, 100).lower()}", "fix this line or the one above it"
        )
    except (ValueError, RecursionError):
        return Problem(
            name,
            WHOLE_FILE,
            "has a number that is too large, or too many nested levels",
            "write plain tables and lists",
        )
    except (OSError, RuntimeError) as error:
        return Problem(name, WHOLE_FILE, f"cannot be read ({_error_reason(error)})", "check its permissions")


def _read_bytes(folder: Path, name: str) -> bytes | Problem:
    home = folder.resolve()
    path = (home / name).resolve()
    if home not in path.parents:
        return Problem(name, WHOLE_FILE, "is a link to a file outside the folder", "put the file itself here")
    if not path.is_file():  # a pipe or a device would keep the reader waiting for ever
        return Problem(name, WHOLE_FILE, "is not a plain file", "put a TOML file here, or remove it")
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        return Problem(name, WHOLE_FILE, "is larger than 1 MB", "shorten it to a few pages")
    return content
