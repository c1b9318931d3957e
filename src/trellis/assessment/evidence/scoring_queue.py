"""What waits to be scored: one queue for a teacher across classes and projects, the oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db.models import Q, QuerySet

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Person, Role, Tie
from trellis.core.community.viewer import SCHOOL_ROLES, Viewer, active_at
from trellis.core.foundation.prepared_queries import PreparedQuery, counted
from trellis.design.blueprint.selectors import framework_of, outcomes_of, package_for_school
from trellis.design.frameworks.models import Outcome, Rubric
from trellis.learning.projects.models import (
    Author,
    Product,
    Project,
    Step,
    StepDone,
    StepSubmission,
)
from trellis.learning.projects.selectors import rubrics_for
from trellis.learning.projects.step_results import ReturnedLevel

from . import rubric_scoring
from .models import RowScore, ScoringDraft

QUEUE_SHOWN = 50
RETURNED_SHOWN = 8
_OWN_PROJECTS = PreparedQuery(Author, lambda authors: authors.values_list("project", flat=True))
_AUTHORS = PreparedQuery(Author, lambda authors: authors.values_list("project", "person"))
_TIES_OF_AUTHORS = PreparedQuery(
    Tie, lambda ties: ties.values_list("person", "to_school", "to_group__school")
)
_SCHOOLS_OF_PROJECTS = PreparedQuery(Project, lambda projects: projects.values_list("pk", "school"))
_PROJECTS_WITH_WORK = PreparedQuery(
    StepDone, lambda works: works.awaiting_return().values_list("step__project", flat=True).distinct()
)
_FIRST_WAITING = PreparedQuery(
    StepDone,
    lambda works: (
        works.awaiting_return()
        .select_related("member__student", "step__project")
        .order_by("at", "pk")[:QUEUE_SHOWN]
    ),
)
_WAITING_COUNT = PreparedQuery(StepDone, lambda works: counted(works.awaiting_return()))


@dataclass(frozen=True)
class QueueItem:
    """One student's work on one step. `at`: when it was turned in, or returned."""

    step_id: UUID
    student: Person
    step_title: str
    project_title: str
    at: datetime
    again: bool = False


def works_to_score(viewer: Viewer) -> QuerySet[StepDone]:
    """Work that waits for the viewer: turned in for projects that they run. An advisor also has the work of their own
    students in a project that no teacher runs any more, so that no work is left with nobody."""
    return StepDone.objects.awaiting_return().seen_by(viewer).filter(_waiting_for(viewer))


def count_works_to_score(viewer: Viewer) -> int:
    """How much work waits for the viewer."""
    return sum(_WAITING_COUNT.seen_by(viewer, _waiting_for(viewer)))


def _waiting_for(viewer: Viewer) -> Q:
    """The condition for work that waits for the viewer; asked once a request."""
    if "works to score" not in viewer.cache:
        own_projects = set(_OWN_PROJECTS.seen_by(viewer, person=viewer.person_id))
        waiting = Q(step__project__in=own_projects)
        if Role.ADVISOR in viewer.roles:
            own_students = viewer.through(Role.ADVISOR, "member__student")
            unattended = _unattended_projects(viewer, own_students, own_projects)
            waiting |= Q(step__project__in=unattended) & own_students
        viewer.cache["works to score"] = waiting & Q(
            step__deleted_at=None, member__deleted_at=None, step__project__deleted_at=None
        )
    return viewer.cache["works to score"]


def _unattended_projects(viewer: Viewer, own_students: Q, own_projects: set[UUID]) -> set[UUID]:
    """Projects with waiting work of the viewer's students of which no author works at the school any more."""
    with_work = set(_PROJECTS_WITH_WORK.seen_by(viewer, own_students)) - own_projects
    if not with_work:
        return set()
    reason = "find projects whose teachers have left: access itself"
    schools = dict(_SCHOOLS_OF_PROJECTS.seen_by(viewer, pk__in=with_work, school__in=viewer.staff_schools))
    authors = _AUTHORS.unscoped(reason, project__in=with_work, deleted_at__isnull=True)
    ties = _TIES_OF_AUTHORS.unscoped(
        reason,
        active_at(viewer.now),
        person__in={person for _project, person in authors},
        role__in=SCHOOL_ROLES,
    )
    working = {(person, school) for person, *places in ties for school in places}
    run = {project for project, person in authors if (person, schools.get(project)) in working}
    return set(schools) - run


