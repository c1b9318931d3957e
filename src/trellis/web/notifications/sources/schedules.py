"""What people of a school are told about its week: a draft that was shared with staff, and a week that was adopted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from trellis.core.community.viewer import Viewer
from trellis.core.foundation.formatting import format_day
from trellis.learning.schedules.models import WeekDesign

from ..registry import DigestItem, page_link


def shared_weeks(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """Drafts that were shared with the staff of their school since then, and are neither adopted nor discarded."""
    drafts = WeekDesign.objects.open().seen_by(viewer).filter(shared_at__gt=since)
    for design in drafts.filter(school__in=viewer.staff_schools).order_by("shared_at"):
        if design.made_by_id != viewer.person_id:
            text = _("A draft of the school’s week to look at: %(title)s")
            yield DigestItem(text % {"title": design.title}, page_link("week-design", design.pk))


def adopted_weeks(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """Weeks of one's own school that were adopted since then."""
    weeks = WeekDesign.objects.adopted().seen_by(viewer).filter(adopted_at__gt=since)
    for design in weeks.filter(school__in=viewer.schools).order_by("starts"):
        if design.starts:
            text = _("Your school has a new week of lessons from %(day)s.")
            yield DigestItem(text % {"day": format_day(design.starts)}, page_link("my-week"))
