"""Who sees how groups are formed and what a team writes down: adults at school, and never more than they need.

No student, family or mentor sees any of it. A talk about a student is seen by whoever works with that student.
"""

from django.db.models import Q

from trellis.core.community.models import Group, Role
from trellis.core.community.viewer import LEADING_ROLES, TEACHING_ROLES, Viewer
from trellis.core.foundation.permissions import register

from .models import (
    Commitment,
    DraftGroup,
    DraftGroupAdult,
    DraftSeat,
    GroupDraft,
    Meeting,
    PairRequest,
    StudentDiscussion,
)
from .traits import TRAITS

BACKGROUND_TRAITS = ("learner",)
"""Traits that are read from `community.Demographics`."""
MEETING_KINDS = (Group.Kind.TEAM, Group.Kind.STRAND)
"""The kinds of groups whose teachers meet."""


def _draft_condition(viewer: Viewer, path: str = "") -> Q:
    """A leader's and counselor's: all of their school. A teacher's: work groups made from a group of theirs."""
    led = Q(**{f"{path}school__in": viewer.to("school", *LEADING_ROLES)})
    own_groups = viewer.to("group", Role.ADVISOR, Role.TEACHER)
    return led | Q(**{f"{path}kind": GroupDraft.Kind.WORK, f"{path}source__in": own_groups})


def _team_condition(viewer: Viewer) -> Q:
    """What belongs to a group in which one works, or to any of a school that one leads."""
    return Q(group__in=viewer.to("group", *TEACHING_ROLES)) | Q(
        group__school__in=viewer.to("school", *LEADING_ROLES)
    )


register(GroupDraft, rows=_draft_condition, shows=("school", "source", "within__draft", "within", "made_by"))
register(
    DraftGroup,
    rows=lambda v: _draft_condition(v, "draft__"),
    shows=("draft", "draft__school", "draft__source", "group"),
)
register(
    DraftGroupAdult,
    rows=lambda v: _draft_condition(v, "draft_group__draft__"),
    shows=("draft_group", "draft_group__draft", "person"),
)
register(
    DraftSeat,
    rows=lambda v: _draft_condition(v, "draft__") & v.in_care("student"),
    shows=("draft", "student"),
)
register(
    PairRequest, rows=lambda v: v.in_care("first") & v.in_care("second"), shows=("first", "second", "by")
)
register(Meeting, rows=_team_condition, shows=("group",))
register(Commitment, rows=_team_condition, shows=("group", "meeting", "who"))
register(StudentDiscussion, rows=lambda v: v.in_care("student"), shows=("student", "meeting"))


def may_form_at(viewer: Viewer, school_id: object) -> bool:
    """Whether the viewer forms teams, strands and advisories there: who leads or counsels at the school."""
    return school_id in viewer.to("school", *LEADING_ROLES)


def may_form_from(viewer: Viewer, group: Group) -> bool:
    """Whether the viewer forms work groups from a group: who advises or teaches it, or leads the school."""
    is_own_group = group.pk in viewer.to("group", Role.ADVISOR, Role.TEACHER)
    return is_own_group or may_form_at(viewer, group.school_id)


def may_write_in_meeting(viewer: Viewer, group: Group) -> bool:
    """Whether the viewer writes in a team's meeting: who works in the team, or leads or counsels at the school."""
    return group.pk in viewer.to("group", *TEACHING_ROLES) or may_form_at(viewer, group.school_id)


def traits_to_mix_by(viewer: Viewer, school_id: object) -> tuple[str, ...]:
    """Return the traits that the viewer may mix students by: only those that they may see of each by name.

    Whoever could mix by more would learn it: two drafts that differ in one trait alone tell of whom they move. A
    student's languages are open to their teachers; their background is for those who lead or counsel.
    """
    return tuple(
        trait for trait in TRAITS if trait not in BACKGROUND_TRAITS or may_form_at(viewer, school_id)
    )
