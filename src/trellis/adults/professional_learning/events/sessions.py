"""Which sessions of an event are whose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from ..models import LearningEvent, LearningSession, SessionChoice, SignUp

REASON = "read the sessions of events that the caller may open"


def sessions_of(event: LearningEvent) -> list[LearningSession]:
    """The sessions of an event, in the order of time."""
    rows = LearningSession.objects.unscoped(REASON).filter(event=event, deleted_at=None)
    return list(rows.order_by("starts", "ends", "room", "pk"))


def sessions_by_sign_up(
    sign_ups: Iterable[SignUp], sessions: list[LearningSession]
) -> dict[UUID, list[LearningSession]]:
    """For each sign-up of one event: the sessions for everybody, and those that the person chose."""
    chosen: dict[UUID, set[UUID]] = defaultdict(set)
    sign_ups = list(sign_ups)
    if any(session.is_choice for session in sessions):
        rows = SessionChoice.objects.unscoped(REASON).filter(sign_up__in=sign_ups, deleted_at=None)
        for sign_up_id, session_id in rows.values_list("sign_up", "session"):
            chosen[sign_up_id].add(session_id)
    return {
        sign_up.pk: [
            session for session in sessions if not session.is_choice or session.pk in chosen[sign_up.pk]
        ]
        for sign_up in sign_ups
    }
