"""Certificates for who attended: hours from the sessions they were at, as they stood when it was issued.

A certificate is never computed again. Where attendance is corrected afterward, it is withdrawn and another one issued.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from trellis.core.foundation import ledger

from ..models import (
    LearningCertificate,
    LearningEvent,
    LearningSession,
    SessionAttendance,
    SessionCredit,
    SignUp,
)
from .license_hours import AttendedSession, count_hours, license_rules, split_minutes

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # without letters and digits that look alike
ISSUED_AFTER = timedelta(days=1)
"""How long after the end codes can be entered, before certificates are issued by themselves."""
REASON = "issue the certificates of an event"


def new_number() -> str:
    """A number that nobody guesses: 58 bits, in three groups to read out."""
    letters = [secrets.choice(ALPHABET) for _letter in range(12)]
    return "-".join("".join(letters[first : first + 4]) for first in (0, 4, 8))


def withdraw_certificates(sign_ups: Collection[UUID]) -> None:
    """Withdraw what was issued for these sign-ups. Call inside `ledger.act(...)`."""
    rows = LearningCertificate.objects.unscoped("withdraw certificates that are no longer right")
    rows.filter(sign_up__in=sign_ups, deleted_at=None).update(deleted_at=timezone.now())


def sign_ups_to_certify(event: LearningEvent) -> QuerySet[SignUp]:
    """Who attended and has no certificate yet."""
    certified = LearningCertificate.objects.unscoped(REASON).filter(deleted_at=None, sign_up__event=event)
    attended = SessionAttendance.objects.unscoped(REASON).filter(session__event=event)
    seated = SignUp.objects.unscoped(REASON).seated().filter(event=event, pk__in=attended.values("sign_up"))
    return seated.exclude(pk__in=certified.values("sign_up")).select_related("person", "school")


def issue_certificates(event: LearningEvent, by: UUID | None) -> int:
    """Issue the certificates of everybody who attended and has none, and return how many."""
    with ledger.act("issue certificates", by=by, about=event.pk):
        rows = list(sign_ups_to_certify(event))
        snapshot = _EventSnapshot(event) if rows else None
        issued = [snapshot.certificate_for(row) for row in rows] if snapshot else []
        LearningCertificate.objects.bulk_create(
            issued, ignore_conflicts=True
        )  # of two at once, one issues each
        return len(issued)


class _EventSnapshot:
    """What the certificates of an event have in common, read once."""

    def __init__(self, event: LearningEvent) -> None:
        self.event = event
        sessions = LearningSession.objects.unscoped(REASON).filter(event=event, deleted_at=None)
        self.sessions = list(sessions.order_by("starts", "pk"))
        self.credits: dict[UUID, dict[str, int]] = {session.pk: {} for session in self.sessions}
        for credit in SessionCredit.objects.unscoped(REASON).filter(session__in=self.sessions):
            self.credits[credit.session_id][credit.category] = credit.minutes
        self.marks: dict[UUID, dict[UUID, str]] = {}
        for mark in SessionAttendance.objects.unscoped(REASON).filter(session__in=self.sessions):
            self.marks.setdefault(mark.sign_up_id, {})[mark.session_id] = mark.how

    def certificate_for(self, sign_up: SignUp) -> LearningCertificate:
        event, marks = self.event, self.marks[sign_up.pk]
        sessions = [session for session in self.sessions if session.pk in marks]
        days = [session.starts.astimezone(event.zone).date() for session in sessions]
        return LearningCertificate(
            sign_up=sign_up,
            number=new_number(),
            name=sign_up.person.name,
            title=event.title,
            starts=min(days),
            ends=max(days),
            format=event.format,
            place=event.place,
            provider=event.host.name if event.host else event.network.name,
            minutes=sum(session.minutes for session in sessions),
            credits=self._credits(sessions),
            sessions=[
                {"title": session.title, "day": day.isoformat(), "minutes": session.minutes}
                for session, day in zip(sessions, days, strict=True)
            ],
            by_hand=SessionAttendance.How.HAND in marks.values(),
            assessed=sign_up.assessed_at is not None,
            state=sign_up.school.state if sign_up.school else event.sponsor_state,
            **self._sponsor(sign_up, sessions),
        )

    def _credits(self, sessions: Iterable[LearningSession]) -> dict[str, int]:
        credits: dict[str, int] = {}
        for session in sessions:
            for category, minutes in split_minutes(session.minutes, self.credits[session.pk]).items():
                credits[category] = credits.get(category, 0) + minutes
        return credits

    def _sponsor(self, sign_up: SignUp, sessions: list[LearningSession]) -> dict[str, str]:
        """The sponsor, where its approval had not ended and something of it counts by the rule of its state."""
        event = self.event
        last_day = max(session.ends for session in sessions).astimezone(event.zone).date()
        if not event.sponsor or (event.sponsor_until and event.sponsor_until < last_day):
            return {}
        rule = license_rules().get(event.sponsor_state)
        attended = [attended_session(session, event, bool(sign_up.assessed_at)) for session in sessions]
        if rule and not count_hours(attended, {}, rule).minutes:
            return {}
        return {
            "sponsor": event.sponsor,
            "sponsor_number": event.sponsor_number,
            "sponsor_state": event.sponsor_state,
        }


def attended_session(session: LearningSession, event: LearningEvent, assessed: bool) -> AttendedSession:
    """A session as hours are counted by it."""
    day = session.starts.astimezone(event.zone).date()
    approved = event.sponsor and not (event.sponsor_until and event.sponsor_until < day)
    return AttendedSession(
        key=str(session.pk),
        event=str(event.pk),
        day=day,
        minutes=session.minutes,
        topic=event.topic,
        is_conference=event.kind == LearningEvent.Kind.CONFERENCE,
        sponsor_state=event.sponsor_state if approved else "",
        assessed=assessed,
    )


def is_attendance_only(certificate: LearningCertificate) -> bool:
    """Whether no sponsor that the person's state approved stands behind it."""
    return not certificate.sponsor or certificate.sponsor_state != certificate.state


def initials(name: str) -> str:
    """The first letters of a name: "T. S."."""
    return " ".join(f"{part[0]}." for part in name.split())


def events_to_certify(now: datetime) -> QuerySet[LearningEvent]:
    """Events whose sessions take no codes any more, and at which somebody was who has no certificate."""
    certified = LearningCertificate.objects.unscoped(REASON).filter(deleted_at=None)
    attended = SessionAttendance.objects.unscoped(REASON).exclude(sign_up__in=certified.values("sign_up"))
    return (
        LearningEvent.objects.unscoped(REASON)
        .filter(status=LearningEvent.Status.OPEN, ends__lte=now - ISSUED_AFTER, deleted_at=None)
        .filter(pk__in=attended.values("session__event"))
        .select_related("network", "host")
    )
