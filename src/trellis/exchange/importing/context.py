"""What the steps of an import share: the roster, what was read of it so far, and what it would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from trellis.core.community.models import Network, RosterSource

from ..oneroster import Problem, Problems, Roster
from .table_diff import MAX_SAMPLES, TableDiff
from .tie_matching import TieDiff

Progress = Callable[[str, int], None]
PROGRESS_STEP = 5_000  # rows between two words to the progress bar


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
    by_hand: dict[str, list] = field(default_factory=dict)  # see `hand_entered_students.HandEnteredMatches`

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

    def summary(self) -> dict[str, object]:
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


class ImportContext:
    """One roster that is being imported."""

    def __init__(
        self,
        roster: Roster,
        network: Network,
        source: RosterSource,
        now: datetime,
        progress: Progress,
        problems: Problems,
    ) -> None:
        self.roster, self.network, self.source, self.now = roster, network, source, now
        self.progress, self.problems = progress, problems
        self.changes = RosterChanges(source)
        self.tables: dict[str, TableDiff] = {}
        self.passed_over: Counter[str] = Counter()
        self.students: set[str] = set()
        self.guardians: set[str] = set()
        self.staff: dict[str, str] = {}  # 1.1 only, where everybody has one role: id -> name
        self.staff_family: dict[str, str] = {}
        self.disabled: set[str] = set()
        self.agents: list[tuple[int, str, list[str]]] = []
        self.gone: dict[str, set[str]] = {"person": set(), "group": set(), "school": set()}  # keys
        self.deleted: dict[str, set[str]] = {"orgs": set(), "classes": set(), "users": set()}
        """Ids that this roster takes away, and classes of such schools: what names them is passed over."""
        self.orgs: dict[str, dict[str, str]] = {}
        self.terms_of_class: Callable[[dict[str, str]], list[str]]
        """The keys of the terms of a class; set once the terms have been read."""

    def table(self, kind: str) -> TableDiff:
        return self.tables[kind]

    def rows(self, name: str) -> Iterator[tuple[int, dict[str, str]]]:
        """The records of a file, with word to the progress bar now and then."""
        count = 0
        for count, (line, record) in enumerate(self.roster.records(name), 1):
            if count % PROGRESS_STEP == 0:
                self.progress(name, PROGRESS_STEP)
            yield line, record
        self.progress(name, count % PROGRESS_STEP)

    def nowhere(
        self, name: str, line: int, column: str, target_id: str, what: str = "is not in Trellis"
    ) -> None:
        """A reference that neither this roster nor an earlier one explains; of a row that is to go, only counted."""
        if target_id in self.deleted.get("classes" if column == "classSourcedId" else "users", ()):
            self.passed_over[f"{name} for records that this roster deletes"] += 1
            return
        sentence = f"“{target_id[:80]}” {what}"
        label = self.roster.label(name)
        self.problems.add("nowhere", Problem(label, line, column, sentence, "import a complete roster once"))

    def above(self, org: str, kind: str) -> str | None:
        """The key of the nearest org of a kind, from `org` upward. A circle of parents ends the walk."""
        met: set[str] = set()
        while org and org not in met:
            if key := self.table(kind).find(org):
                return key
            met.add(org)
            org = self.orgs.get(org, {}).get("parentSourcedId", "")
        return None

    def school_id(self, org: str) -> str:
        """The roster's id of the school that an org is, or is a department of; "" where there is none."""
        met: set[str] = set()
        while org and org not in met and not self.table("schools").find(org):
            met.add(org)
            org = self.orgs.get(org, {}).get("parentSourcedId", "")
        return org if org not in met else ""

    def school_of(self, org: str) -> str | None:
        """The key of the school that an org is, or is a department of."""
        return self.above(org, "schools")
