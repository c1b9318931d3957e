"""Signing up, giving a seat back, and deciding on a request. Every write locks the event: no seat is given twice."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Person, Role, School
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.formatting import format_day

from ..events.prerequisites import check_prerequisites
from ..models import LearningEvent, LearningSession, SessionChoice, SignUp
from ..sign_ups.calendar_invitations import send_invitations_of
from ..sign_ups.waiting_list import Limits, Waiting, has_free_seat, next_to_seat

REASON = "write a sign-up of an event that the caller may open"


def lock_event(event_id: UUID) -> LearningEvent:
    """The event as it stands, locked until the act ends. SQLite has one writer, and needs no more."""
    rows = LearningEvent.objects.unscoped(REASON).filter(pk=event_id)
    return rows.select_for_update().get()


def sign_ups_of(event: LearningEvent):
    """Every sign-up of an event, first one first."""
    return SignUp.objects.unscoped(REASON).filter(event=event, deleted_at=None).order_by("number")


def limits_of(event: LearningEvent) -> Limits:
    return Limits(event.capacity, event.school_limit)


def sign_up(
    event: LearningEvent,
    person: Person,
    school: School | None,
    roles: Collection[str],
    confirmed: bool = False,
    question: str = "",
) -> SignUp:
    """Take a seat, or the next place of the waiting list. Pressed twice, it is one sign-up.

    roles: the person's. confirmed: they said that they meet what Trellis cannot check. question: a visitor's.
    Raises ActionError where the event is not open to them.
    """
    with ledger.act("sign up for an event", by=person.pk, about=event.pk):
        event = lock_event(event.pk)
        current = sign_ups_of(event).active().filter(person=person).first()
        if current:
            return current
        check_open(event, roles)
        check_prerequisites(event, person, confirmed)
        seated = list(sign_ups_of(event).seated().values_list("school", flat=True))
        has_seat = has_free_seat(seated, limits_of(event), school.pk if school else None)
        sign_up = SignUp(
            event=event,
            person=person,
            school=school,
            number=(sign_ups_of(event).aggregate(last=Max("number"))["last"] or 0) + 1,
            place=SignUp.Place.SEAT if has_seat else SignUp.Place.WAITING,
            seated_at=timezone.now() if has_seat else None,
            approval=_approval_for(event, school, roles),
            cost_code=event.cost_code,
            question=question,
        )
        sign_up.save(force_insert=True)
        _send_calendars(event)
    return sign_up


def _approval_for(event: LearningEvent, school: School | None, roles: Collection[str]) -> str:
    """A leader needs nobody's approval, and who works at no school has no leader to ask."""
    asks = event.needs_approval and school is not None and Role.LEADER not in roles
    return SignUp.Approval.ASKED if asks else SignUp.Approval.NOT_NEEDED


def check_open(event: LearningEvent, roles: Collection[str]) -> None:
    """Raises ActionError where nobody, or nobody of these roles, can sign up now."""
    now = timezone.now()
    today = now.astimezone(event.zone).date()
    if not event.is_open or event.starts is None:
        raise ActionError(_("This event is canceled."))
    if event.starts <= now:
        raise ActionError(_("This event has started. You can no longer sign up."))
    if event.opens_on and today < event.opens_on:
        raise ActionError(_("Sign-up opens on %(day)s.") % {"day": format_day(event.opens_on)})
    if event.closes_on and today > event.closes_on:
        raise ActionError(_("Sign-up closed on %(day)s.") % {"day": format_day(event.closes_on)})
    if event.roles and not set(event.roles) & set(roles):
        raise ActionError(_("This event is for people in other roles."))


def cancel_sign_up(sign_up: SignUp, by: UUID) -> None:
    """Give the seat or the place back; whoever waits first gets the seat. Done twice, it is done once.

    Raises ActionError once the event is over: who was there keeps their record.
    """
    with ledger.act("cancel a sign-up", by=by, about=sign_up.pk):
        event = lock_event(sign_up.event_id)
        if event.is_over:
            raise ActionError(_("This event is over."))
        _end_sign_up(sign_up)
        give_free_seats(event)
        _send_calendars(event)


