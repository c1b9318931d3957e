"""Making and changing events and their sessions; publishing and cancelling them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import save_if_current

from ..models import EventPrerequisite, LearningEvent, LearningSession, SessionCredit
from ..sign_ups.calendar_invitations import send_invitations_of
from .sign_ups import REASON, give_free_seats, lock_event

CODE_DIGITS = 6
WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class FirstSession:
    """When an event meets for the first time, and on how many weeks in a row."""

    starts: datetime
    ends: datetime
    weeks: int = 1


def new_code() -> str:
    """What is shown in the room: six digits."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def create_event(values: Mapping[str, object], first: FirstSession, by: UUID) -> LearningEvent:
    """Make a draft with its sessions: the same hour of the day on every one of the weeks."""
    with ledger.act("create an event", by=by):
        event = LearningEvent(organizer_id=by, **values)
        event.save(force_insert=True)
        for week in range(first.weeks):
            _insert_session(
                event,
                starts=_weeks_later(first.starts, week, event),
                ends=_weeks_later(first.ends, week, event),
            )
        return _set_times(event)


def _weeks_later(moment: datetime, weeks: int, event: LearningEvent) -> datetime:
    """The same time of day some weeks later, on the event's clock: also where daylight time begins in between."""
    local = moment.astimezone(event.zone)
    return (local.replace(tzinfo=None) + weeks * WEEK).replace(tzinfo=event.zone)


def _insert_session(event: LearningEvent, **columns: object) -> LearningSession:
    session = LearningSession(event=event, code=new_code(), **columns)
    session.save(force_insert=True)
    return session


def _set_times(event: LearningEvent) -> LearningEvent:
    """Note when the event starts and ends: with its first and last session."""
    sessions = LearningSession.objects.unscoped(REASON).filter(event=event, deleted_at=None)
    times = sessions.aggregate(starts=Min("starts"), ends=Max("ends"))
    LearningEvent.objects.unscoped(REASON).filter(pk=event.pk).update(modified=timezone.now(), **times)
    event.starts, event.ends = times["starts"], times["ends"]
    return event


def update_event(
    event: LearningEvent,
    values: Mapping[str, object],
    seen: int | None,
    labels: Mapping[str, str],
    by: UUID,
) -> LearningEvent:
    """Change an event. With more seats, who waits first gets one; with fewer, nobody loses theirs."""
    with ledger.act("change an event", by=by, about=event.pk):
        lock_event(event.pk)
        saved = save_if_current(event, values, seen, labels)
        give_free_seats(saved)
        _update_calendars(saved)
    return saved


def publish_event(event: LearningEvent, by: UUID) -> None:
    """Show the event to whom it is for. Raises ActionError for one without a session."""
    with ledger.act("publish an event", by=by, about=event.pk):
        event = lock_event(event.pk)
        if event.starts is None:
            raise ActionError(_("Add a session first."))
        if event.status == LearningEvent.Status.DRAFT:
            _set_status(event, LearningEvent.Status.OPEN)


def cancel_event(event: LearningEvent, reason: str, by: UUID) -> None:
    """Call the event off. Everybody who signed up is told why, and their calendars lose it."""
    with ledger.act("cancel an event", by=by, about=event.pk):
        event = lock_event(event.pk)
        if event.status == LearningEvent.Status.CANCELLED:
            return
        _set_status(event, LearningEvent.Status.CANCELLED, cancel_reason=reason)
        _update_calendars(event)


def reopen_event(event: LearningEvent, by: UUID) -> None:
    """Undo a cancellation: everybody has the seat they had."""
    with ledger.act("reopen an event", by=by, about=event.pk):
        event = lock_event(event.pk)
        if event.status == LearningEvent.Status.CANCELLED:
            _set_status(event, LearningEvent.Status.OPEN, cancel_reason="")
            _update_calendars(event)


def _set_status(event: LearningEvent, status: str, **columns: object) -> None:
    rows = LearningEvent.objects.unscoped(REASON).filter(pk=event.pk)
    rows.update(status=status, revision=F("revision") + 1, modified=timezone.now(), **columns)


def add_session(
    event: LearningEvent, values: Mapping[str, object], credits: Mapping[str, int], by: UUID
) -> LearningSession:
    """Add a session, and what it counts for: minutes by category."""
    with ledger.act("add a session", by=by, about=event.pk):
        lock_event(event.pk)
        session = _insert_session(event, **values)
        _save_credits(session, credits)
        _set_times(event)
        _update_calendars(event)
    return session


def update_session(
    session: LearningSession,
    values: Mapping[str, object],
    credits: Mapping[str, int],
    seen: int | None,
    labels: Mapping[str, str],
    by: UUID,
) -> None:
    """Change a session. Calendars that hold it get the change."""
    with ledger.act("change a session", by=by, about=session.pk):
        event = lock_event(session.event_id)
        _save_credits(save_if_current(session, values, seen, labels), credits)
        _set_times(event)
        _update_calendars(event)


def _save_credits(session: LearningSession, credits: Mapping[str, int]) -> None:
    """Raises ActionError where more minutes count than the session has."""
    if sum(credits.values()) > session.minutes:
        raise ActionError(
            _("The session has %(minutes)s minutes. Let no more than these count.")
            % {"minutes": session.minutes}
        )
    rows = SessionCredit.objects.unscoped(REASON).filter(session=session)
    rows.exclude(category__in=[key for key, minutes in credits.items() if minutes]).delete()
    for category, minutes in credits.items():
        if minutes:
            SessionCredit.objects.unscoped(REASON).update_or_create(
                session=session, category=category, defaults={"minutes": minutes}
            )


def remove_session(session: LearningSession, by: UUID) -> None:
    """Remove a session. Raises ActionError for the last one of a published event."""
    with ledger.act("remove a session", by=by, about=session.pk):
        event = lock_event(session.event_id)
        others = LearningSession.objects.unscoped(REASON).filter(event=event, deleted_at=None)
        if event.is_open and not others.exclude(pk=session.pk).exists():
            raise ActionError(_("An event needs a session. Cancel the event instead."))
        LearningSession.objects.unscoped(REASON).filter(pk=session.pk).update(deleted_at=timezone.now())
        _set_times(event)
        _update_calendars(event)


def add_prerequisite(
    event: LearningEvent, required_event: LearningEvent | None, text: str, by: UUID
) -> EventPrerequisite:
    """Ask for something before the event. Who has signed up already keeps their place."""
    with ledger.act("add a prerequisite", by=by, about=event.pk):
        return EventPrerequisite.objects.create(event=event, required_event=required_event, text=text)


def remove_prerequisite(prerequisite: EventPrerequisite, by: UUID) -> None:
    with ledger.act("remove a prerequisite", by=by, about=prerequisite.event_id):
        rows = EventPrerequisite.objects.unscoped(REASON).filter(pk=prerequisite.pk)
        rows.update(deleted_at=timezone.now())


def _update_calendars(event: LearningEvent) -> None:
    transaction.on_commit(lambda: send_invitations_of(event.pk), robust=True)
