"""What a roster would change, found by comparing it with what came from the same source before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from trellis.core.community.models import RosterSource

from .table_diff import MAX_SAMPLES, TableDiff
from .tie_matching import TieDiff


@dataclass
class RosterChanges:
    """All that a roster would change: tables in the order of writing, ties to end, accounts to close or open."""

    source: RosterSource
    tables: dict[str, TableDiff | TieDiff] = field(default_factory=dict)
    ending: set[str] = field(default_factory=set)  # keys of ties
    live_ties: int = 0
    ending_samples: list[str] = field(default_factory=list)
    beginning_samples: list[str] = field(default_factory=list)
    replaced_people: list[tuple[str, str, str]] = field(default_factory=list)  # id, name before, name now
    staff_family: list[str] = field(default_factory=list)  # names of staff who are also parents
    new_source: bool = False  # the network has rosters of other systems, and this one never came before
    not_here: dict[str, int] = field(default_factory=dict)
    passed_over: dict[str, int] = field(default_factory=dict)
    access: dict[str, bool] = field(default_factory=dict)  # person's key -> may sign in
    by_hand: dict[str, list] = field(default_factory=dict)  # see `claiming.HandEnteredMatches`

    @property
    def many_end(self) -> bool:
        """Whether so many ties would end that somebody should look twice: more than 50 and a fifth of them, or, in a
        small network, more than half."""
        count = len(self.ending)
        return count > max(50, self.live_ties // 5) or count > max(4, self.live_ties // 2)

    @property
    def nothing(self) -> bool:
        tables = self.tables.values()
        return not self.ending and not any(
            m.added.count or m.changed.count or m.rekeyed.count for m in tables
        )

    def summary(self) -> dict[str, Any]:
        """Small JSON: what a preview and the ledger show."""
        return {
            "tables": [
                {
                    "kind": kind,
                    "added": merge.added.count,
                    "changed": merge.changed.count,
                    "same": merge.same,
                    "new_ids": merge.rekeyed.count,
                    "not_here": self.not_here.get(kind, 0),
                    "samples": merge.samples,
                }
                for kind, merge in self.tables.items()
            ],
            "ended": len(self.ending),
            "ended_samples": self.ending_samples,
            "begun_samples": self.beginning_samples,
            "replaced": [list(names) for names in self.replaced_people[:MAX_SAMPLES]],
            "staff_family": self.staff_family[:MAX_SAMPLES],
            "new_source": self.new_source,
            "many_end": self.many_end,
            "passed_over": self.passed_over,
            "by_hand": self.by_hand,
            "nothing": self.nothing,
        }
