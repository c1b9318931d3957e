"""What is told of a coach's visits: the day before, once a summary is shared, and when a commitment is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from trellis.adults.coaching.commitments import open_commitments
from trellis.adults.coaching.permissions import owned_by
from trellis.adults.coaching.selectors import planned_visits
from trellis.adults.coaching.summaries import unread_summaries
from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Role
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.formatting import format_day, format_time

from ..registry import DigestItem, page_link

DUE_SOON = timedelta(days=3)


def visits_tomorrow(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """Visits of tomorrow, for the coach and the school's leaders; new once a day."""
    for row in planned_visits(viewer, viewer.to("school", Role.COACH, Role.LEADER)):
        visit = row.visit
        is_own = visit.current_coach_id == viewer.person_id
        leads = visit.school_id in viewer.to("school", Role.LEADER)
        if visit.day != row.today + timedelta(days=1) or not (is_own or leads):
            continue
        text = _("Coach visit at %(school)s: %(day)s, %(time)s") % {
            "school": visit.school.name,
            "day": format_day(visit.day),
            "time": format_time(visit.starts),
        }
        is_new = school_local_time(visit.school, since).date() < row.today
        yield DigestItem(text, page_link("coach-visit", visit.pk), is_new)


def shared_visits(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """Summaries that nobody who leads the school has read: new once they were shared, told along after that."""
    for summary in unread_summaries(viewer):
        text = _("%(title)s: %(sentence)s") % {
            "title": summary.visit.school.name,
            "sentence": _("The coach shared a visit with you"),
        }
        yield DigestItem(text, page_link("coach-visit", summary.visit_id), summary.shared_at > since)


def due_commitments(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """One's own open commitments three days before they are due and after: new on that day."""
    for commitment in open_commitments(viewer).filter(owned_by(viewer)):
        school = commitment.visit.school
        today, since_day = (school_local_time(school, moment).date() for moment in (viewer.now, since))
        told_from = commitment.due - DUE_SOON
        if told_from > today:
            continue
        text = _("%(school)s: %(step)s, due %(day)s") % {
            "school": school.name,
            "step": commitment.text,
            "day": format_day(commitment.due),
        }
        yield DigestItem(text, page_link("own-commitments"), since_day < told_from <= today)
