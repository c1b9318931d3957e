"""Reading a package's folder: nothing outside it, nothing too large, nothing that stops the reader."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .base import shown
from .problem import Problem, nearest
from .schema import PARTS, REQUIRED

MOST_BYTES = 1024 * 1024
MOST_STRANGERS = 10
WHOLE = "(whole file)"
FOLDER = "(folder)"
NAMES = ("package.toml", *(f"{part}.toml" for part in PARTS))
NEEDED = ("package.toml", *(f"{part}.toml" for part in PARTS if part in REQUIRED))
BESIDE = frozenset({"locale", "README.md", "LICENSE", "LICENCE", "LICENSE.txt", "LICENCE.txt"})
WHERE = re.compile(r"^(?P<said>.*) \(at (?P<where>line \d+, column \d+|end of document)\)$", re.S)

Raw = dict[str, dict[str, Any]]


def read(folder: Path) -> tuple[Raw, list[Problem]]:
    """TOML tables by part ("package" for package.toml), and what was wrong with the folder and its files."""
    try:
        inside = sorted(p.name for p in folder.iterdir() if not p.name.startswith("."))
    except NotADirectoryError:
        return {}, [_folder(folder, "is a file", "give the folder that has the package's files")]
    except FileNotFoundError:
        return {}, [_folder(folder, "does not exist", "check the path")]
    except (OSError, ValueError, RuntimeError) as error:
        return {}, [_folder(folder, f"cannot be opened ({_why(error)})", "check its path and permissions")]
    if not inside:
        return {}, [_folder(folder, "is empty", f"start with {', '.join(NEEDED)}")]
    if "package.toml" not in inside and (models := [name for name in inside if is_package(folder / name)]):
        fix = f"give one of them: {', '.join(str(folder / name) for name in models[:5])}"
        return {}, [_folder(folder, "has models in it, but is not a model itself", fix)]
    problems = [*_strangers(inside), *_absent(inside)]
    raw: Raw = {}
    for name in NAMES:
        if name in inside:
            table = _table(folder, name)
            if isinstance(table, Problem):
                problems.append(table)
            else:
                raw[name.removesuffix(".toml")] = table
    return raw, problems


def is_package(folder: Path) -> bool:
    """Whether a folder looks like a package: it has a package.toml."""
    return (folder / "package.toml").is_file()


def _folder(folder: Path, reason: str, fix: str) -> Problem:
    return Problem(folder.name or str(folder), FOLDER, reason, fix)


def _why(error: Exception) -> str:
    return (getattr(error, "strerror", None) or "not a valid path on this machine").lower()


def _strangers(inside: list[str]) -> Iterator[Problem]:
    strangers = [name for name in inside if name not in NAMES and name not in BESIDE]
    for name in strangers[:MOST_STRANGERS]:
        yield Problem(name, WHOLE, "is not a file of a package", f"{nearest(name, NAMES)} Or remove it")
    if (more := len(strangers) - MOST_STRANGERS) > 0:
        yield Problem("…", FOLDER, f"has {more} more files that do not belong to a package", "remove them")


def _absent(inside: list[str]) -> Iterator[Problem]:
    for name in NEEDED:
        if name not in inside:
            yield Problem(name, WHOLE, "is missing", "every package needs one; see docs/model-packages.md")


def _table(folder: Path, name: str) -> dict[str, Any] | Problem:
    """One file as TOML, or the reason it cannot be."""
    try:
        content = _bytes(folder, name)
        return content if isinstance(content, Problem) else tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return Problem(name, f"line {line}", "is not UTF-8 text", "save the file again as UTF-8")
    except tomllib.TOMLDecodeError as error:
        match = WHERE.match(str(error))
        where, what = (match["where"], match["said"]) if match else (WHOLE, str(error))
        return Problem(
            name, where, f"is not TOML: {shown(what, 100).lower()}", "fix this line or the one above it"
        )
    except (ValueError, RecursionError):
        return Problem(
            name,
            WHOLE,
            "has a number that is too large, or too many nested levels",
            "write plain tables and lists",
        )
    except (OSError, RuntimeError) as error:
        return Problem(name, WHOLE, f"cannot be read ({_why(error)})", "check its permissions")


def _bytes(folder: Path, name: str) -> bytes | Problem:
    home = folder.resolve()
    path = (home / name).resolve()
    if home not in path.parents:
        return Problem(name, WHOLE, "is a link to a file outside the folder", "put the file itself here")
    if not path.is_file():  # a pipe or a device would keep the reader waiting for ever
        return Problem(name, WHOLE, "is not a plain file", "put a TOML file here, or remove it")
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        return Problem(name, WHOLE, "is larger than 1 MB", "shorten it to a few pages")
    return content
