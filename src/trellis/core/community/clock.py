"""The day and time on a school's own clock."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from trellis.core.foundation.prepared_queries import PreparedQuery

from .models import Network, Role, School
from .viewer import Viewer

_ZONES_OF_SCHOOLS = PreparedQuery(School, lambda schools: schools.values_list("time_zone", flat=True))
_ZONES_OF_NETWORKS = PreparedQuery(Network, lambda networks: networks.values_list("time_zone", flat=True))


def zone_named(name: str) -> ZoneInfo:
    """The time zone of that name; UTC where this machine knows none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def school_local_time(school: School | None, now: datetime) -> datetime:
    """`now` on the school's own clock; UTC where it has none that this machine knows."""
    return now.astimezone(zone_named(school.time_zone if school else "UTC"))


def today_by_time_zone(now: datetime) -> dict[str, date]:
    """Today's date in each time zone of the schools, by its name."""
    names = (
        School.objects.unscoped("find the time zones of schools")
        .order_by()
        .values_list("time_zone", flat=True)
    )
    return {name: now.astimezone(zone_named(name)).date() for name in names.distinct()}


def zone_of_viewer(viewer: Viewer) -> ZoneInfo:
    """Return the time zone of the viewer's schools, or of their network where the schools have several or none."""
    names = viewer.time_zones | _zones_of_districts(viewer)
    if len(names) != 1:
        reason = "find the time zone of the viewer's network"
        names = set(_ZONES_OF_NETWORKS.unscoped(reason, pk=viewer.person.network_id))
    return zone_named(names.pop()) if names else ZoneInfo("UTC")


def _zones_of_districts(viewer: Viewer) -> set[str]:
    """The time zones of the schools of the viewer's districts."""
    districts = viewer.to("district", *Role.values)
    reason = "find the time zones of the viewer's districts"
    return set(_ZONES_OF_SCHOOLS.unscoped(reason, district__in=districts)) if districts else set()
