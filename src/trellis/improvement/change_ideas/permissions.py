"""Who reads change ideas: who works for the network, and who works at or coaches one of its schools.

A test that is not shared is read where its cycle is: by who works at the school. Students, families, partners and
districts read nothing.
"""

from __future__ import annotations

from django.db.models import Q

from trellis.core.community.models import Role
from trellis.core.community.viewer import LEADING_ROLES, Viewer
from trellis.core.foundation.permissions import register
from trellis.improvement.cycles.permissions import networks_of

from .models import ChangeIdea, IdeaTest


def _tests(viewer: Viewer) -> Q:
    shared = Q(idea__network__in=networks_of(viewer), shared_at__isnull=False)
    of_workplace = Q(school__in=viewer.staff_schools) | Q(
        school=None, idea__network__in=viewer.to("network", Role.NETWORK_STAFF)
    )
    return Q(deleted_at=None, idea__deleted_at=None) & (shared | of_workplace)


register(
    ChangeIdea,
    rows=lambda v: Q(network__in=networks_of(v), deleted_at=None),
    shows=("network", "school", "created_by"),
)
register(IdeaTest, rows=_tests, shows=("idea", "idea__network", "school", "shared_by"))


def may_edit(viewer: Viewer, idea: ChangeIdea) -> bool:
    """Whether the viewer changes an idea's text: network program staff, and leaders of the school it came from."""
    if idea.network_id in viewer.to("network", Role.NETWORK_STAFF):
        return True
    return idea.school_id is not None and idea.school_id in viewer.to("school", *LEADING_ROLES)
