"""Who sees a credential: whoever earned it, and once they share it, the adults of the network's schools.

The pieces that it was earned by stay with the adult and the scorers, as `assessment/portfolios/permissions.py` says.
"""

from __future__ import annotations

from django.db.models import Q

from trellis.core.community.models import Role
from trellis.core.community.viewer import SCHOOL_ROLES, Viewer
from trellis.core.foundation.permissions import register

from ..models import CredentialAward

PRACTICE_ROLES = (*SCHOOL_ROLES, Role.COACH, Role.NETWORK_STAFF)
"""Adults who have a page for their practice."""


def _awards(viewer: Viewer) -> Q:
    earned = Q(person=viewer.person_id)
    if not viewer.roles & set(PRACTICE_ROLES):
        return earned
    return earned | Q(shared_at__isnull=False, network__in=viewer.home_networks)


register(CredentialAward, rows=_awards, shows=("person", "school", "network"))
