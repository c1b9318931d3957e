"""Changes of the tables of a package, one table or entry at a time. Each gives new tables and leaves the old ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from trellis.core.foundation.text_folding import fold_text

from .explain import entry_name
from .files import RawTables
from .tree import named_entries, value_at

Path = tuple[str, ...]


def replace_table(tables: RawTables, path: Path, table: Mapping[str, object]) -> RawTables:
    """The tables with another table at `path`. Its parents are there already."""
    copy = deepcopy(tables)
    if len(path) == 1:
        copy[path[0]] = dict(table)
        return copy
    home = _container(copy, path[:-1])
    if isinstance(home, list):
        home[_index(home, path[-1])] = dict(table)
    else:
        home[path[-1]] = dict(table)
    return copy


def add_entry(tables: RawTables, path: Path, name: str, entry: Mapping[str, object]) -> RawTables:
    """The tables with one more entry at the end of the list, or under `name` in the table, at `path`."""
    copy = deepcopy(tables)
    above = _container(copy, path[:-1])
    if isinstance(above, dict) and path[-1] not in above:
        above[path[-1]] = []
    home = _container(copy, path)
    if isinstance(home, list):
        home.append(dict(entry))
    else:
        home[name] = dict(entry)
    return copy


def remove_entry(tables: RawTables, path: Path) -> RawTables:
    """The tables without the entry at `path`."""
    copy = deepcopy(tables)
    if len(path) == 1:
        copy.pop(path[0], None)
        return copy
    home = _container(copy, path[:-1])
    del home[_index(home, path[-1]) if isinstance(home, list) else path[-1]]
    return copy


def move_entry(tables: RawTables, path: Path, by: int) -> RawTables:
    """The tables with the entry at `path` further down its list (`by` > 0) or up."""
    copy = deepcopy(tables)
    home = _container(copy, path[:-1])
    if isinstance(home, list):
        at = _index(home, path[-1])
        home.insert(max(0, at + by), home.pop(at))
    return copy


def free_key(tables: RawTables, path: Path, title: str) -> str:
    """A key for a new entry of the list at `path`, made of its title; none of its entries has it."""
    taken = named_entries(value_at(tables, path)) or {}
    words = re.sub(r"[^a-z0-9]+", "-", fold_text(title).lower()).strip("-")[:60].strip("-")
    base = words if re.match(r"[a-z]", words) else f"entry-{words}".strip("-")
    return next(key for key in (base, *(f"{base}-{n}" for n in range(2, 400))) if key not in taken)


def _container(tables: Any, path: Path) -> Any:  # Any: a table or a list of a file
    node = tables
    for name in path:
        node = node[_index(node, name)] if isinstance(node, list) else node[name]
    return node


def _index(entries: list, name: str) -> int:
    return next(at for at, entry in enumerate(entries) if entry_name(entry, at) == name or entry == name)
