"""What a design still needs before its week can be drafted, in sentences, each with the page where it is entered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .input_rows import DesignInputs, TeacherRow, TeamRow
from .models import TeamSubject


@dataclass(frozen=True)
class MissingInput:
    """One thing that is missing, and the address of the page where it is entered."""

    sentence: str
    address: str


def find_missing(inputs: DesignInputs) -> list[MissingInput]:
    """Everything that is missing, in the order in which one enters it."""
    return [*_of_school(inputs), *_of_teams(inputs), *_of_staff(inputs)]


def _of_school(inputs: DesignInputs) -> Iterator[MissingInput]:
    design = inputs.design
    if not inputs.periods:
        yield MissingInput(_("There are no bell times yet."), reverse("design-bells", args=[design.pk]))
    rooms_page = reverse("school-rooms", args=[design.school_id])
    if not inputs.rooms:
        yield MissingInput(_("There are no rooms yet."), rooms_page)
    kinds = {room.kind.casefold() for room in inputs.rooms if room.kind}
    needed_kinds = {
        row.subject.room_kind.casefold(): row.subject.room_kind
        for team in inputs.teams
        for row in team.subjects
        if row.subject.needs_room and row.subject.room_kind
    }
    for key, kind in needed_kinds.items():
        if key not in kinds:
            sentence = _("Lessons need a room of the kind “%(kind)s”, and there is none.")
            yield MissingInput(sentence % {"kind": kind}, rooms_page)
    if not inputs.teams:
        yield MissingInput(_("There are no teams yet."), reverse("design-teams", args=[design.pk]))


def _of_teams(inputs: DesignInputs) -> Iterator[MissingInput]:
    for row in inputs.teams:
        address = reverse("design-team", args=[inputs.design.pk, row.team.pk])
        for sentence in _sentences_of_team(row, len(inputs.periods)):
            yield MissingInput(sentence, address)


def _sentences_of_team(row: TeamRow, periods: int) -> Iterator[str]:
    team = row.team.title
    if not row.students:
        yield _("%(team)s has no students.") % {"team": team}
    if not row.subjects:
        yield _("%(team)s has no subjects.") % {"team": team}
    kinds = {each.subject.kind for each in row.subjects}
    if TeamSubject.Kind.CLASS in kinds and not row.class_groups:
        yield _("%(team)s has no class groups.") % {"team": team}
    if TeamSubject.Kind.ADVISORY in kinds and not row.advisories:
        yield _("%(team)s has no advisories.") % {"team": team}
    for each in row.subjects:
        if not each.teachers:
            yield _("%(team)s has no teacher for %(subject)s.") % {
                "team": team,
                "subject": each.subject.title,
            }
    free, lessons = periods - len(row.team.away), row.lessons_of_student()
    if periods and lessons > free:
        yield _("%(team)s has %(lessons)d lessons a week, and %(periods)d periods at school.") % {
            "team": team,
            "lessons": lessons,
            "periods": free,
        }


def _of_staff(inputs: DesignInputs) -> Iterator[MissingInput]:
    if not inputs.teachers:
        yield MissingInput(_("There is no staff yet."), reverse("design-staff", args=[inputs.design.pk]))
    for row in inputs.teachers:
        for sentence in _sentences_of_teacher(row, len(inputs.periods)):
            yield MissingInput(sentence, reverse("design-teacher", args=[inputs.design.pk, row.teacher.pk]))


def _sentences_of_teacher(row: TeacherRow, periods: int) -> Iterator[str]:
    """What does not fit for a teacher. Whoever teaches nothing is no problem: a page lists them."""
    most = row.teacher.most_a_week
    if most is not None and row.lessons > most:
        yield _("%(name)s has %(lessons)d lessons a week, and %(most)d at most.") % {
            "name": row.teacher.name,
            "lessons": row.lessons,
            "most": most,
        }
    elif periods and row.lessons > periods - len(row.teacher.away):
        yield ngettext(
            "%(name)s has %(lessons)d lesson a week, and fewer periods at school.",
            "%(name)s has %(lessons)d lessons a week, and fewer periods at school.",
            row.lessons,
        ) % {"name": row.teacher.name, "lessons": row.lessons}
