"""A package as a tree of tables, so that two of them can be compared name by name.

A table is a TOML table. A list whose entries have a key or a position, and a list of keys, is read as a table too:
its entries are found by name, wherever they stand. Any other value is a leaf.
"""

from collections.abc import Mapping
from typing import Final

from .base import KEY
from .explain import entry_name

Value = object
"""Text, a number, true or false, a list or a table, as TOML has them; or MISSING."""


class _Missing:
    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = _Missing()
"""Stands where one of two packages has nothing. TOML has no null, so this is the only nothing there is."""


def named_entries(value: Value) -> dict[str, Value] | None:
    """What stands in a table or in a list with named entries, by name; None for a leaf."""
    if isinstance(value, Mapping):
        return dict(value)
    if not isinstance(value, list):
        return None
    if all(isinstance(entry, Mapping) and {"key", "position"} & entry.keys() for entry in value):
        names = [entry_name(entry, n) for n, entry in enumerate(value)]
    elif all(isinstance(entry, str) and KEY.fullmatch(entry) for entry in value):
        names = value
    else:
        return None
    return dict(zip(names, value, strict=True)) if len(set(names)) == len(names) else None


def without_hold(value: Value) -> Value:
    """A value that says nothing of who may change it: what a school adds is the school's to change."""
    if isinstance(value, Mapping):
        return {name: without_hold(inner) for name, inner in value.items() if name != "hold"}
    return [without_hold(entry) for entry in value] if isinstance(value, list) else value


def is_same(left: Value, right: Value) -> bool:
    """Whether two values are equal. The schema gives each place one type, so that 1 never meets true."""
    return left is right or left == right


def value_at(tree: Value, path: tuple[str, ...]) -> Value:
    """What stands at a path of names, or MISSING."""
    for name in path:
        entries = named_entries(tree)
        if entries is None or name not in entries:
            return MISSING
        tree = entries[name]
    return tree


def written_path(tree: Mapping[str, Value], path: tuple[str, ...]) -> str:
    """A path as a school's change names it: a list that is named like its part is named once."""
    repeated = len(path) > 2 and path[0] == path[1] and isinstance(value_at(tree, path[:2]), list)
    part = tree.get(path[0])
    if repeated and isinstance(part, Mapping) and path[2] not in part:
        path = path[1:]
    return ".".join(path)
