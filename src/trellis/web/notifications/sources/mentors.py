"""What a mentor is told: days to confirm, with a link for each student, once a week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import ngettext

from trellis.core.community.models import Link
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.daily_tasks import PageUrlBuilder
from trellis.learning.internships.confirming import LINK_PURPOSE, issue_confirmation_link
from trellis.learning.internships.models import InternshipDay, Placement

from ..registry import DigestItem

ASK_INTERVAL = timedelta(days=6, hours=12)
"""Who was asked about a student in this time, by the school or by an email, is not asked again."""


def days_to_confirm(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """Days that are over where the school stands and that nobody has confirmed, for each student once a week."""
    placements = Placement.objects.seen_by(viewer).filter(mentor=viewer.person_id, deleted_at=None)
    recent_links = Link.objects.unscoped("find out whether a mentor was asked lately").filter(
        purpose=LINK_PURPOSE, created__gt=viewer.now - ASK_INTERVAL
    )
    due = placements.exclude(pk__in=recent_links.values("about_id"))
    days = InternshipDay.objects.awaiting_confirmation().seen_by(viewer)
    over = days.filter(placement__in=due, date__lt=timezone.localdate(viewer.now))
    counts = Counter(over.values_list("placement", flat=True))
    for placement in due.filter(pk__in=counts).select_related("student", "mentor").order_by("created"):
        count = counts[placement.pk]
        text = ngettext("%(name)s has %(n)s day to confirm.", "%(name)s has %(n)s days to confirm.", count)
        yield DigestItem(
            text % {"name": placement.student.first_name, "n": count}, _new_confirmation_link(placement)
        )


def _new_confirmation_link(placement: Placement) -> Callable[[PageUrlBuilder], str]:
    """Return what creates the mentor's link when the email is sent; earlier ones stop working."""
    return lambda address: issue_confirmation_link(
        placement, None, lambda token: address("confirm-days", token)
    )
