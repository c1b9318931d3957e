"""Who sees what of a coach's visits, as each page says it.

Visit, summary and commitments: the school's coaches and leaders, and whoever works for the network. Notes: the coach
who works with the school. A private note: who wrote it, while they coach the school. A commitment: its owner too.
"""

from __future__ import annotations

from django.db.models import Q

from trellis.core.community.models import Role
from trellis.core.community.viewer import TEACHING_ROLES, Viewer
from trellis.core.foundation.permissions import register

from .models import CoachHandover, CoachVisit, PrivateNote, VisitCommitment, VisitNote, VisitSummary


def _around(viewer: Viewer, path: str = "") -> Q:
    """Of schools that the viewer coaches or leads, and of the networks that they work for."""
    return Q(**{f"{path}school__in": viewer.to("school", Role.COACH, Role.LEADER)}) | Q(
        **{f"{path}school__network__in": viewer.networks}
    )


def _coached(viewer: Viewer) -> Q:
    return Q(visit__school__in=viewer.to("school", Role.COACH))


def owned_by(viewer: Viewer) -> Q:
    """Commitments that are the viewer's to keep: their own, and those of a team or a network in which they work."""
    of_network = Q(owner_kind=VisitCommitment.Owner.NETWORK.value) & Q(
        visit__school__network__in=viewer.to("network", Role.NETWORK_STAFF)
    )
    return Q(owner=viewer.person_id) | Q(team__in=viewer.to("group", *TEACHING_ROLES)) | of_network


def may_write_notes(viewer: Viewer, visit: CoachVisit) -> bool:
    """Whether the viewer is the coach who works with the school: they write notes and share a summary."""
    return visit.current_coach_id == viewer.person_id and visit.school_id in viewer.to("school", Role.COACH)


def leads(viewer: Viewer, visit: CoachVisit) -> bool:
    """Whether the viewer leads the school: a summary is shared with them."""
    return visit.school_id in viewer.to("school", Role.LEADER)


register(CoachVisit, rows=_around, shows=("school", "school__network", "coach", "current_coach"))
register(
    VisitNote,
    rows=lambda v: Q(visit__current_coach=v.person_id) & _coached(v),
    shows=("visit", "visit__school", "by"),
)
register(PrivateNote, rows=lambda v: Q(by=v.person_id) & _coached(v), shows=("visit", "visit__school", "by"))
register(
    VisitCommitment,
    rows=lambda v: _around(v, "visit__") | owned_by(v),
    shows=("visit", "visit__school", "owner", "team", "checked_by"),
)
register(
    VisitSummary,
    rows=lambda v: _around(v, "visit__"),
    shows=("visit", "visit__school", "shared_by", "read_by"),
)
register(CoachHandover, rows=_around, shows=("school", "from_coach", "to_coach"))
