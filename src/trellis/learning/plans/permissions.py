"""Who sees a plan: whoever has a tie to the student. Who writes in it: the student, and who works with them. Who signs
it: whoever the model names, each for themselves (`selectors.expected_signers`)."""

from django.db.models import Q

from trellis.core.community.models import Person, Role
from trellis.core.community.selectors import works_with
from trellis.core.community.viewer import LEADING_ROLES, Viewer
from trellis.core.foundation.permissions import register

from .models import Goal, Handover, Plan, PlanSignature, PlanVersion

register(Plan, rows=lambda v: v.students("student"), shows=("student", "term"))
register(Goal, rows=lambda v: v.students("plan__student"), shows=("plan", "plan__student", "outcome"))
register(
    PlanVersion,
    rows=lambda v: v.learners("plan__student"),
    shows=("plan", "plan__student", "plan__term", "saved_by"),
)
register(
    PlanSignature,
    rows=lambda v: v.learners("version__plan__student"),
    shows=("version", "version__plan", "person", "witness"),
)
register(
    Handover,
    rows=lambda v: (
        Q(group__in=v.to("group", Role.ADVISOR)) | Q(group__school__in=v.to("school", *LEADING_ROLES))
    ),
    shows=("group", "giver", "taker"),
)


def may_write(viewer: Viewer, student: Person) -> bool:
    """Whether the viewer may write in the student's plan: the student, or an adult who works with them."""
    if student.pk == viewer.person_id:
        return Role.STUDENT in viewer.roles
    return works_with(viewer, student)


def may_lead_meeting(viewer: Viewer, student: Person) -> bool:
    """Whether the viewer may hold the plan meeting, send links to sign, and note signatures on paper: an adult who
    works with the student."""
    return student.pk != viewer.person_id and may_write(viewer, student)
