"""Who sees a portfolio: the student, the family, and those who work with them; mentors do not.

A reader sees the task that they were asked to read. A reading is its reader's alone until both have read and no third
is wanted; then it is seen by the readers and those who work with the student. The student and the family see what was
settled, and the words that go with it. What a student took back is the student's alone.
"""

from django.db.models import Q, QuerySet

from trellis.core.community.models import Role
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.permissions import register

from .models import (
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
    """The readers that the viewer was at those schools: they see nothing of the task by them any more."""
    return _own_seats(viewer).exclude(deleted_at=None)


def _own_seats(viewer: Viewer) -> QuerySet[Scorer]:
    rows = Scorer.objects.unscoped("find the parts that the viewer is asked to score").filter(
        person=viewer.person_id, person__isnull=False, sitting__task__school__in=viewer.staff_schools
    )
    return rows.exclude(sitting__task__student__in=viewer.to("person", Role.GUARDIAN))


def _own_seat_condition(viewer: Viewer, path: str) -> Q:
    return Q(**{f"{path}__in": active_seats(viewer).values("pk")})


def _own_sitting_condition(viewer: Viewer, path: str) -> Q:
    """What belongs to a sitting that the viewer reads."""
    return Q(**{f"{path}__in": active_seats(viewer).values("sitting")})


def _own_task_condition(viewer: Viewer, path: str) -> Q:
    return Q(**{f"{path}__in": active_seats(viewer).values("sitting__task")})


def _open_reading_condition(viewer: Viewer, path: str) -> Q:
    """Readings that others than their reader may see, by now."""
    audience = viewer.in_care(f"{path}sitting__task__student") | _own_sitting_condition(
        viewer, f"{path}sitting"
    )
    return Q(**{f"{path}sitting__open_at__isnull": False}) & audience


TASK_RELATED = ("student", "school", "term")
SITTING_RELATED = ("task", "task__student", "task__school", "task__term", "version")
READER_RELATED = ("sitting", *(f"sitting__{field}" for field in SITTING_RELATED), "person")
READING_RELATED = ("reader", *(f"reader__{field}" for field in READER_RELATED))

register(Task, rows=lambda v: v.learners("student") | _own_task_condition(v, "pk"), shows=TASK_RELATED)
register(
    TaskSubmission,
    rows=lambda v: (
        (Q(taken_back_at=None) & (v.learners("task__student") | _own_task_condition(v, "task")))
        | (Q(task__student=v.person_id) & v.learners("task__student"))
    ),
    shows=("task", "task__student"),
)
register(
    TaskPart,
    rows=lambda v: v.learners("task__student") | _own_task_condition(v, "task"),
    shows=SITTING_RELATED,
)
register(
    Scorer,
    rows=lambda v: v.in_care("sitting__task__student") | _own_seat_condition(v, "pk"),
    shows=READER_RELATED,
)
register(
    ScorerFeedback,
    rows=lambda v: (
        _own_seat_condition(v, "reader")
        | _open_reading_condition(v, "reader__")
        | (v.learners("reader__sitting__task__student") & Q(reader__sitting__settled_at__isnull=False))
    ),
    shows=READING_RELATED,
)
register(
    ScorerLevel,
    rows=lambda v: (
        _own_seat_condition(v, "reading__reader") | _open_reading_condition(v, "reading__reader__")
    ),
    shows=("reading", *(f"reading__{field}" for field in READING_RELATED)),
)
register(
    FinalLevel,
    rows=lambda v: v.learners("sitting__task__student") | _own_task_condition(v, "sitting__task"),
    shows=("sitting", *(f"sitting__{field}" for field in SITTING_RELATED), "by"),
)
register(
    PortfolioEntry,
    rows=lambda v: v.learners("student") | Q(student__in=active_seats(v).values("sitting__task__student")),
    shows=("student", "term", "work"),
)
