"""What stands on an event's page: its sessions as this viewer has them, and who can be asked."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from uuid import UUID

from trellis.core.community.viewer import Viewer

from ..models import (
    DirectoryEntry,
    EventMaterial,
    EventPrerequisite,
    LearningEvent,
    LearningSession,
    SessionChoice,
    SessionCredit,
    SignUp,
)
from ..records.hour_categories import CATEGORIES
from .sessions import sessions_of

REASON = "count who chose a session of an event that the viewer may open"


@dataclass(frozen=True)
class SessionLine:
    """One session. left: seats that nobody chose; None where there is no limit. credits: minutes by category's name."""

    session: LearningSession
    chosen: bool
    left: int | None
    credits: tuple[tuple[str, int], ...]

    @property
    def is_full(self) -> bool:
        return self.left == 0 and not self.chosen


@dataclass(frozen=True)
class EventDetails:
    sessions: tuple[SessionLine, ...]
    prerequisites: tuple[EventPrerequisite, ...]
    materials: tuple[EventMaterial, ...]
    people_to_ask: tuple[DirectoryEntry, ...]

    @property
    def minutes(self) -> int:
        """How long the sessions are in all; of those to choose among, one at a time."""
        choices = {
            line.session.starts: line.session.minutes for line in self.sessions if line.session.is_choice
        }
        fixed = sum(line.session.minutes for line in self.sessions if not line.session.is_choice)
        return fixed + sum(choices.values())

    @property
    def hours(self) -> float:
        return round(self.minutes / 60, 2)

    @property
    def choices(self) -> list[SessionLine]:
        return [line for line in self.sessions if line.session.is_choice]


def event_details(viewer: Viewer, event: LearningEvent, sign_up: SignUp | None) -> EventDetails:
    """What the page of an event shows, for the viewer with this sign-up."""
    prerequisites = EventPrerequisite.objects.seen_by(viewer).filter(event=event, deleted_at=None)
    materials = EventMaterial.objects.seen_by(viewer).filter(event=event, deleted_at=None)
    entries = DirectoryEntry.objects.seen_by(viewer).filter(event=event, deleted_at=None)
    return EventDetails(
        tuple(session_lines(viewer, event, sign_up)),
        tuple(prerequisites.select_related("required_event").order_by("created", "pk")),
        tuple(materials.order_by("created", "pk")),
        tuple(entries.exclude(person=viewer.person_id).select_related("person").order_by("created")[:4]),
    )


def session_lines(viewer: Viewer, event: LearningEvent, sign_up: SignUp | None) -> list[SessionLine]:
    """The sessions in the order of time, with the seats left in each room."""
    sessions = sessions_of(event)
    taken, chosen = _choices(event, sign_up)
    credits: dict[UUID, list[tuple[str, int]]] = defaultdict(list)
    rows = SessionCredit.objects.seen_by(viewer).filter(session__in=sessions)
    for session_id, category, minutes in rows.values_list("session", "category", "minutes"):
        credits[session_id].append((str(CATEGORIES.get(category, category)), minutes))
    return [
        SessionLine(
            session,
            session.pk in chosen,
            None if session.capacity is None else max(0, session.capacity - taken[session.pk]),
            tuple(sorted(credits[session.pk])),
        )
        for session in sessions
    ]


def _choices(event: LearningEvent, sign_up: SignUp | None) -> tuple[Counter[UUID], set[UUID]]:
    """How often each session was chosen, and which the sign-up chose. It reads no names."""
    rows = SessionChoice.objects.unscoped(REASON).filter(
        session__event=event, sign_up__cancelled_at=None, deleted_at=None
    )
    pairs = list(rows.values_list("session", "sign_up"))
    chosen = {session for session, owner in pairs if sign_up and owner == sign_up.pk}
    return Counter(session for session, _owner in pairs), chosen
