"""When figures are updated by themselves: once a day, and after a school has adopted a model."""

import logging
from datetime import datetime

from trellis.community.models import Network
from trellis.foundation.daily import Address

from .actions import update_networks

log = logging.getLogger(__name__)


def update_figures(_now: datetime, _address: Address) -> int:
    """Update the figures of every network; gives how many were updated."""
    networks = Network.objects.unscoped("the networks whose figures are updated").filter(deleted_at=None)
    return update_networks(networks.order_by("slug"))


def update_after_adoption(network: Network) -> None:
    """Update a network's figures: another model asks for other measures. The adoption stands whatever comes of it."""
    try:
        update_networks([network])
    except Exception:
        log.exception("Figures could not be updated after an adoption; they will be tonight.")
