"""The cycles of a team, on its page."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse

from trellis.core.community.models import Group
from trellis.core.community.viewer import Viewer

from .models import Cycle
from .permissions import TEAM_KINDS, writes_for_team
from .selectors import OWNER

FINISHED_SHOWN = 3


def team_cycles(viewer: Viewer, group: Group) -> Mapping[str, object]:
    """Open cycles, the one that is due first first; the last ones that ended; and the page that starts one."""
    cycles = Cycle.objects.seen_by(viewer).filter(team=group).select_related(*OWNER)
    starts = group.kind in TEAM_KINDS and writes_for_team(viewer, group)
    start_url = reverse("start-school-cycle", args=[group.school_id])
    return {
        "open": list(cycles.filter(decision="").order_by("due", "pk")),
        "finished": list(cycles.exclude(decision="").order_by("-decided_on", "-pk")[:FINISHED_SHOWN]),
        "start_url": f"{start_url}?team={group.pk}" if starts else "",
        "all_url": reverse("school-improvement", args=[group.school_id]),
    }
