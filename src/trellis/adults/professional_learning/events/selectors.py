"""Reading events: one with its places, and the viewer's own sign-ups."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from trellis.core.community.models import School
from trellis.core.community.viewer import Viewer

from ..models import LearningEvent, LearningSession, SignUp
from ..permissions import may_organize, organized
from .sessions import sessions_by_sign_up, sessions_of

REASON = "count the places of events that the viewer may open"


@dataclass(frozen=True)
class Places:
    """How full an event is. left: seats that nobody has; None where there is no limit."""

    seated: int = 0
    waiting: int = 0
    capacity: int | None = None

    @property
    def left(self) -> int | None:
        return None if self.capacity is None else max(0, self.capacity - self.seated)

    @property
    def is_full(self) -> bool:
        return self.left == 0

    @property
    def next_in_line(self) -> int:
        """The place on the waiting list that whoever signs up now would have."""
        return self.waiting + 1


def organized_events(viewer: Viewer) -> QuerySet[LearningEvent]:
    """The events that the viewer runs."""
    return LearningEvent.objects.seen_by(viewer).filter(organized(viewer), deleted_at=None)


def get_event_or_404(viewer: Viewer, event_id: UUID) -> LearningEvent:
    rows = LearningEvent.objects.seen_by(viewer).filter(deleted_at=None)
    return get_object_or_404(rows.select_related("network", "host", "organizer"), pk=event_id)


def get_organized_event_or_404(viewer: Viewer, event_id: UUID) -> LearningEvent:
    event = get_event_or_404(viewer, event_id)
    if not may_organize(viewer, event):
        raise Http404
    return event


def places_of(events: Iterable[LearningEvent]) -> dict[UUID, Places]:
    """How full each event is. One query; it reads no names."""
    events = list(events)
    rows = SignUp.objects.unscoped(REASON).active().filter(event__in=events).values("event").order_by()
    counted = rows.annotate(
        seated=Count("pk", filter=Q(place=SignUp.Place.SEAT)),
        waiting=Count("pk", filter=Q(place=SignUp.Place.WAITING)),
    )
    counts = {row["event"]: (row["seated"], row["waiting"]) for row in counted}
    return {event.pk: Places(*counts.get(event.pk, (0, 0)), event.capacity) for event in events}


def own_sign_ups(viewer: Viewer, events: Iterable[LearningEvent]) -> dict[UUID, SignUp]:
    """The viewer's active sign-up for each of these events that has one."""
    rows = SignUp.objects.seen_by(viewer).active().filter(person=viewer.person_id, event__in=list(events))
    return {sign_up.event_id: sign_up for sign_up in rows}


def place_in_line(sign_up: SignUp) -> int:
    """Where somebody stands on the waiting list, 1 for the next."""
    rows = SignUp.objects.unscoped(REASON).waiting().filter(event=sign_up.event_id)
    return rows.filter(number__lt=sign_up.number).count() + 1


def own_school(viewer: Viewer) -> School | None:
    """The school where the viewer works; of several, the first by name."""
    schools = School.objects.seen_by(viewer).filter(pk__in=viewer.staff_schools)
    return schools.order_by("name", "pk").first()


def attendees(viewer: Viewer, event: LearningEvent) -> list[SignUp]:
    """Everybody with a place at an event that the viewer organizes, first signed up first."""
    rows = SignUp.objects.seen_by(viewer).active().filter(event=event)
    return list(rows.select_related("person", "school").order_by("number"))


def own_sessions(viewer: Viewer, starts: datetime, ends: datetime) -> list[LearningSession]:
    """The sessions between two moments at which the viewer has a seat: those for everybody and those they chose."""
    rows = SignUp.objects.seen_by(viewer).seated().filter(person=viewer.person_id)
    rows = rows.filter(
        event__status=LearningEvent.Status.OPEN, event__ends__gte=starts, event__starts__lte=ends
    )
    sessions: list[LearningSession] = []
    for sign_up in rows.select_related("event", "event__network", "event__host"):
        of_event = sessions_by_sign_up([sign_up], sessions_of(sign_up.event))[sign_up.pk]
        for session in of_event:
            session.event = sign_up.event
        sessions += [each for each in of_event if each.starts <= ends and each.ends >= starts]
    return sorted(sessions, key=lambda session: session.starts)
