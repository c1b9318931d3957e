"""The day and time on a school's own clock."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import Q, QuerySet

from .models import Group, Network, Role, School, Tie
from .viewer import Viewer, active_at


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
    names = set(_schools_of(viewer).values_list("time_zone", flat=True).distinct())
    if len(names) != 1:
        networks = Network.objects.unscoped("find the time zone of the viewer's network")
        names = set(networks.filter(pk=viewer.person.network_id).values_list("time_zone", flat=True))
    return zone_named(names.pop()) if names else ZoneInfo("UTC")


def _schools_of(viewer: Viewer) -> QuerySet[School]:
    """The schools that the viewer is tied to: directly, by a group, by a student, or by a district."""
    groups = Group.objects.unscoped("find the schools of the viewer's groups: access itself")
    ties = Tie.objects.unscoped("find the schools of the viewer's students")
    ties = ties.filter(active_at(viewer.now), person__in=viewer.own_children, to_school__isnull=False)
    return School.objects.unscoped("find the time zone of the viewer's schools").filter(
        Q(pk__in=viewer.to("school", *Role.values))
        | Q(pk__in=groups.filter(pk__in=viewer.to("group", *Role.values)).values("school"))
        | Q(pk__in=ties.values("to_school"))
        | Q(district__in=viewer.to("district", *Role.values))
    )