def _end_sign_up(sign_up: SignUp, **columns: object) -> None:
    now = timezone.now()
    rows = SignUp.objects.unscoped(REASON).filter(pk=sign_up.pk, cancelled_at=None)
    rows.update(cancelled_at=now, modified=now, **columns)


def give_free_seats(event: LearningEvent) -> list[SignUp]:
    """Seat who waits first, as far as there are seats. The event is locked. Return who got one."""
    active = list(sign_ups_of(event).active())
    seated = [each.school_id for each in active if each.has_seat]
    waiting = {each.number: each for each in active if each.is_waiting}
    chosen = next_to_seat(
        [Waiting(number, each.school_id) for number, each in waiting.items()], seated, limits_of(event)
    )
    sign_ups = [waiting[each.number] for each in chosen]
    now = timezone.now()
    rows = SignUp.objects.unscoped(REASON).filter(pk__in=[each.pk for each in sign_ups])
    rows.update(place=SignUp.Place.SEAT, seated_at=now, modified=now)
    return sign_ups


def decide(sign_up: SignUp, approve: bool, note: str, by: UUID) -> None:
    """Approve or decline somebody's request. What was decided already stays. Raises ActionError where it was decided
    the other way, or was cancelled meanwhile."""
    with ledger.act("decide on a sign-up", by=by, about=sign_up.pk, approve=approve):
        event = lock_event(sign_up.event_id)
        row = SignUp.objects.unscoped(REASON).get(pk=sign_up.pk)
        decision = SignUp.Approval.APPROVED if approve else SignUp.Approval.DECLINED
        if row.approval == decision:
            return
        if not row.awaits_approval:
            raise ActionError(_("This request was decided or canceled in the meantime."))
        columns = {
            "approval": decision,
            "decided_by": by,
            "decided_at": timezone.now(),
            "decision_note": note,
        }
        if approve:
            SignUp.objects.unscoped(REASON).filter(pk=row.pk).update(modified=timezone.now(), **columns)
        else:
            _end_sign_up(row, **columns)
            give_free_seats(event)
        _send_calendars(event)


def set_substitute(sign_up: SignUp, substitute: str, name: str, by: UUID) -> None:
    """Say whether a substitute is needed, or who it is."""
    with ledger.act("arrange a substitute", by=by, about=sign_up.pk):
        SignUp.objects.unscoped(REASON).filter(pk=sign_up.pk).update(
            substitute=substitute, substitute_name=name, modified=timezone.now()
        )


def choose_sessions(sign_up: SignUp, sessions: Collection[LearningSession]) -> None:
    """Choose these sessions of a conference, in place of those chosen before.

    Raises ActionError where two are at the same time, or a room is full. Nothing changes then.
    """
    with ledger.act("choose sessions", by=sign_up.person_id, about=sign_up.pk):
        event = lock_event(sign_up.event_id)
        ordered = sorted(sessions, key=lambda session: session.starts)
        for session, following in pairwise(ordered):
            if following.starts < session.ends:
                params = {"first": session.title, "second": following.title}
                raise ActionError(
                    _("“%(first)s” and “%(second)s” are at the same time. Choose one.") % params
                )
        choices = SessionChoice.objects.unscoped(REASON).filter(sign_up=sign_up)
        chosen = set(choices.values_list("session", flat=True))
        choices.exclude(session__in=ordered).delete()
        for session in ordered:
            if session.pk not in chosen:
                _check_room(session)
                SessionChoice.objects.create(sign_up=sign_up, session=session)
        _send_calendars(event)


def _check_room(session: LearningSession) -> None:
    rows = SessionChoice.objects.unscoped(REASON).filter(session=session, sign_up__cancelled_at=None)
    if session.capacity is not None and rows.count() >= session.capacity:
        raise ActionError(_("“%(session)s” is full. Choose another.") % {"session": session.title})


def _send_calendars(event: LearningEvent) -> None:
    """Once this is saved, bring the calendars of everybody concerned up to date."""
    transaction.on_commit(lambda: send_invitations_of(event.pk), robust=True)
