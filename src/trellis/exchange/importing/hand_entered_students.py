"""Students who were entered by hand between two rosters, and the roster that knows them now.

One is met by the school's own number, within the school, where one here and one there has it. A name is never enough:
where there is no number, or two have it, the comparison says so, and a person decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from django.utils import timezone

from trellis.core.community.models import Person, Role, Tie
from trellis.core.community.viewer import active_at

from . import table_rows
from .context import ImportContext
from .table_diff import TableDiff

BATCH_SIZE = 500  # keys in one statement
MAX_LISTED = 50  # sentences of one kind


@dataclass(frozen=True)
class _HandEnteredStudent:
    """A student who stands here by hand."""

    key: str
    name: str
    number: str
    names: frozenset[str]


@dataclass
class HandEnteredMatches:
    """`claims`: the keys of students who stand here by hand, by the roster id that takes them up; `names`: theirs.
    `unsure`: (number, names) that more than one has; `no_number`: (name, number of somebody new of that name, or "").
    """

    claims: dict[str, str] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    unsure: list[list[str]] = field(default_factory=list)
    no_number: list[list[str]] = field(default_factory=list)

    def summary(self) -> dict[str, list]:
        """Small JSON for a preview."""
        return {
            "known": self.names[:MAX_LISTED],
            "unsure": self.unsure[:MAX_LISTED],
            "no_number": self.no_number[:MAX_LISTED],
        }


@dataclass
class _RosterStudent:
    """Somebody whom the roster tells of: their id, number, folded name, and the keys of their schools."""

    roster_id: str
    number: str
    name: str
    schools: set[str]


def match_hand_entered_students(context: ImportContext) -> HandEnteredMatches:
    """Match students added by hand with students of the roster. Reads users again, where there are any."""
    met, entered_students = HandEnteredMatches(), _hand_entered_students(context)
    if not entered_students:
        return met
    roster_students = _roster_students(context, entered_students)
    by_number: dict[tuple[str, str], list[_RosterStudent]] = defaultdict(list)
    for roster_student in roster_students:
        for school in roster_student.schools:
            by_number[school, roster_student.number].append(roster_student)
    entered_by_number: dict[tuple[str, str], list[_HandEnteredStudent]] = defaultdict(list)
    for school, student in entered_students:
        if student.number:
            entered_by_number[school, student.number].append(student)
        else:
            met.no_number.append(
                [student.name, _number_of_same_name(context, student, school, roster_students)]
            )
    existing_rows = context.table("people").kept
    for place, students in entered_by_number.items():
        users = by_number.get(place, [])
        sure = len(students) == len(users) == 1 and users[0].roster_id not in existing_rows
        if sure and met.claims.setdefault(users[0].roster_id, students[0].key) == students[0].key:
            met.names.append(students[0].name)
        elif users:
            met.unsure.append([place[1], ", ".join(student.name for student in students)])
    return met


def _hand_entered_students(context: ImportContext) -> list[tuple[str, _HandEnteredStudent]]:
    """Each student by hand with the key of a school of this source."""
    ties = (
        Tie.objects.system()
        .filter(
            active_at(timezone.now()),
            role=Role.STUDENT,
            to_school__roster_source=context.source.pk,
            person__network=context.network,
            person__roster_source=None,
            person__deleted_at=None,
        )
        .select_related("person")
        .order_by("person__created")
    )
    return [
        (
            tie.to_school_id.hex,
            _HandEnteredStudent(
                tie.person_id.hex, tie.person.name, tie.person.identifier, _folded_names(tie.person)
            ),
        )
        for tie in ties.distinct()
    ]


def _folded_names(person: Person) -> frozenset[str]:
    given = {person.given_name, person.preferred_name} - {""}
    return frozenset(_fold_name(given_name, person.family_name) for given_name in given)


def _fold_name(given: str, family: str) -> str:
    return " ".join(f"{given} {family}".split()).casefold()


def _roster_students(
    context: ImportContext, entered_students: Iterable[tuple[str, _HandEnteredStudent]]
) -> list[_RosterStudent]:
    """The students of the roster who have a number or a name of somebody who stands here by hand."""
    numbers = {student.number for _school, student in entered_students} - {""}
    names = {name for _school, student in entered_students if not student.number for name in student.names}
    students_by_id: dict[str, _RosterStudent] = {}
    for _line, r in context.roster.records("users"):
        if r.get("status") == "tobedeleted" or r["sourcedId"] not in context.students:
            continue
        number = table_rows.person_row(r).identifier
        name = _fold_name(r.get("givenName", ""), r.get("familyName", ""))
        if number in numbers or name in names:
            orgs = filter(None, map(str.strip, r.get("orgSourcedIds", "").split(",")))
            schools = {school for org in orgs if (school := context.school_of(org))}
            students_by_id[r["sourcedId"]] = _RosterStudent(r["sourcedId"], number, name, schools)
    if students_by_id and context.roster.version == "1.2":
        for _line, r in context.roster.records("roles"):
            student = students_by_id.get(r.get("userSourcedId", ""))
            if student and r.get("role") == "student" and r.get("status") != "tobedeleted":
                school = context.school_of(r.get("orgSourcedId", ""))
                student.schools |= {school} if school else set()
    return list(students_by_id.values())


def _number_of_same_name(
    context: ImportContext,
    student: _HandEnteredStudent,
    school: str,
    roster_students: Iterable[_RosterStudent],
) -> str:
    """The number of the one student of this name who is new in the school by this roster; "" for none or several."""
    existing_rows = context.table("people").kept
    numbers = {
        roster_student.number
        for roster_student in roster_students
        if roster_student.roster_id not in existing_rows
        and roster_student.name in student.names
        and school in roster_student.schools
    }
    return numbers.pop() if len(numbers) == 1 else ""


def hand_entered_ties(claimed: Mapping[str, str]) -> dict[tuple, str]:
    """The ties by hand of students whom the roster takes up: (person, role, the keys of person, group, school and
    district) to the tie's key."""
    tie_keys = {}
    for keys in _batches(claimed):
        ties = Tie.objects.system().filter(active_at(timezone.now()), person__in=keys, roster_source=None)
        for tie in ties:
            to = (tie.to_person_id, tie.to_group_id, tie.to_school_id, tie.to_district_id)
            tie_keys[
                tie.person_id.hex, tie.role, tuple(target_key and target_key.hex for target_key in to)
            ] = tie.pk.hex
    return tie_keys


def home_language_changes(people: TableDiff) -> list[list]:
    """(name, home languages here, home languages of the roster) of those in whom the roster would change them."""
    changes: list[list] = []
    rows = iter(people.anew.rows())
    while len(changes) < MAX_LISTED and (few := list(islice(rows, BATCH_SIZE))):
        existing_people = Person.objects.system().filter(pk__in=[key for key, _n, _t in few])
        languages_by_key = {pk.hex: tags for pk, tags in existing_people.values_list("pk", "home_languages")}
        changes += [
            [name, languages_by_key[key], roster_languages]
            for key, name, roster_languages in few
            if languages_by_key.get(key) not in ([], roster_languages, None)
        ]
    return changes[:MAX_LISTED]


def _batches(keys: Iterable[str]) -> Iterator[list[str]]:
    walk = iter(keys)
    while few := list(islice(walk, BATCH_SIZE)):
        yield few
