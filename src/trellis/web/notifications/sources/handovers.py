"""What the two people of a leader's handover are told: what waits for them, and what was asked and answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.adults.leadership import handover_selectors as selectors
from trellis.adults.leadership.handover_services import today_at
from trellis.adults.leadership.models import LeaderHandover
from trellis.adults.leadership.permissions import is_successor
from trellis.core.community.models import Person
from trellis.core.community.viewer import Viewer

from ..registry import DigestItem, page_link

REMINDER_DAYS = (14, 3)
"""So many days before the leader's last day, the items that are not described yet are a reason for an email."""


def people_of_open_packets() -> QuerySet[Person]:
    """The ids of everybody who leaves or comes, whether they have a role now or not."""
    rows = LeaderHandover.objects.unscoped("find who is told about a handover").filter(deleted_at=None)
    rows = rows.exclude(status=LeaderHandover.Status.CLOSED).order_by()
    named = Q(pk__in=rows.values("leaver")) | Q(pk__in=rows.values("successor"))
    return (
        Person.objects.unscoped("find who is told about a handover")
        .filter(named)
        .values_list("pk", flat=True)
    )


def waiting_packets(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """Questions and answers since the last email, and the items of each packet that wait for the viewer."""
    for question in selectors.unanswered_questions(viewer):
        handover = question.item.handover
        text = _("%(school)s: there is a question about your handover") % {"school": handover.school.name}
        yield DigestItem(text, page_link("leader-handover", handover.pk), question.created > since)
    for question in selectors.answers_since(viewer, since):
        handover = question.item.handover
        text = _("%(school)s: your question about the handover has an answer") % {
            "school": handover.school.name
        }
        yield DigestItem(text, page_link("leader-handover", handover.pk))
    for handover in selectors.open_handovers(viewer):
        count = selectors.waiting_items(viewer, handover)
        if count:
            text = ngettext(
                "%(school)s: %(n)d item of the handover waits for you",
                "%(school)s: %(n)d items of the handover wait for you",
                count,
            ) % {"school": handover.school.name, "n": count}
            yield DigestItem(
                text, page_link("leader-handover", handover.pk), _is_new(viewer, handover, since)
            )


def _is_new(viewer: Viewer, handover: LeaderHandover, since: datetime) -> bool:
    """For the successor, since the leader finished; for the leader, on the days of a reminder."""
    if is_successor(viewer, handover):
        return bool(handover.finished_on and handover.finished_on >= since.date())
    today = today_at(handover.school)
    days = [handover.last_day - timedelta(days=days) for days in REMINDER_DAYS]
    return any(since.date() < day <= today for day in days)
