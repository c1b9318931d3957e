"""A school and a new version of its model: what each side changed, part by part, and what follows from each choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from .check import validate_tables
from .diff import Change, tree_adaptation, tree_diff
from .files import RawTables
from .known_measures import measure_problems
from .locks import keep_locked, merge_under_locks
from .merge import Conflict, merge_trees
from .problem import Problem
from .schema import PARTS, Package, PackageMetadata
from .tree import MISSING, Value, is_same

Choice = Literal["take", "keep", "blend"]
Standing = Literal["same", "network", "school", "both", "locked"]
"""Who changed a part: nobody, one of the two, both; or the network, and the school has no say in it."""


@dataclass(frozen=True)
class PartComparison:
    """One part. `conflicts`: places that both changed; `lost`: the school's changes in places that are locked now."""

    part: str
    network: tuple[Change, ...]
    school: tuple[Change, ...]
    conflicts: tuple[Conflict, ...]
    lost: tuple[Conflict, ...]
    choosable: bool

    @cached_property
    def standing(self) -> Standing:
        if not self.network and not self.school:
            return "same"
        if not self.choosable:
            return "locked"
        if not self.network:
            return "school"
        return "both" if self.school else "network"

    @property
    def suggestion(self) -> Choice | None:
        """What is filled in; None where both changed the same place, since nobody chooses that for a school."""
        suggestions: dict[Standing, Choice | None] = {"network": "take", "school": "keep"}
        if self.standing == "both":
            return None if self.conflicts else "blend"
        return suggestions.get(self.standing)


@dataclass(frozen=True)
class UpgradeResult:
    """What a school would work by: its changes to the new version, and what is wrong with them."""

    changes: dict[str, Value]
    problems: tuple[Problem, ...]


class UpgradeComparison:
    """A school's package beside the version that it came from and a new one."""

    def __init__(self, base: Package, ours: Package, theirs: Package) -> None:
        self.package = theirs
        self.base, self.ours, self.theirs = base.tree, ours.tree, theirs.tree
        self.merge = merge_under_locks(self.base, self.ours, self.theirs)

    @cached_property
    def parts(self) -> list[PartComparison]:
        """Every part that one of the three has, in Trellis' order."""
        return [self._compare(part) for part in PARTS if any(part in tree for tree in self._trees)]

    @property
    def _trees(self) -> tuple[RawTables, RawTables, RawTables]:
        return self.base, self.ours, self.theirs

    def _compare(self, part: str) -> PartComparison:
        base, ours, theirs = (tree.get(part, MISSING) for tree in self._trees)
        network = tuple(tree_diff(base, theirs, (part,)))
        school = tuple(tree_diff(base, ours, (part,)))
        conflicts, lost = (
            tuple(each for each in places if each.path[0] == part)
            for places in (self.merge.conflicts, self.merge.locked)
        )
        choosable = bool(school) or not is_same(_part_kept(base, theirs, part), theirs)
        return PartComparison(part, network, school, conflicts, lost, choosable)

    def result(self, choices: Mapping[str, str], values: Mapping[str, Mapping[str, str]]) -> UpgradeResult:
        """What follows from the choices. `values`: by path, whose value a blend has, or its text."""
        tree: dict[str, Value] = {}
        for compared in self.parts:
            value = self._chosen(compared, choices.get(compared.part) or compared.suggestion, values)
            if value is not MISSING:
                tree[compared.part] = value
        changes = tree_adaptation(self.theirs, tree)
        metadata = self.package.model_dump(mode="json", include=set(PackageMetadata.model_fields))
        tables = {name: part for name, part in tree.items() if isinstance(part, dict)}
        adapted, problems = validate_tables({"package": metadata, **tables})
        if adapted and changes:
            problems = list(measure_problems(adapted.measures))
        return UpgradeResult(changes, tuple(problems))

    def changes_by(
        self, compared: PartComparison, choice: str, values: Mapping[str, Mapping[str, str]]
    ) -> tuple[Change, ...]:
        """What a choice would change of what the school has in a part today."""
        part = compared.part
        chosen = self._chosen(compared, choice, values)
        return tuple(tree_diff(self.ours.get(part, MISSING), chosen, (part,)))

    def _chosen(
        self, compared: PartComparison, choice: str | None, values: Mapping[str, Mapping[str, str]]
    ) -> Value:
        part = compared.part
        base, ours, theirs = (tree.get(part, MISSING) for tree in self._trees)
        if (compared.standing in ("same", "locked") and not compared.school) or choice == "take":
            return theirs
        if choice == "keep":
            return _part_kept(ours, theirs, part)

        def resolve(conflict: Conflict) -> Value:
            decided = values.get(".".join(conflict.path), {})
            if decided.get("side") == "own" and isinstance(conflict.ours, str) and decided.get("text"):
                return decided["text"]
            return conflict.theirs if decided.get("side") == "theirs" else conflict.ours

        merged, _conflicts = merge_trees(base, ours, theirs, resolve, (part,))
        return _part_kept(merged, theirs, part)


def _part_kept(ours: Value, theirs: Value, part: str) -> Value:
    """Our part, with what the new version locks as it is there."""
    trees = [{} if value is MISSING else {part: value} for value in (ours, theirs)]
    return keep_locked(*trees)[0].get(part, MISSING)
