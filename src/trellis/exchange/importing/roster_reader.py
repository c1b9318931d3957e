"""Reading a roster against what its source brought before. Writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from django.db.models import Model

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

from ..oneroster import Problems, open_roster
from ..oneroster.cells import split_ids
from . import hand_entered_students, table_rows
from .context import ImportContext, Progress, RosterChanges
from .people_matching import IdentityAnswer, renumber_people
from .renumbering import renumber_courses, renumber_groups, renumber_places
from .table_diff import TableDiff
from .terms import TermReader
from .tie_reader import TieReader


class Table(NamedTuple):
    """One table that a roster fills: its model, its row, and the columns that an empty cell does not erase."""

    model: type[Model]
    row: type[tuple]
    filled: tuple[str, ...]
    new_row_defaults: Mapping[str, object] = {}


TABLES = {
    "districts": Table(District, table_rows.DistrictRow, ("identifier",), {"state": ""}),
    "schools": Table(School, table_rows.SchoolRow, ("identifier", "district_id"), {"city": "", "state": ""}),
    "terms": Table(Term, table_rows.TermRow, ("parent_id",)),
    "courses": Table(Course, table_rows.CourseRow, ("code", "school_id")),
    "groups": Table(Group, table_rows.GroupRow, ("code", "location", "course_id", "terms")),
    # but for the family name: the column is always there, and a row without one is of somebody with one name
    "people": Table(
        Person,
        table_rows.PersonRow,
        tuple(name for name in table_rows.PersonRow._fields if name != "family_name"),
        {"language": ""},
    ),
    "backgrounds": Table(Demographics, table_rows.DemographicsRow, table_rows.DemographicsRow._fields),
}


def read_roster(
    path: Path,
    network: Network,
    source: RosterSource,
    now: datetime,
    progress: Progress,
    problems: Problems,
    answer: IdentityAnswer | None = None,
) -> RosterChanges:
    """What the roster at `path` would change. `problems` gets what points to nothing; look before writing.

    answer: who rows are whose id named somebody else before, where the roster itself does not tell.
    """
    with open_roster(path) as roster:
        context = ImportContext(roster, network, source, now, progress, problems)
        return RosterReader(context, answer).run()


class RosterReader:
    """Reads a roster file by file, each against what its table holds."""

    def __init__(self, context: ImportContext, answer: IdentityAnswer | None = None) -> None:
        self.context, self.answer = context, answer
        self.changes = context.changes

    def run(self) -> RosterChanges:
        for kind, table in TABLES.items():
            self.context.tables[kind] = self.changes.tables[kind] = self._compare(kind, table)
        renumber_places(self.context, "districts")
        renumber_places(self.context, "schools")
        self._orgs()
        terms = TermReader(self.context)
        terms.run()
        self.context.terms_of_class = terms.of_class
        renumber_courses(self.context)
        self._courses()
        renumber_groups(self.context)
        self._classes()
        self._roles()
        renumber_people(self.context, self.answer)
        met = hand_entered_students.match_hand_entered_students(self.context)
        self.context.table("people").claims = met.claims
        self._users()
        self._backgrounds()
        for kind, file in (("people", "users"), ("groups", "classes"), ("schools", "orgs")):
            if self.context.roster.modes[file] == "bulk":
                self.changes.not_here[kind] = len(self.context.table(kind).left())
        for kind in TABLES:
            self.context.table(kind).forget(find_later=kind != "backgrounds")
        TieReader(self.context).run()
        self.changes.staff_family = sorted(self.context.staff_family.values())
        self.changes.by_hand = met.summary() | {
            "home_languages": hand_entered_students.home_language_changes(self.context.table("people"))
        }
        self.changes.passed_over = dict(self.context.passed_over)
        return self.changes

    def _compare(self, kind: str, table: Table) -> TableDiff:
        fixed = dict(table.new_row_defaults)
        if kind == "schools":
            fixed["time_zone"] = self.context.network.time_zone
        if any(f.attname == "network_id" for f in table.model._meta.local_concrete_fields):
            fixed["network_id"] = self.context.network.pk
        apart = "home_languages" if kind == "people" else ""
        return TableDiff(table.model, self.context.source, table.row, fixed, table.filled, apart=apart)

    def _orgs(self) -> None:
        orgs = self.context.orgs = {r["sourcedId"]: r for _, r in self.context.rows("orgs")}
        for org_id, record in orgs.items():
            if record.get("status") == "tobedeleted":
                self._goes("school", self.context.table("schools").find(org_id))
                self.context.deleted["orgs"].add(org_id)
            elif record["type"] == "district":
                name = record["name"]
                row = table_rows.DistrictRow(name, record.get("identifier", ""))
                self.context.table("districts").put(org_id, row, name=name)
        for org_id, record in orgs.items():
            if record.get("status") != "tobedeleted" and record["type"] == "school":
                row = table_rows.SchoolRow(
                    record["name"], record.get("identifier", ""), self.context.above(org_id, "districts")
                )
                self.context.table("schools").put(org_id, row, name=record["name"])

    def _courses(self) -> None:
        for _, r in self.context.rows("courses"):
            if r.get("status") != "tobedeleted":
                school = self.context.table("schools").find(r.get("orgSourcedId", ""))
                row = table_rows.CourseRow(r["title"], r.get("courseCode", ""), school)
                self.context.table("courses").put(r["sourcedId"], row)

    def _classes(self) -> None:
        find_course = self.context.table("courses").find
        for line, r in self.context.rows("classes"):
            if r.get("status") == "tobedeleted":
                self._goes("group", self.context.table("groups").find(r["sourcedId"]))
                self.context.deleted["classes"].add(r["sourcedId"])
                continue
            school = self.context.school_of(r["schoolSourcedId"])
            if r["schoolSourcedId"] in self.context.deleted["orgs"]:
                self.context.deleted["classes"].add(r["sourcedId"])
                self.context.passed_over["classes for records that this roster deletes"] += 1
                continue
            if school is None:
                self.context.nowhere(
                    "classes", line, "schoolSourcedId", r["schoolSourcedId"], "is not a school"
                )
                continue
            row = table_rows.GroupRow(
                title=r["title"],
                kind=table_rows.GROUP_KINDS.get(r["classType"], Group.Kind.CLASS).value,
                school_id=school,
                code=r.get("classCode", ""),
                location=r.get("location", ""),
                course_id=find_course(r.get("courseSourcedId", "")),
                terms=self.context.terms_of_class(r),
            )
            self.context.table("groups").put(r["sourcedId"], row, name=r["title"])

    def _roles(self) -> None:
        """Who is a student and who a guardian, before the people come."""
        if self.context.roster.version == "1.2":
            pairs = (
                (r.get("userSourcedId", ""), r.get("role", ""))
                for _, r in self.context.roster.records("roles")
            )
        else:
            pairs = ((r["sourcedId"], r.get("role", "")) for _, r in self.context.roster.records("users"))
        for user, role in pairs:
            if role == "student":
                self.context.students.add(user)
            elif role in table_rows.GUARDIAN_ROLES:
                self.context.guardians.add(user)
        if self.context.roster.version == "1.1":
            self.context.staff = {
                r["sourcedId"]: f"{r.get('givenName', '')} {r.get('familyName', '')}".strip()
                for _, r in self.context.roster.records("users")
                if r.get("role") in table_rows.STAFF_ROLES
            }
        if "delta" in self.context.roster.modes.values():
            self._roles_before()

    def _roles_before(self) -> None:
        ties = Tie.objects.system().filter(
            roster_source=self.context.source.pk, role__in=[Role.STUDENT, Role.GUARDIAN], deleted_at=None
        )
        of = {"student-of": self.context.students, "guardian-of": self.context.guardians}
        for role, user in ties.values_list("role", "person__roster_id").distinct():
            of[role].add(user)

    def _users(self) -> None:
        people = self.context.table("people")
        for line, r in self.context.rows("users"):
            user_id = r["sourcedId"]
            if r.get("status") == "tobedeleted":
                self._goes("person", people.find(user_id))
                self.context.deleted["users"].add(user_id)
                continue
            enabled = table_rows.is_enabled(r)
            row = table_rows.person_row(r)
            before = people.changed.count
            key = people.put(user_id, row, (*row, enabled), row.display_name)
            if people.changed.count != before:
                self.changes.access[key] = enabled
            if not enabled:
                self.context.disabled.add(user_id)
            agents = split_ids(r.get("agentSourcedIds", ""))
            if agents or self.context.roster.modes["users"] == "delta":
                self.context.agents.append((line, user_id, agents))

    def _backgrounds(self) -> None:
        find = self.context.table("people").find
        for line, r in self.context.rows("demographics"):
            user_id = r["sourcedId"]
            if r.get("status") == "tobedeleted" or user_id not in self.context.students:
                self.context.passed_over["demographics of people who are not students"] += (
                    user_id not in self.context.students
                )
                continue
            key = find(user_id)
            if key is None:
                self.context.nowhere("demographics", line, "sourcedId", user_id)
                continue
            self.context.table("backgrounds").put(user_id, table_rows.demographics_row(r, key))

    def _goes(self, kind: str, key: str | None) -> None:
        if key:
            self.context.gone[kind].add(key)
