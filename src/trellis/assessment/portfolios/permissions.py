"""Who sees a portfolio: the student, the family, and those who work with them; mentors do not.

An adult's piece of practice is seen by that adult and by its scorers. Whoever chooses the scorers (the school's
leaders, or network staff) sees its title and its scorers until its levels are final: never the work, a level or a
comment. No student, family or other colleague sees that it is there, and it is never an evaluation.

A scorer sees the task that they were asked to score. Feedback is its scorer's alone until both have scored and no third
is wanted; then it is seen by the scorers and those who work with the student. The student and the family see what was
settled, and the words that go with it. What a student took back is the student's alone.
"""

from django.db.models import Q, QuerySet

from trellis.core.community.models import Role
from trellis.core.community.viewer import SCHOOL_ROLES, Viewer
from trellis.core.foundation.permissions import register

from .models import (
    ChosenBy,
    FinalLevel,
    PortfolioEntry,
    Scorer,
    ScorerFeedback,
    ScorerLevel,
    Task,
    TaskPart,
    TaskSubmission,
)


def active_seats(viewer: Viewer) -> QuerySet[Scorer]:
    """Return the viewer's own seats as scorer, at schools where they work: of no child whose guardian they have
    become."""
    return _own_seats(viewer).filter(deleted_at=None)


def removed_seats(viewer: Viewer) -> QuerySet[Scorer]:
    """The scorers that the viewer was at those schools: they see nothing of the task by them any more."""
    return _own_seats(viewer).exclude(deleted_at=None)


def _own_seats(viewer: Viewer) -> QuerySet[Scorer]:
    at_own_school = Q(task_part__task__practice="", task_part__task__school__in=viewer.staff_schools)
    works_here = viewer.roles & {*SCHOOL_ROLES, Role.COACH, Role.NETWORK_STAFF}
    networks = [viewer.person.network_id] if works_here else []
    practice = Q(task_part__task__practice__gt="", task_part__task__school__network__in=networks)
    rows = Scorer.objects.unscoped("find the parts that the viewer is asked to score").filter(
        at_own_school | practice, person=viewer.person_id, person__isnull=False
    )
    return rows.exclude(task_part__task__student__in=viewer.to("person", Role.GUARDIAN))


def _learners(viewer: Viewer, path: str = "") -> Q:
    """Tasks of students whom the viewer has, or is; and one's own pieces of practice as an adult."""
    practice = Q(**{f"{path}practice__gt": "", f"{path}student": viewer.person_id})
    return (Q(**{f"{path}practice": ""}) & viewer.learners(f"{path}student")) | practice


def chooses_condition(viewer: Viewer, path: str = "") -> Q:
    """Colleagues' pieces of practice whose scorers the viewer chooses, by the columns of their task at `path`."""
    led, networks = viewer.to("school", Role.LEADER), viewer.to("network", Role.NETWORK_STAFF)
    at_school = Q(**{f"{path}practice": ChosenBy.SCHOOL, f"{path}school__in": led})
    in_network = Q(**{f"{path}practice": ChosenBy.NETWORK, f"{path}school__network__in": networks})
    return (at_school | in_network) & ~Q(**{f"{path}student": viewer.person_id})


def _in_care(viewer: Viewer, path: str) -> Q:
    """Tasks of students whom the viewer works with."""
    return Q(**{f"{path}practice": ""}) & viewer.in_care(f"{path}student")


def _own_seat_condition(viewer: Viewer, path: str) -> Q:
    return Q(**{f"{path}__in": active_seats(viewer).values("pk")})


def _own_task_part_condition(viewer: Viewer, path: str) -> Q:
    """What belongs to a task part that the viewer scores."""
    return Q(**{f"{path}__in": active_seats(viewer).values("task_part")})


def _own_task_condition(viewer: Viewer, path: str) -> Q:
    return Q(**{f"{path}__in": active_seats(viewer).values("task_part__task")})


def _open_feedback_condition(viewer: Viewer, path: str) -> Q:
    """Feedback that others than its scorer may see, by now."""
    audience = _in_care(viewer, f"{path}task_part__task__") | _own_task_part_condition(
        viewer, f"{path}task_part"
    )
    return Q(**{f"{path}task_part__open_at__isnull": False}) & audience


TASK_RELATED = ("student", "school", "term")
TASK_PART_RELATED = ("task", "task__student", "task__school", "task__term", "submission")
SCORER_RELATED = ("task_part", *(f"task_part__{field}" for field in TASK_PART_RELATED), "person")
FEEDBACK_RELATED = ("scorer", *(f"scorer__{field}" for field in SCORER_RELATED))

register(Task, rows=lambda v: _learners(v) | _own_task_condition(v, "pk"), shows=TASK_RELATED)
register(
    TaskSubmission,
    rows=lambda v: (
        (Q(unsubmitted_at=None) & (_learners(v, "task__") | _own_task_condition(v, "task")))
        | (Q(task__student=v.person_id) & _learners(v, "task__"))
    ),
    shows=("task", "task__student"),
)
register(
    TaskPart,
    rows=lambda v: (
        _learners(v, "task__")
        | _own_task_condition(v, "task")
        | (Q(settled_at=None) & chooses_condition(v, "task__"))
    ),
    shows=TASK_PART_RELATED,
)
register(
    Scorer,
    rows=lambda v: (
        _in_care(v, "task_part__task__")
        | _own_seat_condition(v, "pk")
        | Q(task_part__task__practice__gt="", task_part__task__student=v.person_id)
        | (Q(task_part__settled_at=None) & chooses_condition(v, "task_part__task__"))
    ),
    shows=SCORER_RELATED,
)
register(
    ScorerFeedback,
    rows=lambda v: (
        _own_seat_condition(v, "scorer")
        | _open_feedback_condition(v, "scorer__")
        | (_learners(v, "scorer__task_part__task__") & Q(scorer__task_part__settled_at__isnull=False))
    ),
    shows=FEEDBACK_RELATED,
)
register(
    ScorerLevel,
    rows=lambda v: (
        _own_seat_condition(v, "feedback__scorer") | _open_feedback_condition(v, "feedback__scorer__")
    ),
    shows=("feedback", *(f"feedback__{field}" for field in FEEDBACK_RELATED)),
)
register(
    FinalLevel,
    rows=lambda v: _learners(v, "task_part__task__") | _own_task_condition(v, "task_part__task"),
    shows=("task_part", *(f"task_part__{field}" for field in TASK_PART_RELATED), "by"),
)
register(
    PortfolioEntry,
    rows=lambda v: v.learners("student") | Q(student__in=active_seats(v).values("task_part__task__student")),
    shows=("student", "term", "work"),
)
