"""A teacher's day across their classes: what to score, today's agenda, what is due, and who has not started.

Only the columns that the page shows are read, and what can be counted is counted by the database: a teacher may have
a hundred students and more.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Min, Q

from trellis.assessment.evidence.scoring_queue import QueueItem, count_works_to_score, queue_items
from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Group, Person
from trellis.core.community.selectors import students_in
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.prepared_queries import PreparedQuery
from trellis.core.foundation.query_forms import IdsOf
from trellis.learning.projects.models import Agenda, Author, Member, Project, Step, StepDone

_OWN_PROJECTS = PreparedQuery(Author, lambda authors: authors.values_list("project", flat=True))
_PROJECTS = PreparedQuery(
    Project,
    lambda projects: projects.only("title", "starts", "ends", "school_id").order_by("ends", "title"),
)
_AGENDAS = PreparedQuery(Agenda, lambda agendas: agendas.values_list("project_id", "lines"))
_STEPS = PreparedQuery(Step, lambda steps: steps.select_related("project").order_by("due", "position"))
_TURNED_IN = PreparedQuery(
    StepDone, lambda done: done.order_by().values_list("step_id").annotate(Count("pk"))
)
_MEMBER_COUNTS = PreparedQuery(
    Member, lambda members: members.order_by().values_list("project_id").annotate(Count("pk"))
)
_FIRST_DUE = PreparedQuery(
    Step, lambda steps: steps.order_by().values_list("project_id").annotate(Min("due"))
)
DUE_AHEAD = timedelta(days=7)
DUE_BEHIND = timedelta(days=14)
SCORE_SHOWN = 5
NOT_STARTED_SHOWN = 30
_NOT_STARTED = PreparedQuery(
    Member,
    lambda members: members.select_related("student").order_by("student__given_name", "student__family_name")[
        :NOT_STARTED_SHOWN
    ],
)


class ProjectToday(NamedTuple):
    """A project that runs today, with the agenda of the day; no lines where nobody planned it."""

    project: Project
    lines: list[str]


class DueStep(NamedTuple):
    """A step that is due around now, and how many of its students have turned it in."""

    step: Step
    turned_in: int
    students: int

    @property
    def missing(self) -> int:
        return max(0, self.students - self.turned_in)


@dataclass(frozen=True)
class TeachingDay:
    """What a teacher's page of the day shows. `waiting`: how much waits to be scored, of which `to_score` is the first.

    not_started: students who have turned in nothing in a project of which a step was due already, by project.
    """

    to_score: list[QueueItem] = field(default_factory=list)
    waiting: int = 0
    projects: list[ProjectToday] = field(default_factory=list)
    due: list[DueStep] = field(default_factory=list)
    not_started: list[tuple[Project, list[Person]]] = field(default_factory=list)


def teaching_day(viewer: Viewer, today: date) -> TeachingDay:
    """Read the day of a teacher. A fixed number of queries."""
    projects = _running_projects(viewer, today)
    return TeachingDay(
        to_score=queue_items(viewer, SCORE_SHOWN),
        waiting=count_works_to_score(viewer),
        projects=_with_agendas(viewer, projects, today),
        due=_due_steps(viewer, projects, today),
        not_started=_not_started(viewer, projects, today),
    )


def _running_projects(viewer: Viewer, today: date) -> list[Project]:
    """The viewer's own projects that run today, by the day on which they end."""
    own_ids = _OWN_PROJECTS.seen_by(viewer, person=viewer.person_id)
    return _PROJECTS.seen_by(viewer, pk__in=own_ids, starts__lte=today, ends__gte=today)


def _with_agendas(viewer: Viewer, projects: list[Project], today: date) -> list[ProjectToday]:
    lines = dict(_AGENDAS.seen_by(viewer, project__in=projects, date=today))
    return [ProjectToday(project, lines.get(project.pk, [])) for project in projects]


def _due_steps(viewer: Viewer, projects: list[Project], today: date) -> list[DueStep]:
    """Steps due in the next days, and those of the last days that somebody has not turned in."""
    steps = _STEPS.seen_by(
        viewer, project__in=projects, due__gte=today - DUE_BEHIND, due__lte=today + DUE_AHEAD
    )
    turned_in = Counter(dict(_TURNED_IN.seen_by(viewer, step__in=steps, member__deleted_at=None)))
    students = Counter(dict(_MEMBER_COUNTS.seen_by(viewer, project__in=projects)))
    rows = [DueStep(step, turned_in[step.pk], students[step.project_id]) for step in steps]
    return [row for row in rows if row.step.due >= today or row.missing]


def _not_started(viewer: Viewer, projects: list[Project], today: date) -> list[tuple[Project, list[Person]]]:
    """Students who have turned in nothing, in projects of which a step was due before today."""
    first_due = dict(_FIRST_DUE.seen_by(viewer, project__in=projects))
    begun = [project for project in projects if (day := first_due.get(project.pk)) and day < today]
    with_work = IdsOf(
        StepDone,
        "member",
        Q(member__project__in=begun),
        reason="leave out members who have turned something in",
    )
    by_project: dict[UUID, list[Person]] = defaultdict(list)
    for member in _NOT_STARTED.seen_by(viewer, ~Q(pk__in=with_work), project__in=begun):
        by_project[member.project_id].append(member.student)
    return [
        (project, add_distinctions(by_project[project.pk])) for project in begun if by_project[project.pk]
    ]


class ClassRow(NamedTuple):
    """A student of a class, and where their projects stand. next_step: the first that is not turned in yet."""

    student: Person
    turned_in: int
    steps: int
    waiting: int
    next_step: Step | None


def class_rows(viewer: Viewer, group: Group, today: date) -> list[ClassRow]:
    """Each student of a group, with what they turned in of the projects that run today."""
    students = students_in(viewer, group)
    members = Member.objects.seen_by(viewer).in_projects_between(today, today).filter(student__in=students)
    ids = members.values_list("pk", "student_id", "project_id")
    membership = {member: (student, project) for member, student, project in ids}
    steps_by_project: dict[UUID, list[Step]] = defaultdict(list)
    steps = Step.objects.seen_by(viewer).filter(project__in={project for _s, project in membership.values()})
    for step in steps.only("pk", "title", "due", "project_id", "position").order_by("due", "position"):
        steps_by_project[step.project_id].append(step)
    done = StepDone.objects.seen_by(viewer).filter(member__in=membership)
    done_steps = set(done.values_list("member_id", "step_id"))
    waiting = Counter(done.awaiting_return().values_list("member_id", flat=True))
    memberships: dict[UUID, list[UUID]] = defaultdict(list)
    for member, (student, _project) in membership.items():
        memberships[student].append(member)
    rows = []
    for student in students:
        pairs = [(m, step) for m in memberships[student.pk] for step in steps_by_project[membership[m][1]]]
        left = [step for member, step in pairs if (member, step.pk) not in done_steps]
        rows.append(
            ClassRow(
                student,
                len(pairs) - len(left),
                len(pairs),
                sum(waiting[member] for member in memberships[student.pk]),
                min(left, key=lambda step: step.due, default=None),
            )
        )
    return rows
