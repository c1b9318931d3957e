"""A school's roster as OneRoster 1.2 files: people, what they are to the school, groups and who is in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from trellis.core.community.models import Course, Demographics, Group, Person, Role, Term, Tie

from ..oneroster.spec import RACES
from ..oneroster_files import Row, roster_id, write_oneroster
from .files import ExportScope
from .people_files import people_of, ties_of

SCHOOL_ROLES = {
    Role.STUDENT: "student",
    Role.TEACHER: "teacher",
    Role.COUNSELOR: "counselor",
    Role.LEADER: "principal",
    Role.ADVISOR: "teacher",
}
CLASS_ROLES = {Role.STUDENT: "student", Role.TEACHER: "teacher", Role.ADVISOR: "teacher"}
CLASS_KINDS = {Group.Kind.ADVISORY: "homeroom", Group.Kind.CLASS: "scheduled"}
"""The groups that the standard has a place for. Teams and work groups are in groups.csv alone."""
RACE_COLUMNS = {
    Demographics.Race.NATIVE: RACES[0],
    Demographics.Race.ASIAN: RACES[1],
    Demographics.Race.BLACK: RACES[2],
    Demographics.Race.PACIFIC: RACES[3],
    Demographics.Race.WHITE: RACES[4],
    Demographics.Race.TWO: RACES[5],
    Demographics.Race.LATINE: RACES[6],
}


class RosterExport:
    """The rows of each file of one school's roster, from the ties that hold now."""

    def __init__(self, scope: ExportScope) -> None:
        self.scope, self.viewer, self.school = scope, scope.viewer, scope.school
        self.people = {person.pk: person for person in people_of(scope)}
        self.ties: list[Tie] = [
            tie
            for tie in ties_of(scope).order_by("starts", "pk")
            if not tie.ends or tie.ends > self.viewer.now
        ]
        groups = scope.of_school(Group).filter(kind__in=CLASS_KINDS, deleted_at=None)
        self.groups = {group.pk: group for group in groups.select_related("course").order_by("title", "pk")}
        terms = Term.objects.seen_by(self.viewer).filter(school=self.school, deleted_at=None)
        self.terms = {term.pk: term for term in terms.order_by("starts", "pk")}

    def archive(self) -> bytes:
        """All files in one zip archive."""
        return write_oneroster(
            {
                "orgs": self.orgs(),
                "academicSessions": self.sessions(),
                "courses": self.courses(),
                "classes": self.classes(),
                "users": self.users(),
                "roles": self.roles(),
                "enrollments": self.enrollments(),
                "demographics": self.demographics(),
            }
        )

    def orgs(self) -> Iterator[Row]:
        school = self.school
        yield {
            "sourcedId": roster_id(school),
            "name": school.name,
            "type": "school",
            "identifier": school.identifier,
        }

    def sessions(self) -> Iterator[Row]:
        for term in self.terms.values():
            parent = self.terms.get(term.parent_id) if term.parent_id else None
            yield {
                "sourcedId": roster_id(term),
                "title": term.title,
                "type": term.kind,
                "startDate": term.starts.isoformat(),
                "endDate": term.ends.isoformat(),
                "parentSourcedId": roster_id(parent) if parent else "",
                "schoolYear": str(term.school_year),
            }

    def courses(self) -> Iterator[Row]:
        courses: dict[UUID, Course] = {
            group.course.pk: group.course for group in self.groups.values() if group.course
        }
        for course in courses.values():
            yield {
                "sourcedId": roster_id(course),
                "title": course.title,
                "courseCode": course.code,
                "orgSourcedId": roster_id(self.school),
            }

    def classes(self) -> Iterator[Row]:
        for group in self.groups.values():
            terms = [self.terms[UUID(key)] for key in group.terms if UUID(key) in self.terms]
            yield {
                "sourcedId": roster_id(group),
                "title": group.title,
                "courseSourcedId": roster_id(group.course) if group.course else "",
                "classCode": group.code,
                "classType": CLASS_KINDS[Group.Kind(group.kind)],
                "location": group.location,
                "schoolSourcedId": roster_id(self.school),
                "termSourcedIds": ",".join(roster_id(term) for term in terms),
            }

    def users(self) -> Iterator[Row]:
        agents: dict[UUID, list[str]] = defaultdict(list)
        for tie in self.ties:
            if tie.role == Role.GUARDIAN and tie.to_person_id and tie.person_id in self.people:
                agents[tie.to_person_id].append(roster_id(self.people[tie.person_id]))
        for person in self._exported_people():
            yield {
                "sourcedId": roster_id(person),
                "enabledUser": "true",
                "username": person.username,
                "givenName": person.given_name,
                "middleName": person.middle_name,
                "familyName": person.family_name,
                "preferredGivenName": person.preferred_name,
                "pronouns": person.pronouns,
                "identifier": person.identifier,
                "email": person.email,
                "phone": person.phone,
                "grades": person.grade,
                "agentSourcedIds": ",".join(agents[person.pk]),
                "primaryOrgSourcedId": roster_id(self.school),
            }

    def _exported_people(self) -> Iterator[Person]:
        """Whoever has a role in the school's roster: mentors and coaches have none."""
        keys = {tie.person_id for tie in self.ties if _role_of(tie)}
        return (person for key, person in self.people.items() if key in keys)

    def roles(self) -> Iterator[Row]:
        written: dict[tuple[UUID, str], Tie] = {}
        for tie in self.ties:
            role = _role_of(tie)
            if role and tie.person_id in self.people:
                written.setdefault((tie.person_id, role), tie)
        primary: set[UUID] = set()
        for (person, role), tie in written.items():
            yield {
                "sourcedId": str(tie.pk),
                "userSourcedId": roster_id(self.people[person]),
                "roleType": "secondary" if person in primary else "primary",
                "role": role,
                "beginDate": self._day(tie.starts),
                "endDate": self._day(tie.ends),
                "orgSourcedId": roster_id(self.school),
            }
            primary.add(person)

    def enrollments(self) -> Iterator[Row]:
        for tie in self.ties:
            group, role = (
                self.groups.get(tie.to_group_id) if tie.to_group_id else None,
                CLASS_ROLES.get(Role(tie.role)),
            )
            if group and role and tie.person_id in self.people:
                yield {
                    "sourcedId": str(tie.pk),
                    "classSourcedId": roster_id(group),
                    "schoolSourcedId": roster_id(self.school),
                    "userSourcedId": roster_id(self.people[tie.person_id]),
                    "role": role,
                    "primary": "false" if role == "student" else "true",
                    "beginDate": self._day(tie.starts),
                    "endDate": self._day(tie.ends),
                }

    def demographics(self) -> Iterator[Row]:
        rows = self.scope.about_students(Demographics).filter(deleted_at=None)
        for row in rows.order_by("created", "pk"):
            if row.student_id in self.people:
                race = RACE_COLUMNS.get(Demographics.Race(row.race)) if row.race else None
                yield {
                    "sourcedId": roster_id(self.people[row.student_id]),
                    "birthDate": row.birth_date.isoformat() if row.birth_date else "",
                    "sex": row.sex,
                    **({race: "true"} if race else {}),
                }

    def _day(self, moment: datetime | None) -> str:
        day: date | None = moment.astimezone(self.scope.zone).date() if moment else None
        return day.isoformat() if day else ""


def _role_of(tie: Tie) -> str:
    """What a tie makes somebody in the school's roster; "" for nothing."""
    if tie.role == Role.GUARDIAN:
        return "guardian"
    return SCHOOL_ROLES.get(Role(tie.role), "") if tie.to_school_id or tie.to_group_id else ""
