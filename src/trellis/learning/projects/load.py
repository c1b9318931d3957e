"""How full the weeks of a project's students are, with what all their teachers ask of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from trellis.core.community.models import Role, Tie
from trellis.core.community.viewer import Viewer, active_at

from .models import Author, Member, Project, Step

FULL_WEEK = 4
"""Things due in one week from which it is called full."""


@dataclass(frozen=True)
class DueItem:
    """One thing that is due: of which project, when, for how many of the students."""

    title: str
    project: str
    day: date
    students: int
    in_own_project: bool


@dataclass(frozen=True)
class WorkloadWeek:
    """One week. `full` counts the students for whom FULL things or more are due; `most` is the most for anybody."""

    monday: date
    dues: tuple[DueItem, ...]
    full: int
    most: int


def students_of(viewer: Viewer, project: Project) -> set[UUID]:
    """Return the project's students, or before there are any, the students whom its teachers share."""
    members = set(Member.objects.seen_by(viewer).filter(project=project).values_list("student_id", flat=True))
    if members:
        return members
    authors = Author.objects.seen_by(viewer).filter(project=project).values("person")
    ties = Tie.objects.seen_by(viewer).filter(active_at(viewer.now), to_group__isnull=False)
    groups = ties.filter(person__in=authors, role__in=(Role.TEACHER, Role.ADVISOR)).values("to_group")
    return set(ties.filter(to_group__in=groups, role=Role.STUDENT).values_list("person_id", flat=True))


def project_weeks(viewer: Viewer, project: Project) -> list[WorkloadWeek]:
    """The weeks of a project with everything that is due for its students in them."""
    return workload_weeks(
        viewer, students_of(viewer, project), project.starts, project.ends, own_project=project
    )


def workload_weeks(
    viewer: Viewer, students: Iterable[UUID], first: date, last: date, own_project: Project | None = None
) -> list[WorkloadWeek]:
    """The weeks from one day to another with everything that is due for these students, over all projects.

    `own_project` is a project in which all of them are taken to work; what is due in it is marked.
    """
    students = set(students)
    members = Member.objects.seen_by(viewer).filter(
        student__in=students, project__ends__gte=first, project__starts__lte=last
    )
    by_project: dict[UUID, set[UUID]] = defaultdict(set)
    for project_id, student in members.values_list("project_id", "student_id"):
        by_project[project_id].add(student)
    if own_project:
        by_project[own_project.pk] |= students
    steps = Step.objects.seen_by(viewer).filter(project__in=by_project, due__range=(first, last))
    dues_by_monday: dict[date, list[tuple[Step, set[UUID]]]] = defaultdict(list)
    for step in steps.select_related("project").order_by("due", "position"):
        dues_by_monday[_monday_of(step.due)].append((step, by_project[step.project_id]))
    return [
        _build_week(monday, dues_by_monday.get(monday, []), own_project) for monday in _mondays(first, last)
    ]


def _build_week(
    monday: date, dues: Iterable[tuple[Step, set[UUID]]], own_project: Project | None
) -> WorkloadWeek:
    dues = list(dues)
    counts = Counter(student for _step, students in dues for student in students)
    week_dues = tuple(
        DueItem(
            step.title,
            step.project.title,
            step.due,
            len(students),
            own_project is not None and step.project_id == own_project.pk,
        )
        for step, students in dues
    )
    full = sum(count >= FULL_WEEK for count in counts.values())
    return WorkloadWeek(monday, week_dues, full, max(counts.values(), default=0))


def _monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _mondays(first: date, last: date) -> list[date]:
    first, last = _monday_of(first), _monday_of(last)
    return [first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1)]
