"""Reading the inputs of a design: rows in their order, for pages and forms."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Person, Role, School, Tie
from trellis.core.community.viewer import SCHOOL_ROLES, Viewer, active_at

from .days import DAY_ORDER
from .models import BellPeriod, DesignTeacher, DesignTeam, Room, TeamSubject, WeekDesign
from .permissions import may_design_at


def get_design_or_404(viewer: Viewer, design_id: UUID) -> WeekDesign:
    """A design whose inputs the viewer may see and change."""
    design = get_object_or_404(WeekDesign.objects.seen_by(viewer).select_related("school"), pk=design_id)
    if not may_design_at(viewer, design.school_id):
        raise Http404
    return design


def get_school_or_404(viewer: Viewer, school_id: UUID) -> School:
    """A school whose week the viewer designs."""
    if not may_design_at(viewer, school_id):
        raise Http404
    return get_object_or_404(School.objects.seen_by(viewer), pk=school_id)


def get_team_or_404(viewer: Viewer, design: WeekDesign, team_id: UUID) -> DesignTeam:
    return get_object_or_404(teams_of(viewer, design), pk=team_id)


def get_teacher_or_404(viewer: Viewer, design: WeekDesign, teacher_id: UUID) -> DesignTeacher:
    return get_object_or_404(DesignTeacher.objects.seen_by(viewer).filter(design=design), pk=teacher_id)


def periods_of(viewer: Viewer, design: WeekDesign) -> list[BellPeriod]:
    """The periods of a design's week, by day and number."""
    periods = BellPeriod.objects.seen_by(viewer).filter(design=design)
    return sorted(periods, key=lambda period: (DAY_ORDER[period.day], period.number))


def rooms_of(viewer: Viewer, school_id: UUID) -> list[Room]:
    """The rooms of a school, by name; "Room 9" before "Room 10"."""
    return sorted(
        Room.objects.seen_by(viewer).filter(school=school_id), key=lambda room: natural_key(room.title)
    )


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts numbers within names by their size."""
    pieces: list[str] = []
    for character in text.casefold():
        if pieces and pieces[-1][-1].isdecimal() == character.isdecimal():
            pieces[-1] += character
        else:
            pieces.append(character)
    return tuple((0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces)


def teams_of(viewer: Viewer, design: WeekDesign) -> QuerySet[DesignTeam]:
    """The teams of a design in their order."""
    teams = DesignTeam.objects.seen_by(viewer).filter(design=design).select_related("group")
    return teams.order_by("number", "pk")


def subjects_of(viewer: Viewer, team: DesignTeam) -> QuerySet[TeamSubject]:
    """What a team's students have every week, advisory first."""
    subjects = TeamSubject.objects.seen_by(viewer).filter(team=team).select_related("team")
    return subjects.order_by("kind", "created", "pk")


def teachers_of(viewer: Viewer, design: WeekDesign) -> list[DesignTeacher]:
    """The teachers of a design, by name."""
    rows = DesignTeacher.objects.seen_by(viewer).filter(design=design)
    teachers = list(rows.select_related("person", "team", "home_room"))
    add_distinctions([teacher.person for teacher in teachers if teacher.person])
    return sorted(teachers, key=lambda teacher: (natural_key(teacher.name), teacher.pk))


def people_at(viewer: Viewer, school_id: UUID) -> list[Person]:
    """Adults who work at a school, by name: whoever can be a teacher of a design."""
    ties = Tie.objects.seen_by(viewer).filter(
        active_at(viewer.now), Q(to_school=school_id) | Q(to_group__school=school_id), role__in=SCHOOL_ROLES
    )
    people = Person.objects.seen_by(viewer).filter(pk__in=ties.values("person"))
    return add_distinctions(sorted(people, key=lambda person: (person.name.casefold(), person.pk)))


def students_by_group(viewer: Viewer, school_id: UUID) -> dict[UUID, set[UUID]]:
    """The students of each group of a school that has some."""
    ties = Tie.objects.seen_by(viewer).filter(
        active_at(viewer.now), role=Role.STUDENT, to_group__school=school_id
    )
    members: dict[UUID, set[UUID]] = defaultdict(set)
    for group, student in ties.values_list("to_group", "person"):
        members[group].add(student)
    return members
