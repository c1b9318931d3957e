"""What a school's roster would replace in a design: a group for each planned team, a person for each planned name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from trellis.core.community.models import Group, Person
from trellis.core.foundation.text_folding import fold_text

from .input_rows import DesignInputs, TeacherRow, TeamRow
from .input_selectors import people_at
from .roster_teams import SECTION_KINDS, RosterRows, grades_text
from .start_plan import specialty_of

SAME_SUBJECT, SAME_TEAM = 2, 1


@dataclass(frozen=True)
class RosterTeam:
    """A team of the roster: its students, their grades, and its sections by kind of section."""

    group: Group
    students: set[UUID]
    grades: str
    sections: dict[str, list[Group]]


class RosterMatch(DesignInputs):
    """All inputs of a design beside the school's roster."""

    @cached_property
    def rows(self) -> RosterRows:
        return RosterRows.seen_by(self.viewer, self.design.school_id)

    @cached_property
    def roster_teams(self) -> dict[UUID, RosterTeam]:
        """The roster's teams, by name."""
        grades = self._grades
        return {
            group.pk: RosterTeam(
                group,
                self.rows.students[group.pk],
                grades_text(grades.get(student, "") for student in self.rows.students[group.pk]),
                {
                    kind: self.rows.within(group_kind, self.rows.students[group.pk])
                    for kind, group_kind in SECTION_KINDS.items()
                },
            )
            for group in self.rows.of_kind(Group.Kind.TEAM)
        }

    @property
    def _grades(self) -> dict[UUID, str]:
        people = Person.objects.seen_by(self.viewer).filter(pk__in=self.rows.school_students)
        return dict(people.values_list("pk", "grade"))

    @cached_property
    def people(self) -> list[Person]:
        """Who works at the school and is not in the design yet."""
        listed = {row.teacher.person_id for row in self.teachers}
        return [person for person in people_at(self.viewer, self.design.school_id) if person.pk not in listed]

    @cached_property
    def planned_teachers(self) -> list[TeacherRow]:
        """Teachers who are only a name so far, team by team."""
        rows = [row for row in self.teachers if row.teacher.person_id is None]
        order = {row.team.pk: place for place, row in enumerate(self.teams)}
        return sorted(rows, key=lambda row: order.get(row.teacher.team_id, len(order)))

    @cached_property
    def proposed_groups(self) -> dict[UUID, UUID]:
        """For each planned team the roster's team of that name, else of those grades; by their ids."""
        in_use = ((row.team.pk, row.team.group_id) for row in self.teams)
        proposals = {team: group for team, group in in_use if group and group in self.roster_teams}
        keys = (
            (lambda row: fold_text(row.team.title), lambda team: fold_text(team.group.title)),
            (lambda row: row.team.grades, lambda team: team.grades),
        )
        for key_of_row, key_of_team in keys:
            for row in self.teams:
                taken = set(proposals.values())
                free = [team for key, team in self.roster_teams.items() if key not in taken]
                same = [team for team in free if key_of_row(row) and key_of_team(team) == key_of_row(row)]
                if row.team.pk not in proposals and len(same) == 1:
                    proposals[row.team.pk] = same[0].group.pk
        return proposals

    @cached_property
    def proposed_people(self) -> dict[UUID, UUID]:
        """For each planned teacher somebody of the same subject, or at least of the same team; the best fit first."""
        scores = sorted(
            (
                (-self._score(row, person), place, number)
                for place, row in enumerate(self.planned_teachers)
                for number, person in enumerate(self.people)
            ),
        )
        proposals: dict[UUID, UUID] = {}
        for score, place, number in scores:
            teacher, person = self.planned_teachers[place].teacher.pk, self.people[number].pk
            if score < 0 and teacher not in proposals and person not in proposals.values():
                proposals[teacher] = person
        return proposals

    def _score(self, row: TeacherRow, person: Person) -> int:
        specialty = specialty_of(row.titles)
        has_subject = bool(specialty) and specialty == self._specialties[person.pk]
        group = self.proposed_groups.get(row.teacher.team_id) if row.teacher.team_id else None
        in_team = bool(group and self._taught_students[person.pk] & self.rows.students[group])
        return SAME_SUBJECT * has_subject + SAME_TEAM * in_team

    @cached_property
    def _taught_students(self) -> dict[UUID, set[UUID]]:
        return {person.pk: self.rows.taught_by(person.pk) for person in self.people}

    @cached_property
    def _specialties(self) -> dict[UUID, str]:
        """What each person teaches now, by the names of their classes."""
        return {person.pk: specialty_of(self.rows.class_titles(person.pk)) for person in self.people}

    def teams_beside(self) -> Iterable[tuple[TeamRow, RosterTeam | None]]:
        """Each planned team beside the roster's team that is proposed for it."""
        for row in self.teams:
            group = self.proposed_groups.get(row.team.pk)
            yield row, self.roster_teams.get(group) if group else None
