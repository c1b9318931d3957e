"""When a step is due: the rules of a plan, laid on a school's own days."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from trellis.core.community.clock import school_local_time, zone_named
from trellis.design.blueprint.package.joining import DueRule

from .models import JoiningSchool


def due_date(rule: DueRule, year: int | None, stage_started: date, opening: date | None) -> date | None:
    """The earliest day that the rule gives; None while every part of it waits for the opening day."""
    days = []
    if rule.after_start is not None:
        days.append(stage_started + timedelta(days=rule.after_start))
    if rule.before_opening is not None and opening:
        days.append(opening - timedelta(days=rule.before_opening))
    if rule.on is not None and (year is None or opening):
        first = stage_started if year is None or opening is None else _add_years(opening, year - 1)
        days.append(_next_day(rule.on, first))
    return min(days, default=None)


def _next_day(month_day: str, first: date) -> date:
    """The first such day that is not before `first`."""
    month, day = (int(part) for part in month_day.split("-"))
    this_year = date(first.year, month, day)
    return this_year if this_year >= first else date(first.year + 1, month, day)


def _add_years(day: date, years: int) -> date:
    """The same day in another year; February 29 becomes February 28."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def today_at(joining: JoiningSchool, now: datetime | None = None) -> date:
    """Today on the school's own clock; on the network's, while the school is not in Trellis."""
    now = now or timezone.now()
    if joining.school:
        return school_local_time(joining.school, now).date()
    return now.astimezone(zone_named(joining.network.time_zone)).date()
