"""What portfolios say about who comes through the tasks that a diploma rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network, Role, Tie
from trellis.core.community.viewer import active_at
from trellis.core.foundation.measures import Fact, Year, add_facts, register
from trellis.design.blueprint.models import Adoption
from trellis.design.blueprint.package.portfolio import Task as ModelTask
from trellis.design.blueprint.selectors import package_for_school

from .models import ScorerFeedback, TaskPart

DEFAULT_GRADES = ("12",)
"""The grade of a graduation task that names none."""


def _graduation_tasks(network: Network) -> dict[UUID, dict[str, ModelTask]]:
    """By school of the network whose model has them, the tasks that a diploma rests on."""
    adoptions = Adoption.objects.current().system().filter(school__network=network)
    tasks_by_school = {}
    for school in adoptions.values_list("school_id", flat=True):
        package = package_for_school(school)
        if package and package.portfolio:
            tasks_by_school[school] = {
                task.key: task for task in package.portfolio.tasks if task.when == "graduation"
            }
    return tasks_by_school


def _students_at_year_end(network: Network, schools: list[UUID], year: Year) -> dict[UUID, tuple[UUID, str]]:
    """By student, their school and their grade, of those who were there at the end of the year, or are now."""
    now = active_at(min(year.moments[1], timezone.now()))
    ties = Tie.objects.system().filter(now, role=Role.STUDENT, to_school__in=schools, person__network=network)
    current_ties = ties.filter(person__deleted_at=None).order_by("starts")  # of two schools, the later one
    return {
        person: (school, grade)
        for person, school, grade in current_ties.values_list("person_id", "to_school_id", "person__grade")
    }


def _tasks_completed_facts(network: Network, year: Year) -> Iterator[Fact]:
    tasks_by_school = _graduation_tasks(network)
    if not tasks_by_school:
        return
    done: dict[tuple[UUID, str], set[str]] = defaultdict(set)
    rows = TaskPart.objects.system().filter(
        task__school__in=list(tasks_by_school),
        task__once=True,
        task__practice="",
        passed=True,
        settled_at__lt=year.moments[1],
        deleted_at=None,
    )
    for student, key, part in rows.values_list("task__student_id", "task__key", "part"):
        done[student, key].add(part)
    for student, (school, grade) in _students_at_year_end(network, list(tasks_by_school), year).items():
        tasks = [
            task for task in tasks_by_school[school].values() if grade in (task.grades or DEFAULT_GRADES)
        ]
        if tasks:
            yield student.hex, sum(set(task.parts) <= done[student, task.key] for task in tasks), len(tasks)


register(
    "portfolio-tasks-settled",
    _("Completed graduation portfolio tasks"),
    _(
        "Of the graduation tasks for students in the graduating grades, those with a passing "
        "level in every part."
    ),
    "rate",
    _tasks_completed_facts,
    direction="more",
    stage="outcomes",
    everyone=False,
    blank_at_zero=True,
    accumulates=True,
)


def _external_scorer_facts(network: Network, year: Year) -> Iterator[Fact]:
    """Of students a part of whose portfolio was scored by everybody this year: whether one of them came by a link."""
    first, after = year.moments
    rows = ScorerFeedback.objects.system().filter(
        scorer__task_part__open_at__gte=first,
        scorer__task_part__open_at__lt=after,
        scorer__task_part__task__student__network=network,
        scorer__task_part__task__practice="",
        scorer__deleted_at=None,
    )
    outsider_by_student: dict[UUID, bool] = {}
    for student, person in rows.values_list("scorer__task_part__task__student_id", "scorer__person_id"):
        outsider_by_student[student] = outsider_by_student.get(student, False) or person is None
    for student, came in outsider_by_student.items():
        yield student.hex, int(came), 1


add_facts("outside-adult", _external_scorer_facts)
