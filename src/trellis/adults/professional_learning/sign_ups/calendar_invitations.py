"""Keeping people's calendars as they should be: what each holds is noted beside the sign-up, and compared.

A calendar should hold the sessions of whoever has a seat that nobody has to approve any more, while the event is on.
What differs is sent, once; what a mail server did not take is sent the next time anything is, or the next day.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from threading import Lock
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trellis.core.foundation import ledger
from trellis.core.foundation.background import run_in_background
from trellis.core.foundation.daily_tasks import PageUrlBuilder
from trellis.core.foundation.formatting import format_moment
from trellis.core.foundation.languages import recipient_language
from trellis.core.foundation.outgoing_mail import send_message

from ..events.sessions import sessions_by_sign_up, sessions_of
from ..models import LearningEvent, LearningSession, SignUp
from .calendar_files import CANCEL, REQUEST, Invitation, calendar_file, invitation_for

log = logging.getLogger(__name__)
REASON = "bring the calendars of an event's people up to date"
LOOK_BACK = timedelta(days=1)
_waiting: dict[UUID, bool] = {}
"""The events whose calendars are being written now, and whether something changed since."""
_waiting_lock = Lock()


@dataclass(frozen=True)
class CalendarChange:
    """What one person's calendar needs: sessions to add or move, and sessions to remove."""

    sign_up: SignUp
    requests: tuple[Invitation, ...]
    cancellations: tuple[Invitation, ...]
    holds: dict[str, str]

    def __bool__(self) -> bool:
        return bool(self.requests or self.cancellations)


def send_invitations_of(event_id: UUID) -> None:
    """Bring the calendars of an event up to date beside the request: one at a time for an event, however many ask."""
    with _waiting_lock:
        if event_id in _waiting:
            _waiting[event_id] = True
            return
        _waiting[event_id] = False
    run_in_background(lambda: _send_until_done(event_id))


def _send_until_done(event_id: UUID) -> None:
    try:
        while True:
            send_due_invitations(event_id)
            with _waiting_lock:
                if not _waiting.get(event_id):
                    _waiting.pop(event_id, None)
                    return
                _waiting[event_id] = False
    except BaseException:
        with _waiting_lock:
            _waiting.pop(event_id, None)
        raise


def send_due_invitations(event_id: UUID) -> int:
    """Send what the calendars of an event need. Return how many people were written to."""
    event = LearningEvent.objects.unscoped(REASON).select_related("network", "host").get(pk=event_id)
    return sum(_send_change(event, change) for change in calendar_changes(event))


def calendar_changes(event: LearningEvent) -> list[CalendarChange]:
    """What the calendars of an event's people need, first signed up first; of those with an email address."""
    rows = SignUp.objects.unscoped(REASON).filter(event=event, deleted_at=None).exclude(person__email="")
    sign_ups = list(rows.select_related("person").order_by("number"))
    sessions = sessions_of(event)
    by_sign_up = sessions_by_sign_up(sign_ups, sessions)
    everything = {
        str(session.pk): session for session in LearningSession.objects.unscoped(REASON).filter(event=event)
    }
    changes = [_change_for(event, each, by_sign_up[each.pk], everything) for each in sign_ups]
    return [change for change in changes if change]


def _change_for(
    event: LearningEvent,
    sign_up: SignUp,
    sessions: list[LearningSession],
    everything: dict[str, LearningSession],
) -> CalendarChange:
    attends = event.is_open and sign_up.has_seat and not sign_up.awaits_approval
    invitations = [invitation_for(event, each, sign_up.pk) for each in sessions] if attends else []
    holds = {str(each.session): each.digest for each in invitations}
    sent = sign_up.calendar_sent
    gone = [everything[key] for key in sent if key not in holds and key in everything]
    return CalendarChange(
        sign_up,
        tuple(each for each in invitations if sent.get(str(each.session)) != each.digest),
        tuple(invitation_for(event, session, sign_up.pk) for session in gone),
        holds,
    )


def _send_change(event: LearningEvent, change: CalendarChange) -> bool:
    """Send one person what they need. Whoever comes first writes it down, so that nothing is sent twice."""
    sign_up, before = change.sign_up, change.sign_up.calendar_number
    if not _note(sign_up, before, before + 1, change.holds):
        return False
    try:
        send_message(calendar_message(event, change, before))
    except OSError:  # SMTPException is one
        log.exception("A calendar invitation could not be sent.")
        _note(sign_up, before + 1, before + 1, sign_up.calendar_sent)
        return False
    return True


def _note(sign_up: SignUp, expected: int, number: int, holds: dict[str, str]) -> bool:
    with ledger.act("note what a calendar holds", about=sign_up.pk):
        rows = SignUp.objects.unscoped(REASON).filter(pk=sign_up.pk, calendar_number=expected)
        return bool(rows.update(calendar_number=number, calendar_sent=holds))


def calendar_message(event: LearningEvent, change: CalendarChange, sequence: int) -> EmailMultiAlternatives:
    """The email that carries a change, in the person's language and on the event's clock."""
    person = change.sign_up.person
    organizer = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    with translation.override(recipient_language(*person.reads)), timezone.override(event.zone):
        message = EmailMultiAlternatives(
            _subject(event, change), _text(event, change, person.first_name), None, [person.email]
        )
    for number, (method, invitation) in enumerate(_messages(change), start=1):
        content = calendar_file(invitation, method, sequence, organizer, person.email, person.name)
        if number == 1:
            message.attach_alternative(content.decode(), f"text/calendar; method={method}; charset=utf-8")
        message.attach(f"session-{number}.ics", content.decode(), f"text/calendar; method={method}")
    return message


def _messages(change: CalendarChange) -> list[tuple[str, Invitation]]:
    requests = [(REQUEST, each) for each in change.requests]
    return requests + [(CANCEL, each) for each in change.cancellations]


def _subject(event: LearningEvent, change: CalendarChange) -> str:
    params = {"event": event.title}
    if not change.holds:
        return _("Canceled: %(event)s") % params
    if change.sign_up.calendar_sent:
        return _("Changed: %(event)s") % params
    return _("You have a seat: %(event)s") % params


def _text(event: LearningEvent, change: CalendarChange, name: str) -> str:
    lines = [_("Hello %(name)s,") % {"name": name}, ""]
    if not event.is_open and event.cancel_reason:
        lines += [event.cancel_reason, ""]
    lines += [event.title, *([event.place] if event.place else []), ""]
    lines += [f"• {format_moment(each.starts)}: {each.title}" for each in change.requests]
    lines += [
        _("Canceled: %(event)s") % {"event": f"{each.title}, {format_moment(each.starts)}"}
        for each in change.cancellations
    ]
    return "\n".join(lines)


def send_late_invitations(now: datetime, _address: PageUrlBuilder) -> int:
    """What runs daily: the calendars of coming events, for what did not go out before."""
    rows = LearningEvent.objects.unscoped(REASON).filter(deleted_at=None, ends__gte=now - LOOK_BACK)
    events = rows.exclude(status=LearningEvent.Status.DRAFT).values_list("pk", flat=True)
    return sum(send_due_invitations(event) for event in list(events))
