"""What the page of a new version shows a school: each part beside its own, and what follows from each choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import School
from trellis.core.community.viewer import Viewer

from .change_wording import WordedChange, WordedConflict, word_changes, word_conflict
from .labels import PART_KEEPS, part_title
from .models import Adoption, ModelPackage, Upgrade
from .package.diff import Change, covering_path
from .package.tree import written_path
from .package.upgrade import PartComparison, UpgradeComparison
from .part_effects import ChangedPart, effects_of
from .selectors import upgrade_comparison
from .services.upgrades import is_undecided


@dataclass(frozen=True)
class UpgradePart:
    """A part of a new version beside the school's, for the page on which the school decides."""

    compared: PartComparison
    title: str
    note: str
    network: tuple[WordedChange, ...]
    school: tuple[WordedChange, ...]
    reasons: tuple[str, ...]
    conflicts: tuple[WordedConflict, ...]
    lost: tuple[WordedConflict, ...]
    choice: str
    undecided: bool
    keeps: str
    effects: Mapping[str, tuple[str, ...]]
    """By choice, what it touches at the school, counted."""

    @property
    def name(self) -> str:
        return self.compared.part

    @property
    def standing(self) -> str:
        return self.compared.standing


class UpgradePage:
    """What a school decides about a new version."""

    def __init__(
        self,
        viewer: Viewer,
        school: School,
        adoption: Adoption,
        package: ModelPackage,
        upgrade: Upgrade | None,
    ) -> None:
        self.viewer = viewer
        self.school, self.adoption, self.package, self.upgrade = school, adoption, package, upgrade
        self.comparison: UpgradeComparison = upgrade_comparison(adoption, package)

    @cached_property
    def parts(self) -> list[UpgradePart]:
        return [self._part(compared) for compared in self.comparison.parts]

    def _part(self, compared: PartComparison) -> UpgradePart:
        tables = {**self.comparison.base, **self.comparison.ours, **self.comparison.theirs}
        chosen = self.upgrade.choices.get(compared.part) if self.upgrade else None
        return UpgradePart(
            compared,
            part_title(compared.part),
            self.package.notes.get(compared.part, ""),
            tuple(word_changes(tables, compared.network)),
            tuple(word_changes(tables, compared.school)),
            tuple(dict.fromkeys(filter(None, (self._reason(change) for change in compared.school)))),
            tuple(word_conflict(tables, conflict) for conflict in compared.conflicts),
            tuple(word_conflict(tables, lost) for lost in compared.lost),
            chosen or compared.suggestion or "",
            is_undecided(compared, self.upgrade),
            str(PART_KEEPS.get(compared.part, "")),
            {choice: self._effects(compared, choice) for choice in ("take", "keep", "blend")},
        )

    def _effects(self, compared: PartComparison, choice: str) -> tuple[str, ...]:
        if compared.standing == "same":
            return ()
        changes = self.comparison.changes_by(compared, choice, self.values)
        part, ours = compared.part, self.comparison.ours
        return effects_of(ChangedPart(self.viewer, self.school, part, ours, changes))

    def _reason(self, change: Change) -> str:
        path = covering_path(written_path(self.comparison.base, change.path), self.adoption.reasons)
        return self.adoption.reasons[path].get("text", "") if path else ""

    def standing(self, *standings: str) -> list[UpgradePart]:
        return [part for part in self.parts if part.standing in standings]

    @property
    def choosable(self) -> list[UpgradePart]:
        """The parts about which the school decides."""
        return self.standing("both", "network", "school")

    @property
    def both(self) -> list[UpgradePart]:
        return self.standing("both")

    @property
    def one_side(self) -> list[UpgradePart]:
        return self.standing("network", "school")

    @property
    def locked(self) -> list[UpgradePart]:
        return self.standing("locked")

    @property
    def same(self) -> list[UpgradePart]:
        return self.standing("same")

    @property
    def scheduled(self) -> bool:
        """Whether the school has set the day from which it works by the version."""
        return bool(self.upgrade and self.upgrade.starts)

    @property
    def first_day(self) -> date:
        """The day that the school has set, or the usual one."""
        return self.upgrade.starts if self.upgrade and self.upgrade.starts else self.usual_start

    @property
    def values(self) -> dict[str, dict[str, str]]:
        """What was decided about the places that both sides changed, by path."""
        return self.upgrade.values if self.upgrade else {}

    @property
    def usual_start(self) -> date:
        """July 1 after today: between two school years."""
        today = school_local_time(self.school, timezone.now()).date()
        return date(today.year + (today >= date(today.year, 7, 1)), 7, 1)

    @cached_property
    def undecided(self) -> list[UpgradePart]:
        return [part for part in self.parts if part.undecided]

    @property
    def counts(self) -> dict[str, int]:
        """How many parts the school takes, keeps and blends."""
        chosen = [part.choice for part in self.choosable]
        return {choice: chosen.count(choice) for choice in ("take", "keep", "blend")}
