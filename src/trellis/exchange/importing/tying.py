"""The ties that a roster tells of: roles at places, enrollments, families. And the ties that have gone."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from trellis.community.models import LONG_AGO, Role, Tie
from trellis.community.viewer import active

from . import claiming, shape
from .changes import SHOWN, Merge

if TYPE_CHECKING:
    from .reading import Reading

IN_CLASS = {"student": Role.STUDENT, "teacher": Role.TEACHER, "aide": Role.TEACHER}
LONGEST = 255


class Tying:
    """The last part of reading a roster. Each file's ties are compared, and let go of, by themselves."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.roster, self.source = reading, reading.roster, reading.source
        self.changes = reading.changes
        self.person = reading.table("people").find
        self.by_hand = claiming.ties_of(reading.table("people").claimed)
        # The first time, a tie without a first day began before anything we know; later on it begins now.
        self.since = LONG_AGO if self.source.last_import_at is None else reading.now

    def run(self) -> None:
        """Compare all of it."""
        whole = {name: mode == "bulk" for name, mode in self.roster.modes.items()}
        roles_file = "roles" if self.roster.version == "1.2" else "users"
        self._part("roles", "role:", self._roles, whole[roles_file])
        self._part("families", "family:", self._families, whole["users"])
        self._part("enrollments", "enrollment:", self._enrollments, whole["enrollments"])
        self._gone()
        self._name_the_ending()

    def _part(self, kind: str, prefix: str, read: Any, whole: bool) -> None:
        merge = Merge(
            Tie, self.source, shape.TIE, {"to_network_id": None}, earliest={"starts": LONG_AGO}, prefix=prefix
        )
        self.changes.tables[kind] = merge
        self.changes.live_ties += len(merge.kept)
        read(merge)
        if whole:
            self.changes.ending.update(merge.kept[one][0] for one in merge.left())
        merge.seen.clear()
        merge.new.clear()

    def _put(
        self, merge: Merge, own: str, person: str, role: str, to: tuple, begins: str = "", ends: str = ""
    ) -> None:
        """`to`: the keys of (person, group, school, district), one of them filled."""
        starts, until = shape.begin(begins) or self.since, shape.end(ends)
        if until and until < starts:
            starts = until
        if self.by_hand and own not in merge.kept and (held := self.by_hand.get((person, role, to))):
            merge.claims[own] = held
        merge.put(
            own,
            (person, role, *to, starts, until),
            told=(person, role, to, begins, ends),
            changed=(person, role, *to, shape.begin(begins), until),
        )

    def _roles(self, merge: Merge) -> None:
        if self.roster.version == "1.1":
            for line, r in self.reading.rows("users"):
                if r.get("status") != "tobedeleted":
                    for org in filter(None, map(str.strip, r.get("orgSourcedIds", "").split(","))):
                        own = f"role:{r['sourcedId']}:{r['role']}:{org}"
                        self._role(merge, line, own, r["sourcedId"], r["role"], org, "", "")
            return
        for line, r in self.reading.rows("roles"):
            own = f"role:{r['sourcedId']}"
            if r.get("status") == "tobedeleted":
                self._let_go(merge, own)
                continue
            days = (r.get("beginDate", ""), r.get("endDate", ""))
            self._role(merge, line, own, r["userSourcedId"], r["role"], r["orgSourcedId"], *days)

    def _role(
        self, merge: Merge, line: int, own: str, user: str, role: str, org: str, begins: str, ends: str
    ) -> None:
        if role in shape.GUARDIANS:
            return
        at_school, at_district = shape.AT_SCHOOL.get(role), shape.AT_DISTRICT.get(role)
        school = self.reading.school_of(org) if at_school else None
        district = self.reading.table("districts").find(org) if at_district and not school else None
        tie = at_school if school else at_district if district else None
        if tie is None:
            place = "places that are no school" if at_school or at_district else "this kind"
            self.reading.passed_over[f"roles ({role[:30]}) at {place}"] += 1
            return
        person = self._who(merge, line, "users" if self.roster.version == "1.1" else "roles", user)
        if person and not self._closed(user, tie):
            self._put(merge, _short(own), person, tie.value, (None, None, school, district), begins, ends)

    def _who(self, merge: Merge, line: int, file: str, user: str) -> str | None:
        person = self.person(user)
        if person is None:
            self.reading.nowhere(file, line, "userSourcedId", user)
        return person

    def _closed(self, user: str, tie: Role) -> bool:
        """A grown-up whom the roster calls disabled holds no tie; a student stays one, enabled or not."""
        return user in self.reading.disabled and tie != Role.STUDENT

    def _families(self, merge: Merge) -> None:
        students, guardians = self.reading.students, self.reading.guardians
        delta = self.roster.modes["users"] == "delta"
        before = _by_student(merge) if delta else {}
        for line, user, agents in self.reading.agents:
            told: set[str] = set()
            for agent in agents:
                pair = (agent, user) if user in students else (user, agent)
                if pair[0] not in guardians or pair[1] not in students:
                    continue
                guardian, student = self.person(pair[0]), self.person(pair[1])
                if guardian is None or student is None:
                    self.reading.nowhere("users", line, "agentSourcedIds", agent)
                elif not self._closed(pair[0], Role.GUARDIAN):
                    own = _short(f"family:{pair[0]}:{pair[1]}")
                    told.add(own)
                    if own not in merge.new:
                        to = (student, None, None, None)
                        self._put(merge, own, guardian, Role.GUARDIAN.value, to)
            if delta and user in students:
                for own in before.get(self.person(user) or "", set()) - told:
                    self._let_go(merge, own)

    def _enrollments(self, merge: Merge) -> None:
        groups = self.reading.table("groups")
        advisories = _advisories(groups)
        for line, r in self.reading.rows("enrollments"):
            own = _short(f"enrollment:{r['sourcedId']}")
            if r.get("status") == "tobedeleted":
                self._let_go(merge, own)
                continue
            tie = IN_CLASS.get(r["role"])
            if tie is None:
                self.reading.passed_over[f"enrollments as {r['role'][:30]}"] += 1
                continue
            group = groups.find(r["classSourcedId"])
            if group is None:
                self.reading.nowhere("enrollments", line, "classSourcedId", r["classSourcedId"])
                continue
            person = self._who(merge, line, "enrollments", r["userSourcedId"])
            if person is None or self._closed(r["userSourcedId"], tie):
                continue
            if tie == Role.TEACHER and group in advisories:
                tie = Role.ADVISOR
            to = (None, group, None, None)
            self._put(merge, own, person, tie.value, to, r.get("beginDate", ""), r.get("endDate", ""))

    def _let_go(self, merge: Merge, own: str) -> None:
        kept = merge.kept.get(own)
        if kept:
            merge.seen.add(own)
            self.changes.ending.add(kept[0])

    def _gone(self) -> None:
        """Ties of people, groups and schools that a delta takes away."""
        gone, where = self.reading.gone, Q()
        for kind, columns in (
            ("person", ("person_id", "to_person_id")),
            ("group", ("to_group_id",)),
            ("school", ("to_school_id",)),
        ):
            for column in columns:
                if gone[kind]:
                    where |= Q(**{f"{column}__in": gone[kind]})
        if where:
            ties = Tie.objects.unscoped("ties of what the roster takes away").filter(
                where, roster_source=self.source.pk, roster_id__gt=""
            )
            self.changes.ending.update(pk.hex for pk in ties.values_list("pk", flat=True))

    def _name_the_ending(self) -> None:
        """A few of the ties that end, in words for the preview."""
        ties = (
            Tie.objects.unscoped("names some ties in a preview")
            .filter(active(self.reading.now), pk__in=sorted(self.changes.ending)[:SHOWN])
            .select_related("person", "to_group", "to_school", "to_person")
        )
        for tie in ties:
            to = tie.to_group or tie.to_school or tie.to_person
            self.changes.ending_samples.append(f"{tie.person.name}, {tie.get_role_display()}, {to or ''}")


def _short(own: str) -> str:
    """An id that fits its column, however long its parts are."""
    if len(own) <= LONGEST:
        return own
    kind, _, rest = own.partition(":")
    return f"{kind}:{blake2b(rest.encode(), digest_size=16).hexdigest()}"


def _by_student(merge: Merge) -> dict[str, set[str]]:
    """The ids of family ties by the student's key."""
    ties = Tie.objects.unscoped("whose family a roster told of before").filter(
        roster_source=merge.source.pk, roster_id__startswith=merge.prefix
    )
    found: dict[str, set[str]] = {}
    for own, student in ties.values_list("roster_id", "to_person_id"):
        found.setdefault(student.hex, set()).add(own)
    return found


def _advisories(groups: Merge) -> set[str]:
    """The keys of the groups that are advisories, told now or before."""
    from trellis.community.models import Group

    before = Group.objects.unscoped("which classes are advisories").filter(
        roster_source=groups.source.pk, kind=Group.Kind.ADVISORY
    )
    found = {pk.hex for pk in before.values_list("pk", flat=True)}
    kind = 3 + groups.names.index("kind")
    for row in groups.added.rows():
        if row[kind] == Group.Kind.ADVISORY:
            found.add(row[0])
    return found
