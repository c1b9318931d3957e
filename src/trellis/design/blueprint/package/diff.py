"""What is different between two packages: each place, with what stands there in the one and in the other."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from .schema import Package
from .tree import MISSING, Value, is_same, named_entries, without_hold, written_path

Path = tuple[str, ...]
ORDER = "*"
"""The last name of a path whose entries stand in another order; its values are the names in their order."""


@dataclass(frozen=True)
class Change:
    """One place that differs. `before` or `after` is MISSING where an entry is new or has been removed."""

    path: Path
    before: Value
    after: Value

    @property
    def part(self) -> str:
        return self.path[0]

    @cached_property
    def kind(self) -> str:
        """ "added", "removed", "reordered" or "changed"."""
        if self.path[-1] == ORDER:
            return "reordered"
        if self.before is MISSING:
            return "added"
        return "removed" if self.after is MISSING else "changed"


def package_diff(before: Package, after: Package) -> list[Change]:
    """What differs in the parts of two packages, in the order of the parts. Their name and version are not compared."""
    return list(tree_diff(before.tree, after.tree))


def tree_diff(before: Value, after: Value, path: Path = ()) -> Iterator[Change]:
    """What differs in two trees, from the outside in: an entry that is new or gone is one change, with all it holds."""
    if is_same(before, after):
        return
    old, new = named_entries(before), named_entries(after)
    if old is None or new is None or isinstance(before, list) != isinstance(after, list):
        yield Change(path, before, after)
        return
    for name in [*old, *(name for name in new if name not in old)]:
        yield from tree_diff(old.get(name, MISSING), new.get(name, MISSING), (*path, name))
    if isinstance(before, list):
        old_order, new_order = ([n for n in names if n in old and n in new] for names in (old, new))
        if old_order != new_order:
            yield Change((*path, ORDER), list(old), list(new))


def adaptation_between(package: Package, adapted: Package) -> dict[str, Value]:
    """The changes that make `adapted` of `package`: `adapt_package(package, changes)` gives it back.

    A value that a school removed is None. What a list of named entries cannot say entry by entry (another order, an
    entry in the middle) is said by the whole list.
    """
    return tree_adaptation(package.tree, adapted.tree)


def tree_adaptation(before: Mapping[str, Value], after: Mapping[str, Value]) -> dict[str, Value]:
    """As `adaptation_between`, of the trees of two packages."""
    return {
        written_path(before, path): None if value is MISSING else without_hold(value)
        for path, value in _adaptation(before, after, ())
    }


def _adaptation(before: Value, after: Value, path: Path) -> Iterator[tuple[Path, Value]]:
    if is_same(before, after):
        return
    old, new = named_entries(before), named_entries(after)
    if old is None or new is None:
        yield path, after
        return
    if isinstance(before, list):
        by_key = all(isinstance(entry, Mapping) and "key" in entry for entry in (*before, *_list(after)))
        common = [name for name in old if name in new]
        if not by_key or list(new)[: len(common)] != common:
            yield path, after
            return
    for name in [*old, *(name for name in new if name not in old)]:
        yield from _adaptation(old.get(name, MISSING), new.get(name, MISSING), (*path, name))


def _list(value: Value) -> list[Value]:
    return value if isinstance(value, list) else []


def covering_path(path: str, paths: Iterable[str]) -> str | None:
    """Of some paths the one that is this path, or the nearest above it, or the first below it; None without any."""
    places = list(paths)
    steps = path.split(".")
    above = (".".join(steps[:depth]) for depth in range(len(steps), 0, -1))
    return next((place for place in above if place in places), None) or next(
        (place for place in places if place.startswith(f"{path}.")), None
    )
