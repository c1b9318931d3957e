"""What runs daily: closing packets that are confirmed once both days have come."""

from __future__ import annotations

from datetime import datetime

from trellis.core.community.clock import zone_named
from trellis.core.community.models import School
from trellis.core.foundation.daily_tasks import PageUrlBuilder

from .handover_services import close_handovers
from .models import LeaderHandover


def close_finished_handovers(now: datetime, address: PageUrlBuilder) -> int:
    """Close them on each school's own day. Running it again closes none."""
    waiting = LeaderHandover.objects.system().filter(status=LeaderHandover.Status.CONFIRMED, deleted_at=None)
    schools = School.objects.system().filter(pk__in=waiting.values("school"))
    return close_handovers(
        {school.pk: now.astimezone(zone_named(school.time_zone)).date() for school in schools}
    )
