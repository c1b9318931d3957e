"""Who was at a session: by the code that is shown there, or marked by an organizer."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.viewer import Viewer
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.prepared_queries import PreparedQuery

from ..models import LearningEvent, LearningSession, SessionAttendance, SessionChoice, SignUp
from ..records.certificates import ISSUED_AFTER as CLOSES_AFTER
from ..records.certificates import withdraw_certificates
from . import code_limits

OPENS_BEFORE = timedelta(minutes=15)
REASON = "mark who was at a session"
_OPEN_SESSIONS = PreparedQuery(
    LearningSession, lambda rows: rows.select_related("event").order_by("starts", "pk")
)
_SEATS = PreparedQuery(SignUp, lambda rows: rows.values_list("pk", "event"))
_MARKED = PreparedQuery(SessionAttendance, lambda rows: rows.values_list("session", flat=True))


def normalize_code(text: str) -> str:
    """A code as it is stored: digits of any script as 0 to 9, without spaces."""
    return "".join(
        str(int(letter)) if letter.isdecimal() else letter.upper() for letter in text if letter.isalnum()
    )


@dataclass(frozen=True)
class OpenSession:
    """A session whose code the viewer can enter now. marked: they did already."""

    session: LearningSession
    sign_up_id: UUID
    marked: bool


def seats_since(viewer: Viewer, earliest_end: datetime) -> dict[str, object]:
    """Conditions on the viewer's own seats: at events that have begun, or begin in a moment, and ended after that."""
    return {
        "person": viewer.person_id,
        "place": SignUp.Place.SEAT,
        "cancelled_at": None,
        "deleted_at": None,
        "event__status": LearningEvent.Status.OPEN,
        "event__starts__lte": viewer.now + OPENS_BEFORE,
        "event__ends__gt": earliest_end,
    }


def open_sessions(viewer: Viewer) -> list[OpenSession]:
    """The sessions for which the viewer has a seat and can enter the code now, the earliest first."""
    seats = _SEATS.seen_by(viewer, **seats_since(viewer, viewer.now - CLOSES_AFTER))
    sign_up_by_event = {event: sign_up for sign_up, event in seats}
    if not sign_up_by_event:
        return []
    sessions = _OPEN_SESSIONS.seen_by(
        viewer,
        event__in=sign_up_by_event,
        deleted_at=None,
        starts__lte=viewer.now + OPENS_BEFORE,
        ends__gt=viewer.now - CLOSES_AFTER,
    )
    marked = set(_MARKED.seen_by(viewer, sign_up__in=sign_up_by_event.values(), deleted_at=None))
    return [
        OpenSession(session, sign_up_by_event[session.event_id], session.pk in marked) for session in sessions
    ]


def mark_by_code(viewer: Viewer, text: str) -> LearningSession:
    """Mark that the viewer is at the session whose code this is, and return it. A second time changes nothing.

    Raises ActionError for a code of no session that is open for them, and after too many of those.
    """
    code_limits.check_tries(viewer.person_id)
    matches = [each for each in open_sessions(viewer) if normalize_code(text) == each.session.code.upper()]
    if not matches:
        code_limits.count_wrong_code(viewer.person_id)
        raise ActionError(
            _("That code doesn’t match a session you have a seat in now. Check it and try again."),
            field="code",
        )
    match = next((each for each in matches if not each.marked), matches[0])
    with ledger.act("mark own attendance", by=viewer.person_id, about=match.session.event_id):
        _mark([match.sign_up_id], match.session, SessionAttendance.How.CODE, viewer.person_id)
    return match.session


def _mark(sign_ups: Iterable[UUID], session: LearningSession, how: str, by: UUID) -> None:
    rows = SessionAttendance.objects.unscoped(REASON)
    for sign_up in sign_ups:
        _row, created = rows.get_or_create(
            sign_up_id=sign_up, session=session, defaults={"how": how, "by_id": by}
        )
        if created:
            withdraw_certificates([sign_up])


def save_attendance(
    session: LearningSession, shown: Collection[UUID], present: Collection[UUID], by: UUID
) -> None:
    """Mark who was there and take marks back, by the sign-ups that a page showed as marked and those that it sends.

    What somebody else marked meanwhile stays: only what the person changed on the page is written.
    """
    removed = set(shown) - set(present)
    with ledger.act("save attendance", by=by, about=session.event_id):
        _mark(set(present) - set(shown), session, SessionAttendance.How.HAND, by)
        rows = SessionAttendance.objects.unscoped(REASON).filter(session=session, sign_up__in=removed)
        withdraw_certificates(list(rows.values_list("sign_up", flat=True)))
        rows.delete()


def save_assessment(event: LearningEvent, sign_ups: Collection[UUID], now: datetime | None, by: UUID) -> None:
    """Note that what these people learned was assessed; without a moment, that it was not."""
    rows = SignUp.objects.unscoped(REASON).filter(pk__in=sign_ups, event=event, assessed_at__isnull=bool(now))
    with ledger.act("note an assessment of learning", by=by, about=event.pk):
        changed = list(rows.values_list("pk", flat=True))
        SignUp.objects.unscoped(REASON).filter(pk__in=changed).update(assessed_at=now)
        withdraw_certificates(changed)


@dataclass(frozen=True)
class RosterLine:
    """Somebody with a seat, on the roster of a session. how: how they were marked; "" where they were not."""

    sign_up: SignUp
    how: str
    chose: bool


def session_roster(viewer: Viewer, session: LearningSession) -> list[RosterLine]:
    """Everybody with a seat by name; where people choose a session, those who chose this one come first."""
    seats = SignUp.objects.seen_by(viewer).seated().filter(event=session.event_id)
    sign_ups = list(seats.select_related("person", "school"))
    add_distinctions([sign_up.person for sign_up in sign_ups])
    marks = SessionAttendance.objects.seen_by(viewer).filter(session=session)
    how_by_sign_up = {mark.sign_up_id: mark.get_how_display() for mark in marks}
    chosen = set(_chosen(viewer, session)) if session.is_choice else {row.pk for row in sign_ups}
    lines = [RosterLine(row, how_by_sign_up.get(row.pk, ""), row.pk in chosen) for row in sign_ups]
    return sorted(lines, key=lambda line: (not line.chose, line.sign_up.person.name, line.sign_up.pk))


def _chosen(viewer: Viewer, session: LearningSession) -> Iterable[UUID]:
    choices = SessionChoice.objects.seen_by(viewer).filter(session=session, deleted_at=None)
    return choices.values_list("sign_up", flat=True)


def current_session(
    sessions: list[LearningSession], now: datetime, session_id: str = ""
) -> LearningSession | None:
    """The session that the address names; else the one that runs or comes next; else the last."""
    match = next((session for session in sessions if str(session.pk) == session_id), None)
    coming = next((session for session in sessions if session.ends > now), None)
    return match or coming or (sessions[-1] if sessions else None)


def sessions_of(viewer: Viewer, event: LearningEvent) -> list[LearningSession]:
    """The sessions of an event, the earliest first."""
    rows = LearningSession.objects.seen_by(viewer).filter(event=event, deleted_at=None)
    return list(rows.select_related("event").order_by("starts", "pk"))
