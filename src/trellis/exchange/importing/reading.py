"""Reading a roster against what its source brought before. Writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from trellis.core.community.models import (
    Course,
    Demographics,
    District,
    Group,
    Network,
    Person,
    Role,
    RosterSource,
    School,
    Term,
    Tie,
)

from ..oneroster import Problem, Problems, Roster, open_roster
from ..oneroster.cells import split_ids
from . import claiming, shape
from .changes import Changes, Merge
from .people_matching import Answer, renumber_people
from .renumbering import renumber_courses, renumber_groups, renumber_places
from .terms import TermReading

Progress = Callable[[str, int], None]
STEP = 5_000  # rows between two words to the progress bar

PLACES: dict[str, tuple[type, tuple[str, ...], tuple[str, ...]]] = {
    # kind: the table, what the roster tells of it, and which of that an empty cell does not erase
    "districts": (District, ("name", "identifier"), ("identifier",)),
    "schools": (School, ("name", "identifier", "district_id"), ("identifier", "district_id")),
    "terms": (
        Term,
        ("title", "kind", "starts", "ends", "school_year", "parent_id", "school_id"),
        ("parent_id",),
    ),
    "courses": (Course, ("title", "code", "school_id"), ("code", "school_id")),
    "groups": (
        Group,
        ("title", "kind", "school_id", "code", "location", "course_id", "terms"),
        ("code", "location", "course_id", "terms"),
    ),
    # but for the family name: the column is always there, and a row without one is of somebody with one name
    "people": (Person, shape.PERSON, tuple(name for name in shape.PERSON if name != "family_name")),
    "backgrounds": (Demographics, shape.BACKGROUND, shape.BACKGROUND),
}
NEW_ROW: dict[str, dict[str, Any]] = {
    "districts": {"state": ""},
    "schools": {"city": "", "state": ""},
    "people": {"language": ""},
}


def read_roster(
    path: Path,
    network: Network,
    source: RosterSource,
    now: datetime,
    progress: Progress,
    problems: Problems,
    answer: Answer | None = None,
) -> Changes:
    """What the roster at `path` would change. `problems` gets what points to nothing; look before writing.

    answer: who rows are whose id named somebody else before, where the roster itself does not tell.
    """
    with open_roster(path) as roster:
        return Reading(roster, network, source, now, progress, problems, answer).run()


class Reading:
    """One roster on its way in."""

    def __init__(
        self,
        roster: Roster,
        network: Network,
        source: RosterSource,
        now: datetime,
        progress: Progress,
        problems: Problems,
        answer: Answer | None = None,
    ) -> None:
        self.roster, self.network, self.source, self.now = roster, network, source, now
        self.progress, self.problems, self.answer = progress, problems, answer
        self.changes = Changes(source)
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

    def run(self) -> Changes:
        from .tying import Tying

        for kind, (model, names, filled) in PLACES.items():
            fixed = {**NEW_ROW.get(kind, {})}
            if kind == "schools":
                fixed["time_zone"] = self.network.time_zone
            if any(f.attname == "network_id" for f in model._meta.local_concrete_fields):
                fixed["network_id"] = self.network.pk
            apart = "home_languages" if kind == "people" else ""
            self.changes.tables[kind] = Merge(model, self.source, names, fixed, filled, apart=apart)
        renumber_places(self, "districts")
        renumber_places(self, "schools")
        self._orgs()
        self.terms = TermReading(self)
        self.terms.run()
        renumber_courses(self)
        self._courses()
        renumber_groups(self)
        self._classes()
        self._roles()
        renumber_people(self, self.answer)
        met = claiming.meet(self)
        self.table("people").claims = met.claims
        self._users()
        self._backgrounds()
        for kind, file in (("people", "users"), ("groups", "classes"), ("schools", "orgs")):
            if self.roster.modes[file] == "bulk":
                self.changes.not_here[kind] = len(self.changes.tables[kind].left())
        for kind in PLACES:
            self.table(kind).forget(find_later=kind != "backgrounds")
        Tying(self).run()
        self.changes.staff_family = sorted(self.staff_family.values())
        self.changes.by_hand = met.told() | {"tongues": claiming.new_tongues(self.table("people"))}
        self.changes.passed_over = dict(self.passed_over)
        return self.changes

    def table(self, kind: str) -> Merge:
        return self.changes.tables[kind]

    def rows(self, name: str) -> Iterator[tuple[int, dict[str, str]]]:
        """The records of a file, with word to the progress bar now and then."""
        count = 0
        for count, (line, record) in enumerate(self.roster.records(name), 1):
            if count % STEP == 0:
                self.progress(name, STEP)
            yield line, record
        self.progress(name, count % STEP)

    def nowhere(
        self, name: str, line: int, column: str, wanted: str, what: str = "is not known here"
    ) -> None:
        """A reference that neither this roster nor an earlier one explains; of a row that is to go, only counted."""
        if wanted in self.deleted.get("classes" if column == "classSourcedId" else "users", ()):
            self.passed_over[f"{name} of what this roster takes away"] += 1
            return
        sentence = f"“{wanted[:80]}” {what}"
        label = self.roster.label(name)
        self.problems.add("nowhere", Problem(label, line, column, sentence, "send the whole roster once"))

    def _orgs(self) -> None:
        self.orgs = orgs = {r["sourcedId"]: r for _, r in self.rows("orgs")}
        self.parent = {i: r.get("parentSourcedId", "") for i, r in orgs.items()}
        for own, record in orgs.items():
            if record.get("status") == "tobedeleted":
                self._goes("school", self.table("schools").find(own))
                self.deleted["orgs"].add(own)
            elif record["type"] == "district":
                name = record["name"]
                self.table("districts").put(own, (name, record.get("identifier", "")), name=name)
        for own, record in orgs.items():
            if record.get("status") != "tobedeleted" and record["type"] == "school":
                values = (record["name"], record.get("identifier", ""), self.above(own, "districts"))
                self.table("schools").put(own, values, name=record["name"])

    def above(self, org: str, kind: str) -> str | None:
        """The key of the nearest org of a kind, from `org` upward. A circle of parents ends the walk."""
        met: set[str] = set()
        while org and org not in met:
            if key := self.table(kind).find(org):
                return key
            met.add(org)
            org = self.parent.get(org, "")
        return None

    def school_id(self, org: str) -> str:
        """The roster's id of the school that an org is, or is a department of; "" where there is none."""
        met: set[str] = set()
        while org and org not in met and not self.table("schools").find(org):
            met.add(org)
            org = self.parent.get(org, "")
        return org if org not in met else ""

    def school_of(self, org: str) -> str | None:
        """The key of the school that an org is, or is a department of."""
        return self.above(org, "schools")

    def _courses(self) -> None:
        for _, r in self.rows("courses"):
            if r.get("status") != "tobedeleted":
                school = self.table("schools").find(r.get("orgSourcedId", ""))
                self.table("courses").put(r["sourcedId"], (r["title"], r.get("courseCode", ""), school))

    def _classes(self) -> None:
        find_course = self.table("courses").find
        for line, r in self.rows("classes"):
            if r.get("status") == "tobedeleted":
                self._goes("group", self.table("groups").find(r["sourcedId"]))
                self.deleted["classes"].add(r["sourcedId"])
                continue
            school = self.school_of(r["schoolSourcedId"])
            if r["schoolSourcedId"] in self.deleted["orgs"]:
                self.deleted["classes"].add(r["sourcedId"])
                self.passed_over["classes of what this roster takes away"] += 1
                continue
            if school is None:
                self.nowhere("classes", line, "schoolSourcedId", r["schoolSourcedId"], "is not a school")
                continue
            values = (
                r["title"],
                shape.GROUP_KINDS.get(r["classType"], Group.Kind.CLASS).value,
                school,
                r.get("classCode", ""),
                r.get("location", ""),
                find_course(r.get("courseSourcedId", "")),
                self.terms.of_class(r),
            )
            self.table("groups").put(r["sourcedId"], values, name=r["title"])

    def _roles(self) -> None:
        """Who is a student and who a guardian, before the people come."""
        if self.roster.version == "1.2":
            pairs = ((r.get("userSourcedId", ""), r.get("role", "")) for _, r in self.roster.records("roles"))
        else:
            pairs = ((r["sourcedId"], r.get("role", "")) for _, r in self.roster.records("users"))
        for user, role in pairs:
            if role == "student":
                self.students.add(user)
            elif role in shape.GUARDIANS:
                self.guardians.add(user)
        if self.roster.version == "1.1":
            self.staff = {
                r["sourcedId"]: f"{r.get('givenName', '')} {r.get('familyName', '')}".strip()
                for _, r in self.roster.records("users")
                if r.get("role") in shape.STAFF
            }
        if "delta" in self.roster.modes.values():
            self._roles_before()

    def _roles_before(self) -> None:
        ties = Tie.objects.unscoped("which people of this source are students or family").filter(
            roster_source=self.source.pk, role__in=[Role.STUDENT, Role.GUARDIAN], deleted_at=None
        )
        of = {"student-of": self.students, "guardian-of": self.guardians}
        for role, user in ties.values_list("role", "person__roster_id").distinct():
            of[role].add(user)

    def _users(self) -> None:
        people = self.table("people")
        for line, r in self.rows("users"):
            own = r["sourcedId"]
            if r.get("status") == "tobedeleted":
                self._goes("person", people.find(own))
                self.deleted["users"].add(own)
                continue
            enabled = shape.enabled(r)
            values = shape.person(r)
            before = people.changed.count
            key = people.put(own, values, (*values, enabled), f"{values[3] or values[0]} {values[2]}")
            if people.changed.count != before:
                self.changes.access[key] = enabled
            if not enabled:
                self.disabled.add(own)
            agents = split_ids(r.get("agentSourcedIds", ""))
            if agents or self.roster.modes["users"] == "delta":
                self.agents.append((line, own, agents))

    def _backgrounds(self) -> None:
        find = self.table("people").find
        for line, r in self.rows("demographics"):
            own = r["sourcedId"]
            if r.get("status") == "tobedeleted" or own not in self.students:
                self.passed_over["backgrounds of people who are not students"] += own not in self.students
                continue
            key = find(own)
            if key is None:
                self.nowhere("demographics", line, "sourcedId", own)
                continue
            self.table("backgrounds").put(own, shape.background(r, key))

    def _goes(self, kind: str, key: str | None) -> None:
        if key:
            self.gone[kind].add(key)
