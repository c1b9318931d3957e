"""Two versions of a package that both come from a third, as one: what each side changed, and where they disagree."""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field

from .diff import ORDER, Path
from .tree import MISSING, Value, is_same, named_entries


@dataclass(frozen=True)
class Conflict:
    """A place that both sides changed, each in its own way. MISSING: that side has removed the entry."""

    path: Path
    base: Value
    ours: Value
    theirs: Value


Resolve = Callable[[Conflict], Value]
"""Says what stands where both sides changed a place."""


def prefer_ours(conflict: Conflict) -> Value:
    """Our value, until somebody decides."""
    return conflict.ours


@dataclass
class _Merging:
    resolve: Resolve
    conflicts: list[Conflict] = field(default_factory=list)

    def value(self, base: Value, ours: Value, theirs: Value, path: Path) -> Value:
        if is_same(ours, theirs) or is_same(base, theirs):
            return ours
        if is_same(base, ours):
            return theirs
        tables = [named_entries(value) for value in (base, ours, theirs)]
        if (
            tables[1] is not None
            and tables[2] is not None
            and isinstance(ours, list) == isinstance(theirs, list)
        ):
            if isinstance(ours, list):
                return self.named_list(base, ours, theirs, path)
            return self.table(tables[0] or {}, tables[1], tables[2], path)
        return self.decide(Conflict(path, base, ours, theirs))

    def decide(self, conflict: Conflict) -> Value:
        self.conflicts.append(conflict)
        return self.resolve(conflict)

    def table(
        self, base: dict[str, Value], ours: dict[str, Value], theirs: dict[str, Value], path: Path
    ) -> dict[str, Value]:
        names = dict.fromkeys((*theirs, *ours, *base))
        merged = {
            name: self.value(
                base.get(name, MISSING), ours.get(name, MISSING), theirs.get(name, MISSING), (*path, name)
            )
            for name in names
        }
        return {name: value for name, value in merged.items() if value is not MISSING}

    def named_list(self, base: Value, ours: Value, theirs: Value, path: Path) -> list[Value]:
        old, mine, other = (named_entries(value) or {} for value in (base, ours, theirs))
        merged = self.table(old, mine, other, path)
        return [merged[name] for name in self.order(list(old), list(mine), list(other), list(merged), path)]

    def order(
        self, base: list[str], ours: list[str], theirs: list[str], names: list[str], path: Path
    ) -> list[str]:
        """The names in the order of the side that changed it, each new one after the name it followed on its side."""
        shared = [name for name in names if name in base and name in ours and name in theirs]
        mine, other, old = ([n for n in side if n in shared] for side in (ours, theirs, base))
        leading, following = (ours, theirs) if other == old else (theirs, ours)
        if mine not in (old, other) and other != old:
            chosen = self.decide(Conflict((*path, ORDER), base, ours, theirs))
            leading, following = (ours, theirs) if chosen == ours else (theirs, ours)
        return interleave(leading, following, names)


def interleave(leading: Iterable[str], following: Iterable[str], names: Container[str]) -> list[str]:
    """The names in the order of `leading`, each other one after the name that it follows in `following`."""
    ordered = [name for name in leading if name in names]
    previous: list[str] = []
    for name in following:
        if name in names and name not in ordered:
            before = next((n for n in reversed(previous) if n in ordered), None)
            ordered.insert(ordered.index(before) + 1 if before else 0, name)
        previous.append(name)
    return ordered


def merge_trees(
    base: Value, ours: Value, theirs: Value, resolve: Resolve = prefer_ours, path: Path = ()
) -> tuple[Value, tuple[Conflict, ...]]:
    """Merge two trees that come from `base`, and list the places that both changed, each in its own way.

    `path`: where the trees stand in a package.
    """
    merging = _Merging(resolve)
    return merging.value(base, ours, theirs, path), tuple(merging.conflicts)
