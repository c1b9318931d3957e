"""Every day, organizations for sites and partners that have none, and relationships from new placements."""

from __future__ import annotations

from datetime import datetime

from trellis.core.community.models import Network
from trellis.core.foundation.daily_tasks import PageUrlBuilder

from .adoption import adopt_network


def adopt_every_network(_now: datetime, _page_url: PageUrlBuilder) -> int:
    """Run `adopt_network` for each network, and return how many organizations were added."""
    networks = Network.objects.system().filter(deleted_at=None).order_by("pk")
    return sum(adopt_network(network) for network in networks.values_list("pk", flat=True))
