"""What happens to figures by itself, once a day."""

from datetime import datetime

from trellis.core.community.models import Network
from trellis.core.foundation.daily_tasks import PageUrlBuilder

from .services import update_networks


def update_figures(_now: datetime, _address: PageUrlBuilder) -> int:
    """Update the figures of every network; gives how many were updated."""
    networks = Network.objects.system().filter(deleted_at=None)
    return update_networks(networks.order_by("slug"))
