"""Who has access when: the successor's tie begins on their first day, the leaver's ends after their last one.

Both are set beforehand, on the school's clock, so that access moves at that moment by itself.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from trellis.core.community.clock import zone_named
from trellis.core.community.models import Role, School, Tie
from trellis.core.community.tie_endings import end_ties, set_tie_ends
from trellis.core.community.viewer import active_at

from .models import LeaderHandover

REASON = "move the access to a school from one leader to the next"


def day_starts(school: School, day: date) -> datetime:
    """Midnight at which a day begins at the school."""
    return datetime.combine(day, time.min, zone_named(school.time_zone))


def last_day_at(ends: datetime, school: School) -> date:
    """The last day on which a tie that ends at a moment gives access at the school."""
    return (ends - timedelta(microseconds=1)).astimezone(zone_named(school.time_zone)).date()


def arrange_access(handover: LeaderHandover) -> None:
    """Lay the ties of both leaders on the days of the packet. Again with the same days, nothing changes. Call inside
    `ledger.act(...)`."""
    now = timezone.now()
    _arrange_leaver(handover, now)
    _arrange_successor(handover, now)
    LeaderHandover.objects.unscoped(REASON).filter(pk=handover.pk, access_set_at=None).update(
        access_set_at=now, modified=now
    )


def _leader_ties(handover: LeaderHandover, now: datetime) -> QuerySet[Tie]:
    ties = Tie.objects.unscoped(REASON).filter(role=Role.LEADER, to_school=handover.school_id)
    return ties.filter(Q(ends=None) | Q(ends__gt=now), deleted_at=None)


def _arrange_leaver(handover: LeaderHandover, now: datetime) -> None:
    ties = _leader_ties(handover, now).filter(active_at(now), person=handover.leaver_id)
    ends = day_starts(handover.school, handover.last_day + timedelta(days=1))
    if ends <= now:
        end_ties(ties, now)
    else:
        set_tie_ends(ties, ends, now)


def _arrange_successor(handover: LeaderHandover, now: datetime) -> None:
    """Begin the successor's tie on their first day. A tie that another successor was to have never begins."""
    planned = Tie.objects.unscoped(REASON).filter(pk=handover.successor_tie_id)
    tie = planned.first()
    if tie and (tie.person_id != handover.successor_id or handover.first_day is None):
        take_back_successor(handover, now)
        tie = None
    if handover.successor_id is None or handover.first_day is None:
        return
    starts = max(day_starts(handover.school, handover.first_day), now)
    if tie:
        planned.filter(starts__gt=now).exclude(starts=starts).update(starts=starts, modified=now)
        return
    if _leader_ties(handover, now).filter(starts__lte=starts, person=handover.successor_id).exists():
        return
    tie = Tie.objects.create(
        person_id=handover.successor_id, role=Role.LEADER, to_school_id=handover.school_id, starts=starts
    )
    _note_tie(handover, tie)


def _note_tie(handover: LeaderHandover, tie: Tie | None) -> None:
    LeaderHandover.objects.unscoped(REASON).filter(pk=handover.pk).update(successor_tie=tie)
    handover.successor_tie = tie


def take_back_successor(handover: LeaderHandover, now: datetime) -> None:
    """End the tie that the packet gave, or take it away where it has not begun."""
    ties = Tie.objects.unscoped(REASON).filter(pk=handover.successor_tie_id)
    coming = ties.filter(starts__gt=now)
    if coming.exists():
        coming.delete()
    else:
        end_ties(ties.filter(active_at(now)), now)
    _note_tie(handover, None)


def keep_leaver(handover: LeaderHandover, now: datetime) -> None:
    """Let the leaver's access go on after all, where the packet was what ends it and it has not ended yet."""
    ends = day_starts(handover.school, handover.last_day + timedelta(days=1))
    ties = _leader_ties(handover, now).filter(person=handover.leaver_id, ends=ends, starts__lt=F("ends"))
    set_tie_ends(ties, None, now)
