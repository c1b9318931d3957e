"""What is sent on a schedule: once a week, an email to each mentor with days to confirm."""

from __future__ import annotations

from datetime import datetime, timedelta

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Link
from trellis.core.community.selectors import school_of
from trellis.core.foundation.daily_tasks import PageUrlBuilder

from .confirming import LINK_PURPOSE, send_confirmation_request
from .models import InternshipDay, Placement

ASK_INTERVAL = timedelta(days=6, hours=12)
MAX_TIME_ZONE_LEAD = timedelta(days=1)
"""A school east of Greenwich may be a day ahead of UTC: `_has_past_unconfirmed_day` asks each school's own clock."""


def ask_mentors(now: datetime, address: PageUrlBuilder) -> int:
    """Ask the mentors of days that were logged before today and that nobody has confirmed; each once a week."""
    unconfirmed_days = (
        InternshipDay.objects.awaiting_confirmation()
        .system()
        .filter(date__lt=now.date() + MAX_TIME_ZONE_LEAD)
    )
    recent_links = Link.objects.system().filter(purpose=LINK_PURPOSE, created__gt=now - ASK_INTERVAL)
    placements = (
        Placement.objects.system()
        .filter(pk__in=unconfirmed_days.values("placement"), deleted_at=None, mentor__isnull=False)
        .exclude(mentor__email="")
        .exclude(pk__in=recent_links.values("about_id"))
        .select_related("student", "site", "mentor")
    )
    due = [placement for placement in placements if _has_past_unconfirmed_day(placement, now)]
    for placement in due:
        send_confirmation_request(placement, None, lambda token: address("confirm-days", token))
    return len(due)


def _has_past_unconfirmed_day(placement: Placement, now: datetime) -> bool:
    """Whether an unconfirmed day is over where the school stands: nobody is asked on the day itself."""
    today = school_local_time(school_of(placement.student_id), now).date()
    unconfirmed_days = InternshipDay.objects.awaiting_confirmation().system()
    return unconfirmed_days.filter(placement=placement, date__lt=today).exists()
