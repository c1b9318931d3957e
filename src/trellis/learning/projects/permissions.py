"""Who sees a project: the people of its school; its design, those who work there; pieces, students' ties.

A colleague of another school who is invited to a tuning session sees the session and the files of the design, and no
other row of the project. The design itself comes to them as a `ProjectBody`, which holds nothing about students.
"""

from uuid import UUID

from django.db.models import Q

from trellis.core.community.models import Role, School
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.permissions import NOBODY, register
from trellis.core.foundation.query_forms import IdsOf

from .models import (
    Agenda,
    Author,
    Contract,
    Feedback,
    Member,
    NeedToKnow,
    Part,
    Product,
    Project,
    Resource,
    Scaffold,
    Standard,
    Step,
    StepDone,
    StepSubmission,
    TextVersion,
    TuningComment,
    TuningInvitation,
    TuningSession,
)

LEADER_ROLES = (Role.LEADER,)

register(Project, rows=lambda v: Q(school__in=v.schools), shows=("school",))
register(Step, rows=lambda v: Q(project__school__in=v.schools), shows=("project", "product", "example"))
register(Product, rows=lambda v: Q(project__school__in=v.schools), shows=("project",))
register(Standard, rows=lambda v: Q(project__school__in=v.schools), shows=("project", "outcome"))
register(Scaffold, rows=lambda v: Q(project__school__in=v.schools), shows=("project",))
register(
    Resource,
    rows=lambda v: Q(project__school__in=v.schools) | _invited(v, "project", "session__project"),
    shows=("project",),
)
register(Agenda, rows=lambda v: Q(project__school__in=v.schools), shows=("project",))
register(Author, rows=lambda v: Q(project__school__in=v.schools), shows=("project", "person"))
register(Part, rows=lambda v: Q(project__school__in=v.staff_schools), shows=("project",))
register(
    TextVersion,
    rows=lambda v: Q(part__project__school__in=v.staff_schools),
    shows=("part", "part__project", "by"),
)
register(
    TuningSession,
    rows=lambda v: Q(project__school__in=v.staff_schools) | _invited(v, "pk"),
    shows=("project", "project__school", "arranged_by"),
)
register(
    TuningInvitation,
    rows=lambda v: Q(session__project__school__in=v.staff_schools) | _invited(v, "session"),
    shows=("session", "session__project", "session__project__school", "person", "invited_by"),
)
register(
    TuningComment,
    rows=lambda v: Q(project__school__in=v.staff_schools) | _invited(v, "session"),
    shows=("project", "session", "by"),
)
register(Member, rows=lambda v: v.learners("student"), shows=("student", "project"))
register(
    StepDone,
    rows=lambda v: v.learners("member__student"),
    shows=("member", "member__student", "step", "step__project", "step__product", "returned_by"),
)
register(
    StepSubmission,
    rows=lambda v: (
        v.learners("member__student")
        | _teammates_condition(v, "member__project", "member__team")
        | Q(shared=True, member__project__in=_own_project_ids(v))
    ),
    shows=("member", "member__student", "member__project", "step", "step__project"),
)
register(
    Feedback,
    rows=lambda v: v.learners("piece__member__student") | Q(by=v.person_id),
    shows=("piece", "piece__member", "piece__member__student", "piece__step", "by"),
)
register(
    NeedToKnow,
    rows=lambda v: Q(project__school__in=v.staff_schools) | Q(project__in=_own_project_ids(v)),
    shows=("project", "by", "closed_by"),
)
register(
    Contract,
    rows=lambda v: Q(project__school__in=v.staff_schools) | Q(project__in=_own_project_ids(v)),
    shows=("project",),
)


def _invited(viewer: Viewer, path: str, column: str = "session") -> Q:
    """What the viewer is invited to, while they work at a school of the project's network: by the session's id at
    `path`, or that of another `column` of the invitation."""
    if not viewer.staff_schools:
        return NOBODY
    networks = IdsOf(
        School, "network", Q(pk__in=viewer.staff_schools), reason="find where the viewer works: access itself"
    )
    invitations = IdsOf(
        TuningInvitation,
        column,
        Q(person=viewer.person_id, deleted_at__isnull=True, session__deleted_at__isnull=True),
        Q(session__project__deleted_at__isnull=True, session__project__school__network__in=networks),
        reason="find the tuning sessions that the viewer is invited to: access itself",
    )
    return Q(**{f"{path}__in": invitations})


def _own_project_ids(viewer: Viewer) -> object:
    """Projects that the viewer, as a student, works in."""
    member = Member.objects.unscoped("find the projects that the viewer is a member of").filter(
        student=viewer.person_id, deleted_at=None
    )
    return member.values("project")


def _teammates_condition(viewer: Viewer, project: str, team: str) -> Q:
    """Pieces of the viewer's own team: a condition for each project they are in."""
    memberships = Member.objects.unscoped("find the teams that the viewer is on").filter(
        student=viewer.person_id, deleted_at=None
    )
    mates = Q(pk__in=())
    for project_id, number in memberships.values_list("project", "team"):
        mates |= Q(**{project: project_id, team: number})
    return mates


def may_write(viewer: Viewer, project: Project) -> bool:
    """Whether the viewer designs and runs the project: one of its teachers, or who leads the school."""
    if project.school_id in viewer.to("school", *LEADER_ROLES):
        return True
    authorships = Author.objects.seen_by(viewer).filter(project=project, person=viewer.person_id)
    return project.school_id in viewer.staff_schools and authorships.exists()


def own_project_ids(viewer: Viewer) -> list[UUID]:
    """The projects that the viewer designs and runs as one of their teachers."""
    authorships = Author.objects.seen_by(viewer).filter(person=viewer.person_id)
    return list(authorships.values_list("project_id", flat=True))


def own_membership(viewer: Viewer, project: Project) -> Member | None:
    """Return the viewer's own membership in the project, as a student, or None."""
    memberships = Member.objects.seen_by(viewer).filter(project=project, student=viewer.person_id)
    return memberships.select_related("project").first()
