"""One's own hours against one's own goal, by the rule of a state or without one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise

from trellis.core.community.viewer import Viewer
from trellis.core.foundation import ledger, revisions

from ..models import (
    HoursGoal,
    LearningEvent,
    LearningSession,
    SessionAttendance,
    SessionChoice,
    SessionCredit,
    SignUp,
)
from .certificates import attended_session
from .hour_categories import CATEGORIES
from .license_hours import REASONS, AttendedSession, HoursCount, LicenseRule, count_hours, license_rules


@dataclass(frozen=True)
class HoursProgress:
    """How far somebody is. done: minutes that count; booked: those of sessions to come for which they have a seat."""

    goal: HoursGoal
    rule: LicenseRule | None
    count: HoursCount
    booked: int

    @property
    def done(self) -> int:
        """Minutes that count: where a state counts each year alone, those of the goal's last year."""
        if self.rule and self.rule.counts_by_year:
            return self.count.by_year.get(self.goal.ends.year + (self.goal.ends.month >= 7), 0)
        return self.count.minutes

    @property
    def left(self) -> int:
        return max(0, self.goal.minutes - self.done)

    @property
    def done_hours(self) -> float:
        return round(self.done / 60, 1)

    @property
    def done_arc(self) -> str:
        """The part of the ring that is done, as SVG draws it."""
        return self._arc(self.done)

    @property
    def booked_arc(self) -> str:
        return self._arc(self.done + self.booked)

    def _arc(self, minutes: int) -> str:
        return f"{min(minutes, self.goal.minutes)} {self.goal.minutes}"

    @property
    def missing(self) -> list[tuple[str | Promise, int]]:
        """What the state wants of some categories and is still missing."""
        minutes = self.count.missing(self.rule) if self.rule else {}
        return [(CATEGORIES[category], left) for category, left in minutes.items()]

    @property
    def uncounted(self) -> list[tuple[str | Promise, int]]:
        """Why some minutes do not count, and how many."""
        by_reason: dict[str, int] = {}
        for row in self.count.uncounted:
            by_reason[row.reason] = by_reason.get(row.reason, 0) + row.minutes
        return [(REASONS[reason], minutes) for reason, minutes in by_reason.items()]


def hours_progress(viewer: Viewer) -> HoursProgress | None:
    """The viewer's own; None while they have no goal."""
    goal = HoursGoal.objects.seen_by(viewer).filter(person=viewer.person_id, deleted_at=None).first()
    if goal is None:
        return None
    rule = license_rules().get(goal.rule)
    sessions, credits = _attended(viewer, goal.starts, goal.ends)
    count = count_hours(sessions, credits, rule)
    return HoursProgress(goal, rule, count, booked_minutes(viewer, goal.ends))


def _attended(
    viewer: Viewer, first: date, last: date
) -> tuple[list[AttendedSession], dict[str, dict[str, int]]]:
    """The sessions between two days at which the viewer was, and their minutes by category."""
    marks = SessionAttendance.objects.seen_by(viewer).filter(
        sign_up__person=viewer.person_id, deleted_at=None
    )
    rows = list(marks.select_related("session__event", "sign_up"))
    attended = [
        attended_session(mark.session, mark.session.event, mark.sign_up.assessed_at is not None)
        for mark in rows
    ]
    within = [session for session in attended if first <= session.day <= last]
    return within, _credits(viewer, [mark.session_id for mark in rows])


def _credits(viewer: Viewer, sessions: Iterable[UUID]) -> dict[str, dict[str, int]]:
    credits: dict[str, dict[str, int]] = {}
    for credit in SessionCredit.objects.seen_by(viewer).filter(session__in=sessions, deleted_at=None):
        credits.setdefault(str(credit.session_id), {})[credit.category] = credit.minutes
    return credits


def booked_minutes(viewer: Viewer, last: date) -> int:
    """Minutes of sessions to come until a day, at events where the viewer has a seat."""
    seats = SignUp.objects.seen_by(viewer).seated().filter(person=viewer.person_id)
    chosen = SessionChoice.objects.seen_by(viewer).filter(sign_up__in=seats, deleted_at=None)
    coming = LearningSession.objects.seen_by(viewer).filter(
        Q(is_choice=False) | Q(pk__in=chosen.values("session")),
        event__in=seats.values("event"),
        event__status=LearningEvent.Status.OPEN,
        starts__gt=viewer.now,
        deleted_at=None,
    )
    return sum(
        session.minutes
        for session in coming.select_related("event")
        if session.starts.astimezone(session.event.zone).date() <= last
    )


def save_goal(
    person_id: UUID, values: Mapping[str, object], seen: int | None, labels: Mapping[str, str]
) -> None:
    with ledger.act("set a goal of hours", by=person_id):
        key = {"person_id": person_id}
        revisions.create_or_save_if_current(HoursGoal, key, {**values, "deleted_at": None}, seen, labels)


def default_period(now: datetime, years: int) -> tuple[date, date]:
    """The years that a goal is for, ending with the next June."""
    ends = date(now.year + (now.month >= 7), 6, 30)
    return date(ends.year - years, 7, 1), ends