def queue_items(viewer: Viewer, limit: int = QUEUE_SHOWN) -> list[QueueItem]:
    """The first of what waits, the oldest first; `limit` up to 50."""
    return _as_items(_FIRST_WAITING.seen_by(viewer, _waiting_for(viewer))[:limit])


def returned_items(viewer: Viewer) -> list[QueueItem]:
    """What the viewer returned last, the newest first."""
    rows = StepDone.objects.seen_by(viewer).filter(returned_by=viewer.person_id, step__deleted_at=None)
    recent = rows.select_related("member__student", "step__project").order_by("-returned_at")
    return _as_items([done for done in recent[:RETURNED_SHOWN] if done.status != StepDone.Status.TURNED_IN])


def _as_items(rows: list[StepDone]) -> list[QueueItem]:
    items = [
        QueueItem(
            done.step_id,
            done.member.student,
            done.step.title,
            done.step.project.title,
            done.at if done.status == StepDone.Status.TURNED_IN else done.returned_at or done.at,
            again=done.returned_at is not None and done.status == StepDone.Status.TURNED_IN,
        )
        for done in rows
    ]
    add_distinctions([item.student for item in items])
    return items


@dataclass(frozen=True)
class TurnedInWork:
    """One student's work on one step, with what it is scored on. `pieces`: the newest first."""

    done: StepDone
    pieces: list[StepSubmission]
    rubrics: list[Rubric]
    draft: ScoringDraft | None

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        """The outcomes that a rubric of the school's model scores, by key."""
        school = self.done.step.project.school_id
        package = package_for_school(school)
        return rubric_scoring.scored_outcomes(package, outcomes_of(school))[0] if package else {}

    @property
    def step(self) -> Step:
        return self.done.step

    @property
    def student(self) -> Person:
        return self.done.member.student

    @property
    def product(self) -> Product | None:
        return self.done.step.product


def turned_in_work(viewer: Viewer, done: StepDone) -> TurnedInWork:
    """Read the work behind a row, with the viewer's draft of scoring it."""
    step = done.step
    pieces = StepSubmission.objects.seen_by(viewer).filter(step=step, member=done.member_id)
    pieces = pieces.select_related("member")
    framework = framework_of(step.project.school_id)
    rubrics = rubrics_for(framework, step.product) if framework and step.product else []
    return TurnedInWork(done, list(pieces.order_by("-created")), rubrics, _current_draft(viewer, done))


def _current_draft(viewer: Viewer, done: StepDone) -> ScoringDraft | None:
    """The viewer's draft for this turning in; one of an earlier version of the work counts no more."""
    drafts = ScoringDraft.objects.seen_by(viewer).filter(
        scorer=viewer.person_id, step=done.step_id, student=done.member.student_id
    )
    if done.returned_at:
        drafts = drafts.filter(modified__gt=done.returned_at)
    return drafts.first()


def next_in_queue(items: list[QueueItem], step_id: UUID, student_id: UUID) -> QueueItem | None:
    """The item after this one; after the last, the first; None where no other waits."""
    keys = [(item.step_id, item.student.pk) for item in items]
    current = (step_id, student_id)
    at = keys.index(current) + 1 if current in keys else 0
    others = [*items[at:], *items[:at]]
    return next((item for item in others if (item.step_id, item.student.pk) != current), None)


def returned_levels(viewer: Viewer, done: StepDone) -> list[ReturnedLevel]:
    """The levels that the student got for a step, row by row, once the work was returned."""
    if done.status != StepDone.Status.SCORED or done.step.product_id is None:
        return []
    rows = RowScore.objects.seen_by(viewer).filter(
        score__work__student=done.member.student_id, score__work__product=done.step.product_id
    )
    rows = rows.select_related("criterion", "score__scorer").prefetch_related("criterion__levels")
    levels = []
    for row in rows.order_by("criterion__position", "created"):
        level = next((level for level in row.criterion.levels.all() if level.position == row.level), None)
        if level:
            scorer = row.score.scorer.name if row.score.scorer else ""
            levels.append(
                ReturnedLevel(
                    row.criterion.description, level.position, level.quality, level.description, scorer
                )
            )
    return levels
