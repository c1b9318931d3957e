"""What day and hour it is where a school stands."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import Q, QuerySet

from .models import Group, Network, Role, School, Tie
from .viewer import Viewer, active


def at_school(school: School | None, now: datetime) -> datetime:
    """`now` on the school's own clock; UTC where it has none that this machine knows."""
    try:
        return now.astimezone(ZoneInfo(school.time_zone if school else "UTC"))
    except (ZoneInfoNotFoundError, ValueError):
        return now.astimezone(ZoneInfo("UTC"))


def zone_of_viewer(viewer: Viewer) -> ZoneInfo:
    """Return the time zone of the viewer's schools, or of their network where the schools have several or none."""
    names = set(_schools_of(viewer).values_list("time_zone", flat=True).distinct())
    if len(names) != 1:
        own = Network.objects.unscoped("the clock of the viewer's network")
        names = set(own.filter(pk=viewer.person.network_id).values_list("time_zone", flat=True))
    try:
        return ZoneInfo(names.pop())
    except (KeyError, ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _schools_of(viewer: Viewer) -> QuerySet[School]:
    """The schools that the viewer is tied to: directly, by a group, by a student, or by a district."""
    groups = Group.objects.unscoped("the schools of the viewer's groups")
    ties = Tie.objects.unscoped("the schools of the viewer's students")
    ties = ties.filter(active(viewer.now), person__in=viewer.own_children, to_school__isnull=False)
    return School.objects.unscoped("the clock of the viewer's schools").filter(
        Q(pk__in=viewer.to("school", *Role.values))
        | Q(pk__in=groups.filter(pk__in=viewer.to("group", *Role.values)).values("school"))
        | Q(pk__in=ties.values("to_school"))
        | Q(district__in=viewer.to("district", *Role.values))
    )
