"""Questions that an operator asks at the command line, where no viewer is."""

from __future__ import annotations

from trellis.foundation.refusal import Refusal

from .models import Network


def network_named(slug: str | None) -> Network:
    """The network with that short name; without one, the only network there is. Raises Refusal."""
    networks = list(Network.objects.unscoped("the operator names a network").order_by("slug"))
    if not networks:
        raise Refusal("There is no network yet. Open one first: trellis open")
    if slug is None and len(networks) == 1:
        return networks[0]
    for network in networks:
        if network.slug == slug:
            return network
    names = ", ".join(network.slug for network in networks)
    raise Refusal(f"Say which network with --network. There is: {names}")
