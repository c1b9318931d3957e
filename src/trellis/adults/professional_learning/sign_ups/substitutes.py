"""A school's staff who will be away to learn: by day, with who teaches in their place."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from trellis.core.community.clock import zone_named
from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import School
from trellis.core.community.viewer import Viewer
from trellis.core.foundation import ledger

from ..models import LearningEvent, LearningSession, SessionChoice, SignUp


@dataclass(frozen=True)
class Absence:
    """Somebody who is away on a day. starts and ends: of the first and last session that day."""

    sign_up: SignUp
    starts: datetime
    ends: datetime


def upcoming_absences(viewer: Viewer, school: School) -> list[tuple[date, list[Absence]]]:
    """Who of a school needs a substitute on which day, from today on, on the school's own clock."""
    sign_ups = _sign_ups_of(viewer, school).exclude(substitute=SignUp.Substitute.NOT_NEEDED).seated()
    by_event: dict[UUID, list[SignUp]] = defaultdict(list)
    for sign_up in sign_ups:
        by_event[sign_up.event_id].append(sign_up)
    add_distinctions([sign_up.person for sign_up in sign_ups])
    sessions = LearningSession.objects.seen_by(viewer).filter(
        event__in=by_event, deleted_at=None, ends__gt=viewer.now
    )
    chosen = set(
        SessionChoice.objects.seen_by(viewer)
        .filter(sign_up__in=sign_ups, deleted_at=None)
        .values_list("sign_up", "session")
    )
    zone = zone_named(school.time_zone)
    by_day: dict[date, dict[UUID, Absence]] = defaultdict(dict)
    for session in sessions.order_by("starts", "pk"):
        for sign_up in by_event[session.event_id]:
            if not session.is_choice or (sign_up.pk, session.pk) in chosen:
                _extend(by_day[session.starts.astimezone(zone).date()], sign_up, session)
    return [(day, list(absences.values())) for day, absences in sorted(by_day.items()) if absences]


def _extend(absences: dict[UUID, Absence], sign_up: SignUp, session: LearningSession) -> None:
    """Add a session to the day of somebody."""
    earlier = absences.get(sign_up.pk)
    starts = min(earlier.starts, session.starts) if earlier else session.starts
    ends = max(earlier.ends, session.ends) if earlier else session.ends
    absences[sign_up.pk] = Absence(sign_up, starts, ends)


def _sign_ups_of(viewer: Viewer, school: School):
    rows = (
        SignUp.objects.seen_by(viewer).active().filter(school=school, event__status=LearningEvent.Status.OPEN)
    )
    coming = rows.filter(Q(event__ends__gt=viewer.now))
    return coming.select_related("event", "person").order_by("event__starts", "number")


def waiting_approvals(viewer: Viewer, school: School) -> list[SignUp]:
    """Requests of a school's staff that wait for a leader, the next event first."""
    rows = list(_sign_ups_of(viewer, school).filter(approval=SignUp.Approval.ASKED))
    add_distinctions([sign_up.person for sign_up in rows])
    return rows


def arrange_substitute(sign_up: SignUp, name: str, by: UUID) -> None:
    """Note who substitutes; without a name, that nobody does yet. Somebody who needs none any more stays so."""
    state = SignUp.Substitute.ARRANGED if name else SignUp.Substitute.NEEDED
    rows = SignUp.objects.unscoped("arrange a substitute for somebody of the caller's school")
    with ledger.act("arrange a substitute", by=by, about=sign_up.pk):
        open_rows = rows.filter(pk=sign_up.pk).exclude(substitute=SignUp.Substitute.NOT_NEEDED)
        open_rows.update(substitute=state, substitute_name=name)


def school_zone(school: School) -> ZoneInfo:
    return zone_named(school.time_zone)
