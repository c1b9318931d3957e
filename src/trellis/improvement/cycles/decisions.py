"""What waits for who owns a cycle: a decision that is due, or a meeting that comes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.core.community.decisions import Decision
from trellis.core.community.models import Role
from trellis.core.community.viewer import LEADING_ROLES, TEACHING_ROLES, Viewer
from trellis.core.foundation.formatting import format_day
from trellis.core.foundation.prepared_queries import PreparedQuery

from .models import Cycle

AHEAD = timedelta(days=3)
SHOWN = 6
_OPEN = PreparedQuery(Cycle, lambda rows: rows.order_by("due", "pk")[:SHOWN])


def waiting_cycles(viewer: Viewer, today: date) -> list[Cycle]:
    """Open cycles of the viewer's team, school or network whose decision is due, or whose meeting is in three days."""
    teams = viewer.to("group", *TEACHING_ROLES)
    schools, networks = viewer.to("school", *LEADING_ROLES), viewer.to("network", Role.NETWORK_STAFF)
    if not teams | schools | networks:
        return []
    owned = Q(team__in=teams) | Q(school__in=schools) | Q(network__in=networks)
    soon = Q(due__lte=today) | Q(next_meeting__gte=today, next_meeting__lte=today + AHEAD)
    return _OPEN.seen_by(viewer, owned & soon, decision="")


def cycle_decisions(viewer: Viewer, today: date) -> Iterator[Decision]:
    """Each cycle that waits, with what it waits for."""
    for cycle in waiting_cycles(viewer, today):
        is_due = cycle.due <= today
        day = cycle.due if is_due or cycle.next_meeting is None else cycle.next_meeting
        line = _("Decide by %(day)s.") if is_due else _("Next meeting: %(day)s.")
        yield Decision(
            cycle.title,
            line % {"day": format_day(day)},
            reverse("cycle", args=[cycle.pk]),
            _("Decide") if is_due else _("Open"),
        )
