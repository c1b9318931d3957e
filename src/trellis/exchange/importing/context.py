"""What the steps of an import share: the roster, what was read of it so far, and how its ids are looked up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from trellis.core.community.models import Network, RosterSource

from ..oneroster import Problem, Problems, Roster
from .changes import RosterChanges
from .table_diff import TableDiff

Progress = Callable[[str, int], None]
PROGRESS_STEP = 5_000  # rows between two words to the progress bar


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
        self.terms_of_class: Callable[[dict[str, str]], Any]
        """The keys of the terms of a class; set once the terms have been read."""

    def table(self, kind: str) -> TableDiff:
        return self.changes.tables[kind]

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
