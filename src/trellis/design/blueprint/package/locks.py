"""A school's package under a new version of its model: what the version locks is as the network has it."""

from collections.abc import Mapping
from dataclasses import dataclass

from .diff import ORDER, Path
from .merge import Conflict, Resolve, interleave, merge_trees, prefer_ours
from .schema import Package
from .tree import MISSING, Value, is_same, named_entries, without_hold

Tree = Mapping[str, Value]


@dataclass(frozen=True)
class Merge:
    """The merged parts, as TOML would have them, and the places where one side had to give way.

    `conflicts`: both sides changed them; the tree holds what was decided. `locked`: we changed them, and the other side
    has locked the place since, so that its value stands.
    """

    tree: dict[str, Value]
    conflicts: tuple[Conflict, ...]
    locked: tuple[Conflict, ...] = ()


def merge_packages(base: Package, ours: Package, theirs: Package, resolve: Resolve = prefer_ours) -> Merge:
    """Merge a school's package with the network's new version; both come from `base`.

    What `theirs` locks is as it is there. The name and version of the package are not merged.
    """
    return merge_under_locks(base.tree, ours.tree, theirs.tree, resolve)


def merge_under_locks(base: Tree, ours: Tree, theirs: Tree, resolve: Resolve = prefer_ours) -> Merge:
    """As `merge_packages`, of the trees of three packages."""
    tree, conflicts = merge_trees(base, ours, theirs, resolve)
    parts, lost = keep_locked(_table(tree), theirs)
    locked = tuple(
        Conflict(each.path, _value(base, each.path), _value(ours, each.path), each.theirs) for each in lost
    )
    paths = {each.path for each in locked}
    left = tuple(each for each in conflicts if not any(each.path[: len(path)] == path for path in paths))
    return Merge(parts, left, locked)


def keep_locked(ours: Tree, theirs: Tree) -> tuple[dict[str, Value], list[Conflict]]:
    """Our parts, with what `theirs` locks as it is there; and each place where ours had to give way."""
    lost: list[Conflict] = []
    parts = {
        name: _with_locks(ours.get(name, MISSING), theirs.get(name, MISSING), (name,), "held", lost)
        for name in dict.fromkeys((*theirs, *ours))
    }
    return {name: value for name, value in parts.items() if value is not MISSING}, lost


def _with_locks(merged: Value, theirs: Value, path: Path, above: str, lost: list[Conflict]) -> Value:
    """The merged value, but `theirs` wherever `theirs` locks it; what was given up is added to `lost`."""
    if is_same(merged, theirs):
        return merged
    if theirs is MISSING and len(path) == 1:
        return {**_table(without_hold(merged)), "hold": "local"}
    hold = _hold(theirs, above)
    entries, mine = named_entries(theirs), named_entries(merged)
    if entries is None or mine is None:
        return _locked_or(merged, theirs, path, hold, lost)
    values = {
        name: _with_locks(mine.get(name, MISSING), entries.get(name, MISSING), (*path, name), hold, lost)
        for name in dict.fromkeys((*mine, *entries))
    }
    present = {name: value for name, value in values.items() if value is not MISSING}
    if not isinstance(theirs, list):
        return present
    if hold == "local" and not _holds_lock(theirs):
        return [present[name] for name in interleave(mine, entries, present)]
    if [n for n in mine if n in entries] != [n for n in entries if n in mine]:
        lost.append(Conflict((*path, ORDER), MISSING, list(mine), list(entries)))
    return [present[name] for name in dict.fromkeys((*(n for n in entries if n in present), *present))]


def _locked_or(merged: Value, theirs: Value, path: Path, hold: str, lost: list[Conflict]) -> Value:
    if hold == "local" and not _holds_lock(theirs):
        return without_hold(merged) if theirs is MISSING else merged
    lost.append(Conflict(path, MISSING, merged, theirs))
    return theirs


def _hold(value: Value, above: str) -> str:
    if isinstance(value, dict) and value.get("hold"):
        return str(value["hold"])
    return above


def _holds_lock(value: Value) -> bool:
    """Whether something inside is locked, so that the whole may be neither replaced nor removed."""
    if isinstance(value, dict) and value.get("hold") == "held":
        return True
    return any(_holds_lock(entry) for entry in (named_entries(value) or {}).values())


def _table(value: Value) -> Mapping[str, Value]:
    return value if isinstance(value, Mapping) else {}


def _value(tree: Value, path: Path) -> Value:
    for name in path[:-1] if path[-1] == ORDER else path:
        tree = (named_entries(tree) or {}).get(name, MISSING)
    return list(named_entries(tree) or {}) if path[-1] == ORDER else tree
