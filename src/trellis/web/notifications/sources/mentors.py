"""What a mentor is told: days to confirm, with a link for each student, once a week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import ngettext

from trellis.core.community.links import sign_link
from trellis.core.community.models import Link
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.daily_tasks import PageUrlBuilder
from trellis.learning.internships import confirming
from trellis.learning.internships.models import InternshipDay, Placement

from ..registry import DigestItem

ASK_INTERVAL = timedelta(days=6, hours=12)
"""Who was asked about a student in this time, by the school or by an email, is not asked again."""


def days_to_confirm(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """Days that are over where the school stands and that nobody has confirmed, for each student once a week."""
    placements = Placement.objects.seen_by(viewer).filter(
        mentor=viewer.person_id, host_school=None, deleted_at=None
    )
    recent_links = Link.objects.unscoped("find out whether a mentor was asked lately").filter(
        confirming.ASKED, purpose=confirming.LINK_PURPOSE, created__gt=viewer.now - ASK_INTERVAL
    )
    due = placements.exclude(pk__in=recent_links.values("about_id"))
    days = InternshipDay.objects.awaiting_confirmation().seen_by(viewer)
    over = days.filter(placement__in=due, date__lt=timezone.localdate(viewer.now))
    counts = Counter(over.values_list("placement", flat=True))
    for placement in due.filter(pk__in=counts).select_related("student", "mentor").order_by("created"):
        count = counts[placement.pk]
        text = ngettext("%(name)s has %(n)s day to confirm.", "%(name)s has %(n)s days to confirm.", count)
        link = _ConfirmationLink(placement)
        yield DigestItem(
            text % {"name": placement.student.first_name, "n": count},
            link.make_url,
            on_sent=link.mark_sent,
            on_failed=link.remove,
        )


class _ConfirmationLink:
    """The link that an email brings: created when the email is put together, in force once it has gone out."""

    def __init__(self, placement: Placement) -> None:
        self.placement = placement
        self.link: Link | None = None

    def make_url(self, address: PageUrlBuilder) -> str:
        self.link = confirming.prepare_confirmation_link(self.placement)
        return address("confirm-days", sign_link(self.link))

    def mark_sent(self) -> None:
        if self.link:
            confirming.mark_link_emailed(self.link)

    def remove(self) -> None:
        if self.link:
            confirming.remove_link(self.link)
