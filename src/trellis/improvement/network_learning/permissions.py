"""Who sees what a network learns: who works for it, and who works at or coaches one of its schools.

Which school started when: the network's program staff; a school's own staff and coaches see that of their school. The
result of a roll-out, over all schools together: program staff, and who leads or counsels at one of the schools.
Students, families, partners and districts read nothing.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from trellis.core.community.models import Role, School
from trellis.core.community.viewer import LEADING_ROLES, Viewer
from trellis.core.foundation.permissions import register
from trellis.improvement.cycles.permissions import networks_of, schools_of

from .models import Belief, BeliefEvidence, RollOut, RollOutSchool


def _starts(viewer: Viewer) -> Q:
    staff = viewer.to("network", Role.NETWORK_STAFF)
    return Q(roll_out__deleted_at=None) & (Q(roll_out__network__in=staff) | Q(school__in=schools_of(viewer)))


register(Belief, rows=lambda v: Q(network__in=networks_of(v)), shows=("network", "by"))
register(
    BeliefEvidence,
    rows=lambda v: Q(belief__deleted_at=None, belief__network__in=networks_of(v)),
    shows=("belief", "belief__network", "by"),
)
register(RollOut, rows=lambda v: Q(network__in=networks_of(v)), shows=("network", "practical", "by"))
register(RollOutSchool, rows=_starts, shows=("roll_out", "roll_out__network", "school"))


def writes_for_network(viewer: Viewer, network_id: UUID) -> bool:
    """Whether the viewer writes what the network learns: its program staff do."""
    return network_id in viewer.to("network", Role.NETWORK_STAFF)


def reads_results(viewer: Viewer, network_id: UUID) -> bool:
    """Whether the viewer reads the result of a roll-out over all schools together."""
    if network_id in viewer.networks:
        return True
    led = School.objects.seen_by(viewer).filter(
        network=network_id, pk__in=viewer.to("school", *LEADING_ROLES)
    )
    return led.exists()
