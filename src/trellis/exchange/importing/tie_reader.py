"""The ties that a roster tells of: roles at places, enrollments, families. And the ties that have gone."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b

from django.db.models import Q

from trellis.core.community.models import LONG_AGO, District, Group, Person, Role, School, Tie
from trellis.core.community.viewer import active_at

from ..oneroster.cells import split_ids
from . import hand_entered_students, table_rows
from .context import ImportContext
from .table_diff import MAX_SAMPLES, TableDiff
from .tie_matching import Target, TieDiff

CLASS_ROLES = {"student": Role.STUDENT, "teacher": Role.TEACHER, "aide": Role.TEACHER}
MAX_ID_LENGTH = 255


class TieReader:
    """The last part of reading a roster: compares each file's ties by itself."""

    def __init__(self, context: ImportContext) -> None:
        self.context, self.roster, self.source = context, context.roster, context.source
        self.changes = context.changes
        self.person = context.table("people").find
        self.by_hand = hand_entered_students.hand_entered_ties(context.table("people").claimed)
        # The first time, a tie without a first day began before anything we know; later on it begins now.
        self.since = LONG_AGO if self.source.last_import_at is None else context.now

    def run(self) -> None:
        """Compare all of it."""
        whole = {name: mode == "bulk" for name, mode in self.roster.modes.items()}
        roles_file = "roles" if self.roster.version == "1.2" else "users"
        self._part("roles", "role:", self._roles, whole[roles_file])
        self._part("families", "family:", self._families, whole["users"])
        self._part("enrollments", "enrollment:", self._enrollments, whole["enrollments"])
        self._gone()
        self._name_the_ending()

    def _part(self, kind: str, prefix: str, read: Callable[[TieDiff], None], whole: bool) -> None:
        merge = TieDiff(self.source, prefix, self.context.now, self.since)
        merge.by_hand = self.by_hand
        self.changes.tables[kind] = merge
        self.changes.live_ties += len(merge.kept)
        read(merge)
        merge.settle(whole)
        self.changes.ending.update(merge.ending)
        if self.source.last_import_at is not None:
            self._name_the_beginning(merge)

    def _roles(self, merge: TieDiff) -> None:
        if self.roster.version == "1.1":
            for line, r in self.context.rows("users"):
                if r.get("status") != "tobedeleted":
                    for org in dict.fromkeys(split_ids(r.get("orgSourcedIds", ""))):
                        row_id = f"{r['sourcedId']}:{r['role']}:{org}"
                        self._role(merge, line, row_id, r["sourcedId"], r["role"], org, "", "")
            return
        for line, r in self.context.rows("roles"):
            row_id = r["sourcedId"]
            if r.get("status") == "tobedeleted":
                merge.let_go(_shorten_id(merge, row_id))
                continue
            days = (r.get("beginDate", ""), r.get("endDate", ""))
            self._role(merge, line, row_id, r["userSourcedId"], r["role"], r["orgSourcedId"], *days)

    def _role(
        self, merge: TieDiff, line: int, row_id: str, user: str, role: str, org: str, begins: str, ends: str
    ) -> None:
        if role in table_rows.GUARDIAN_ROLES:
            return
        at_school, at_district = table_rows.SCHOOL_ROLES.get(role), table_rows.DISTRICT_ROLES.get(role)
        school = self.context.school_of(org) if at_school else None
        district = self.context.table("districts").find(org) if at_district and not school else None
        tie = at_school if school else at_district if district else None
        if tie is None:
            place = "places that are not a school" if at_school or at_district else "this kind"
            self.context.passed_over[f"roles ({role[:30]}) at {place}"] += 1
            return
        person = self._who(line, "users" if self.roster.version == "1.1" else "roles", user)
        if person and not self._closed(user, tie):
            merge.put(
                _shorten_id(merge, row_id), person, tie.value, (None, None, school, district), begins, ends
            )

    def _who(self, line: int, file: str, user: str) -> str | None:
        person = self.person(user)
        if person is None or user in self.context.deleted["users"]:
            person = None
            self.context.nowhere(file, line, "userSourcedId", user)
        return person

    def _closed(self, user: str, tie: Role) -> bool:
        """A grown-up whom the roster calls disabled holds no tie; a student stays one, enabled or not."""
        return user in self.context.disabled and tie != Role.STUDENT

    def _families(self, merge: TieDiff) -> None:
        delta = self.roster.modes["users"] == "delta"
        before = _family_ids_by_student(merge) if delta else {}
        done: set[str] = set()
        for line, user, agents in self.context.agents:
            family_ids: set[str] = set()
            for agent in agents:
                if pair := self._family(agent, user):
                    self._put_family(merge, line, agent, pair, done, family_ids)
            if delta and user in self.context.students:
                for row_id in before.get(self.person(user) or "", set()) - family_ids:
                    merge.let_go(row_id)

    def _family(self, agent: str, user: str) -> tuple[str, str] | None:
        """The ids of the adult and the student of whom one names the other; None where they are no family.

        In version 1.1 everybody has one role: an adult at work in the school is family too where a student is named.
        """
        students = self.context.students
        adult, student = (agent, user) if user in students else (user, agent)
        if student not in students or adult in students:
            return None
        if adult in self.context.guardians:
            return adult, student
        return (adult, student) if adult in self.context.staff else None

    def _put_family(
        self,
        merge: TieDiff,
        line: int,
        agent: str,
        pair: tuple[str, str],
        done: set[str],
        family_ids: set[str],
    ) -> None:
        guardian, student = self.person(pair[0]), self.person(pair[1])
        if guardian is None or student is None:
            self.context.nowhere("users", line, "agentSourcedIds", agent)
            return
        if self._closed(pair[0], Role.GUARDIAN):
            return
        row_id = _shorten_id(merge, f"{pair[0]}:{pair[1]}")
        family_ids.add(row_id)
        if row_id not in done:
            done.add(row_id)
            merge.put(row_id, guardian, Role.GUARDIAN.value, (student, None, None, None))
            if pair[0] in self.context.staff and pair[0] not in self.context.guardians:
                self.context.staff_family[pair[0]] = self.context.staff[pair[0]]

    def _enrollments(self, merge: TieDiff) -> None:
        groups = self.context.table("groups")
        advisories = _advisory_keys(groups)
        for line, r in self.context.rows("enrollments"):
            row_id = _shorten_id(merge, r["sourcedId"])
            if r.get("status") == "tobedeleted":
                merge.let_go(row_id)
                continue
            tie = CLASS_ROLES.get(r["role"])
            if tie is None:
                self.context.passed_over[f"enrollments as {r['role'][:30]}"] += 1
                continue
            group = groups.find(r["classSourcedId"])
            if group is None or r["classSourcedId"] in self.context.deleted["classes"]:
                self.context.nowhere("enrollments", line, "classSourcedId", r["classSourcedId"])
                continue
            person = self._who(line, "enrollments", r["userSourcedId"])
            if person is None or self._closed(r["userSourcedId"], tie):
                continue
            if tie == Role.TEACHER and group in advisories:
                tie = Role.ADVISOR
            to = (None, group, None, None)
            merge.put(row_id, person, tie.value, to, r.get("beginDate", ""), r.get("endDate", ""))

    def _gone(self) -> None:
        """Ties of people, groups and schools that a delta takes away."""
        gone, where = self.context.gone, Q()
        for kind, columns in (
            ("person", ("person_id", "to_person_id")),
            ("group", ("to_group_id",)),
            ("school", ("to_school_id",)),
        ):
            for column in columns:
                if gone[kind]:
                    where |= Q(**{f"{column}__in": gone[kind]})
        if where:
            ties = Tie.objects.system().filter(where, roster_source=self.source.pk, roster_id__gt="")
            self.changes.ending.update(pk.hex for pk in ties.values_list("pk", flat=True))

    def _name_the_beginning(self, merge: TieDiff) -> None:
        """A few of the ties that begin, in words for the preview. Who comes new is named among the people."""
        for person, role, to in merge.begun:
            if len(self.changes.beginning_samples) >= MAX_SAMPLES:
                return
            who = Person.objects.system().filter(pk=person).first()
            where = _target_name(to)
            if who and where:
                self.changes.beginning_samples.append(f"{who.name}, {Role(role).label}, {where}")

    def _name_the_ending(self) -> None:
        """A few of the ties that end, in words for the preview."""
        ties = (
            Tie.objects.system()
            .filter(active_at(self.context.now), pk__in=sorted(self.changes.ending)[:MAX_SAMPLES])
            .select_related("person", "to_group", "to_school", "to_person")
        )
        for tie in ties:
            to = tie.to_group or tie.to_school or tie.to_person
            to = to.name if isinstance(to, Person) else to
            self.changes.ending_samples.append(f"{tie.person.name}, {tie.get_role_display()}, {to or ''}")


