"""Between a cycle and an idea: sharing a decided cycle, and starting a cycle from an idea."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.core.community.models import Network, School
from trellis.core.community.viewer import Viewer
from trellis.improvement.cycles.models import Cycle
from trellis.improvement.cycles.page_hooks import CycleAction
from trellis.improvement.cycles.permissions import may_write

from . import services
from .models import ChangeIdea, IdeaTest


def share_action(viewer: Viewer, cycle: Cycle) -> CycleAction | None:
    """The link for who writes a cycle that is decided."""
    if not cycle.decision or not may_write(viewer, cycle):
        return None
    shared = IdeaTest.objects.seen_by(viewer).filter(cycle=cycle, shared_at__isnull=False).exists()
    label = _("Change what you share") if shared else _("Share this idea with the network")
    return CycleAction(label, reverse("share-cycle", args=[cycle.pk]))


def fill_in_idea(viewer: Viewer, place: Network | School, key: str) -> dict[str, object]:
    """What a cycle starts with that tries an idea of the network."""
    idea = _idea(viewer, place.pk if isinstance(place, Network) else place.network_id, key)
    return {"title": idea.title, "change_idea": idea.how} if idea else {}


def link_to_idea(viewer: Viewer, cycle: Cycle, key: str) -> None:
    """Once a cycle that tries an idea is saved."""
    idea = _idea(viewer, cycle.place.network_id if cycle.place else cycle.network_id, key)
    if idea:
        services.link_cycle(idea, cycle, viewer.person_id)


def _idea(viewer: Viewer, network_id: UUID | None, key: str) -> ChangeIdea | None:
    try:
        pk = UUID(key)
    except ValueError:
        return None
    return ChangeIdea.objects.seen_by(viewer).filter(network=network_id, pk=pk).first()
