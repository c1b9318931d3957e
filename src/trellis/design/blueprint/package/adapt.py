"""A school's own version of a model: its changes, laid over the parts that are the school's to change."""

from collections.abc import Mapping
from copy import deepcopy

from trellis.core.foundation.errors import ActionError

from .base import printable, without_none
from .check import validate_tables
from .explain import entry_name
from .files import RawTables
from .problem import InvalidPackageError, Problem, suggest_nearest
from .schema import PARTS, REQUIRED_PARTS, Package, PackageMetadata


class LockedPartError(ActionError):
    """A change to a part that is locked by the network. `key` is its path."""

    def __init__(self, key: str, name: str) -> None:
        self.key = key
        super().__init__(
            f"“{printable(key, 120)}” is locked by {name}: it is the same in every school. "
            "Ask the network to change it, or change a part that is yours to change."
        )


def adapt_package(package: Package, changes: Mapping[str, object]) -> Package:
    """The package with a school's changes.

    `changes` maps a path to its new value: {"words.terms.advisory": {"one": "crew", "other": "crews"},
    "calendar.week.internship_days": ["tue", "thu"], "measures.plan-current": None}. A table is laid over
    the one that is there; None takes an entry out; a path whose last name is new adds an entry.
    Raises LockedPartError for what is not the school's to change, InvalidPackageError if the result would not hold
    together.
    """
    data: dict[str, object] = package.model_dump(mode="json")
    for path, value in changes.items():
        _apply_change(data, package.name, path.split("."), value)
    _add_translated_languages(data)
    raw: RawTables = {"package": {n: data[n] for n in PackageMetadata.model_fields}}
    for name in PARTS:
        part = data[name]
        if isinstance(part, Mapping):
            raw[name] = without_none(part)
    adapted, problems = validate_tables(raw)
    if adapted is None:
        raise InvalidPackageError(problems)
    return adapted


def change_tables(tables: RawTables, path: str, value: object) -> RawTables:
    """Copies of the tables of a package with one change, whoever may make it: what the network itself changes."""
    copy: dict[str, object] = deepcopy(dict(tables))
    steps = path.split(".")
    if len(steps) > 1 and not _find_value(copy, steps[:-1])[0]:
        raise _path_error(path, "has no parent entry to change", "check the path")
    _set_value(copy, steps, value, path)
    return {name: without_none(part) for name, part in copy.items() if isinstance(part, dict)}


def lock_state_of(package: Package, path: str) -> str:
    """Return who may change what is at this path: "held" (the network) or "local" (the school)."""
    return _lock_state(package.model_dump(mode="json"), path.split("."))


def lock_state_in(tables: RawTables, path: tuple[str, ...]) -> str:
    """As `lock_state_of`, of the tables of a package, whether or not they hold together."""
    return _lock_state(dict(tables), list(path)) if path[0] in tables else "local"


def _apply_change(data: dict[str, object], name: str, steps: list[str], value: object) -> None:
    """One change. A table over a table goes in line by line, so that a held line in it is found."""
    exists, at = _find_value(data, steps)
    if exists and isinstance(at, dict) and isinstance(value, Mapping):
        for key, inner in value.items():
            _apply_change(data, name, [*steps, str(key)], inner)
        return
    if _is_same(at, value) and exists:
        return
    path = ".".join(steps)
    if steps[0] in PARTS and not _find_value(data, steps[:-1])[0]:
        raise _path_error(path, "has no parent entry to change", "check the path")
    if value is None and path in REQUIRED_PARTS:
        raise _path_error(path, "is a part that every school needs", "keep it")
    if steps[-1] in {"hold", "key"} or _lock_state(data, steps) == "held":
        raise LockedPartError(path, name)
    if isinstance(value, Mapping) and "hold" in value:
        raise LockedPartError(f"{path}.hold", name)
    if locked_path := _locked_path_within(at, steps):
        raise LockedPartError(locked_path, name)
    _set_value(data, steps, value, path)


def _add_translated_languages(data: dict[str, object]) -> None:
    """A school that translates the words into a further language speaks it."""
    words, languages = data["words"], data["languages"]
    if isinstance(words, dict) and isinstance(languages, list):
        languages += [tag for tag in words.get("translations") or {} if tag not in languages]


def _set_value(data: dict[str, object], steps: list[str], value: object, path: str) -> None:
    *above, last = steps
    home = _find_value(data, above)[1]
    if not above:
        data[last] = value if value is None else {**_require_table(path, value), "hold": "local"}
        return
    if len(above) == 1:
        home = _own_list(home, above[0], last)
    if not isinstance(home, (dict, list)):
        raise _path_error(path, "is inside a value that has no parts", "change the whole value")
    if isinstance(home, dict):
        home[last] = value
        return
    index = _entry_index(home, last)
    if value is None and index is not None:
        del home[index]
    elif index is not None:
        home[index] = value
    elif value is not None:
        home.append({**_require_table(path, value), "key": last})


def _find_value(data: object, steps: list[str]) -> tuple[bool, object]:
    """Whether something stands at this path, and what."""
    node = data
    for depth, step in enumerate(steps):
        if depth == 1:
            node = _own_list(node, steps[0], step)
        if isinstance(node, dict) and step in node:
            node = node[step]
        elif isinstance(node, list) and (index := _entry_index(node, step)) is not None:
            node = node[index]
        else:
            return False, None
    return node is not None, node


def _own_list(part: object, name: str, step: str) -> object:
    """A list named like its file is said once: "roles.advisor" is an entry of roles in roles.toml."""
    if isinstance(part, dict) and step not in part and isinstance(part.get(name), list):
        return part[name]
    return part


def _entry_index(entries: list[object], name: str) -> int | None:
    return next((n for n, entry in enumerate(entries) if entry_name(entry, n) == name), None)


def _lock_state(data: dict[str, object], steps: list[str]) -> str:
    """The nearest hold on the way down to this path."""
    if steps[0] not in PARTS:
        if steps[0] == "package" or steps[0] in PackageMetadata.model_fields:
            return "held"
        raise _path_error(steps[0], "is not a part of a model", suggest_nearest(steps[0], PARTS))
    hold = "local" if data[steps[0]] is None else "held"
    for depth in range(1, len(steps) + 1):
        exists, node = _find_value(data, steps[:depth])
        if exists and isinstance(node, dict):
            hold = str(node.get("hold") or hold)
    return hold


def _locked_path_within(node: object, steps: list[str]) -> str | None:
    """The path of something held inside what would be replaced or taken out."""
    if isinstance(node, dict):
        if node.get("hold") == "held":
            return ".".join(steps)
        inner = list(node.items())
    elif isinstance(node, list):
        inner = [(entry_name(entry, n), entry) for n, entry in enumerate(node)]
    else:
        return None
    return next(
        (path for name, entry in inner if (path := _locked_path_within(entry, [*steps, name]))),
        None,
    )


def _is_same(at: object, value: object) -> bool:
    return type(at) is type(value) and at == value


def _require_table(path: str, value: object) -> Mapping[str, object]:
    if isinstance(value, Mapping):
        return value
    raise _path_error(path, "is new, but is not a table", "write the entry with its names")


def _path_error(path: str, reason: str, fix: str) -> InvalidPackageError:
    part, _, key = path.partition(".")
    return InvalidPackageError([Problem(f"{part}.toml", key or part, reason, fix)])
