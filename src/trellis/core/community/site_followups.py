"""What follows when an internship site or a support partner is added. Higher apps register it; it runs in the act that
added the row, and is given the network's id."""

from collections.abc import Callable
from uuid import UUID

from trellis.core.foundation.registry import Registry

SITE_FOLLOWUPS: Registry[str, Callable[[UUID], object]] = Registry(
    "site-followups", "what follows when a site or a partner is added"
)


def follow_up_on_site(network_id: UUID) -> None:
    """Run what higher apps registered."""
    for follow_up in SITE_FOLLOWUPS.values():
        follow_up(network_id)
