"""What learning asks of somebody now: a code to enter, feedback to give, something to look back on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from trellis.core.community.clock import zone_of_viewer
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.prepared_queries import PreparedQuery

from .events.attendance import CLOSES_AFTER, OpenSession, open_sessions, seats_since
from .models import EventFeedback, PracticeTry, SessionAttendance, SignUp
from .permissions import learner_network

ASKED_FOR = timedelta(days=21)
"""How long feedback is asked for, and a review that somebody has not done."""
_SEATS = PreparedQuery(SignUp, lambda rows: rows.select_related("event").order_by("event__ends", "pk"))
_ATTENDED = PreparedQuery(SessionAttendance, lambda rows: rows.values_list("sign_up", flat=True))
_ANSWERED = PreparedQuery(EventFeedback, lambda rows: rows.values_list("sign_up", flat=True))
_TRIES = PreparedQuery(PracticeTry, lambda rows: rows.order_by("review_on", "pk"))


@dataclass(frozen=True)
class LearningAsks:
    """sessions: whose code can be entered now and was not. feedback: sign-ups of events that are over."""

    sessions: list[OpenSession] = field(default_factory=list)
    feedback: list[SignUp] = field(default_factory=list)
    reviews: list[PracticeTry] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.sessions or self.feedback or self.reviews)


def learning_asks(viewer: Viewer) -> LearningAsks:
    """Everything that is asked of the viewer now; nothing of who learns nowhere here. Two queries where nothing is."""
    if learner_network(viewer) is None:
        return LearningAsks()
    today = viewer.now.astimezone(zone_of_viewer(viewer)).date()
    seats = _recent_seats(viewer)
    is_open = any(_end_of(seat) > viewer.now - CLOSES_AFTER for seat in seats)
    sessions = [each for each in open_sessions(viewer) if not each.marked] if is_open else []
    return LearningAsks(sessions, _without_feedback(viewer, seats), tries_to_review(viewer, today))


def _recent_seats(viewer: Viewer) -> list[SignUp]:
    """Own seats at events that have begun, or begin in a moment, and ended in the last weeks at the earliest."""
    return _SEATS.seen_by(viewer, **seats_since(viewer, viewer.now - ASKED_FOR))


def _end_of(seat: SignUp) -> datetime:
    """When its event ends; a published event always has a time."""
    return seat.event.ends or seat.created


def _without_feedback(viewer: Viewer, seats: list[SignUp]) -> list[SignUp]:
    """The seats at events that are over, where the viewer was and has said nothing about it yet."""
    ended = [seat for seat in seats if _end_of(seat) <= viewer.now]
    if not ended:
        return []
    attended = set(_ATTENDED.seen_by(viewer, sign_up__in=ended))
    answered = set(_ANSWERED.seen_by(viewer, sign_up__in=ended))
    return [seat for seat in ended if seat.pk in attended - answered]


def tries_to_review(viewer: Viewer, today: date) -> list[PracticeTry]:
    """What the viewer tries and wanted to look back on by today, if that was not long ago."""
    return _TRIES.seen_by(
        viewer,
        person=viewer.person_id,
        finished_on=None,
        deleted_at=None,
        review_on__lte=today,
        review_on__gt=today - ASKED_FOR,
    )