def _target_name(to: Target) -> str:
    """What a tie is to, in words; "" for what comes new with this roster."""
    for model, key in zip((Person, Group, School, District), to, strict=True):
        if key:
            target = model.objects.system().filter(pk=key).first()
            return (target.name if isinstance(target, Person) else str(target)) if target else ""
    return ""


def _shorten_id(merge: TieDiff, row_id: str) -> str:
    """An id that fits its column together with the prefix, however long its parts are."""
    if len(merge.prefix) + len(row_id) <= MAX_ID_LENGTH:
        return row_id
    return blake2b(row_id.encode(), digest_size=16).hexdigest()


def _family_ids_by_student(merge: TieDiff) -> dict[str, set[str]]:
    """The ids of family ties by the student's key."""
    ties = Tie.objects.system().filter(roster_source=merge.source.pk, roster_id__startswith=merge.prefix)
    ids_by_student: dict[str, set[str]] = {}
    for roster_id, student in ties.values_list("roster_id", "to_person_id"):
        ids_by_student.setdefault(student.hex, set()).add(roster_id.removeprefix(merge.prefix))
    return ids_by_student


def _advisory_keys(groups: TableDiff) -> set[str]:
    """The keys of the groups that are advisories, told now or before."""
    before = Group.objects.system().filter(roster_source=groups.source.pk, kind=Group.Kind.ADVISORY)
    advisories = {pk.hex for pk in before.values_list("pk", flat=True)}
    kind = groups.names.index("kind")
    group_kinds = [(row[0], row[3 + kind]) for row in groups.added.rows()]
    group_kinds += [(row[0], row[2 + kind]) for row in groups.changed.rows()]
    for key, now in group_kinds:
        if now == Group.Kind.ADVISORY:
            advisories.add(key)
        else:
            advisories.discard(key)
    return advisories
