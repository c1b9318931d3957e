"""Who sees sums over students: the network's people for the network, a school's leaders for their school."""

from django.db.models import Q

from trellis.core.community.viewer import LEADING_ROLES
from trellis.core.foundation.permissions import register

from .models import Rollup, Snapshot

register(
    Rollup,
    rows=lambda v: (
        Q(network__in=v.networks) | Q(school__in=v.to("school", *LEADING_ROLES) | v.overseen_schools)
    ),
    shows=("school", "network"),
)
register(Snapshot, rows=lambda v: Q(network__in=v.home_networks))
