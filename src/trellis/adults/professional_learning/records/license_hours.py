"""Hours toward a teacher's license, in the terms of each state (`license_hours.toml`). Pure: no table is read here.

`count_hours` says how many minutes of what somebody attended count, in which category, and why others do not. A state's
list may be out of date: whatever shows a number says to check with the state.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ATTENDED, PRESENTED, MENTORED, INDEPENDENT = "attended", "presented", "mentored", "independent"
SPONSOR, CONFERENCE, TOPIC, ASSESSMENT, LIMIT = "sponsor", "conference", "topic", "assessment", "limit"
REASONS: dict[str, str | Promise] = {
    SPONSOR: _("No sponsor approved by this state"),
    CONFERENCE: _("Days of a conference do not count in this state"),
    TOPIC: _("Fewer hours on this topic than the state asks for"),
    ASSESSMENT: _("No assessment of what was learned"),
    LIMIT: _("More than the state counts of this kind"),
}
FIRST_MONTH = 7
"""The month in which states begin a year of hours."""


@dataclass(frozen=True)
class Subtotal:
    """Minutes that must be of one category."""

    category: str
    minutes: int


@dataclass(frozen=True)
class LicenseRule:
    """What one state asks for. minutes: required in `years`; 0 where the state asks for none.

    needs_sponsor: only what a sponsor approved by the state gives counts. limits: the most minutes that count, by way
    of learning. topic_minutes: the least on one topic. certificate: what a certificate must name. short: how the state
    abbreviates its unit. credit_minutes: what one semester credit counts for; 0 where nothing says so.
    """

    state: str
    unit: str
    short: str
    minutes: int
    years: int
    needs_sponsor: bool
    subtotals: tuple[Subtotal, ...]
    limits: Mapping[str, int]
    conferences_count: bool
    topic_minutes: int
    needs_assessment: bool
    credit_minutes: int
    certificate: tuple[str, ...]
    sponsor: str
    keep: str
    note: str
    source: str
    read_on: date

    @property
    def counts_by_year(self) -> bool:
        """Whether each year stands alone: hours of one do not count in the next."""
        return self.years == 1


@dataclass(frozen=True)
class AttendedSession:
    """A session that somebody attended. event: tells sessions of one event. way: how they learned there.

    sponsor_state: the state that approved its sponsor. assessed: what they learned was assessed.
    """

    key: str
    event: str
    day: date
    minutes: int
    topic: str = ""
    is_conference: bool = False
    sponsor_state: str = ""
    assessed: bool = False
    way: str = ATTENDED


@dataclass(frozen=True)
class Uncounted:
    """Minutes of a session that do not count, and the key of the reason in REASONS."""

    session: str
    minutes: int
    reason: str


@dataclass
class HoursCount:
    """Minutes that count: in all, by category, and by the year in which they end (2027: July 2026 to June 2027)."""

    minutes: int = 0
    by_category: dict[str, int] = field(default_factory=dict)
    by_year: dict[int, int] = field(default_factory=dict)
    uncounted: list[Uncounted] = field(default_factory=list)

    def missing(self, rule: LicenseRule) -> dict[str, int]:
        """The minutes that are still missing in each category of which the state wants some."""
        left = {
            each.category: each.minutes - self.by_category.get(each.category, 0) for each in rule.subtotals
        }
        return {category: minutes for category, minutes in left.items() if minutes > 0}


@cache
def license_rules() -> dict[str, LicenseRule]:
    """Every state that we know of, by its two letters."""
    tables = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    read_on = tables["read_on"]
    return {
        state: _read_rule(state, table, read_on) for state, table in tables.items() if isinstance(table, dict)
    }


def _read_rule(state: str, table: Mapping, read_on: date) -> LicenseRule:
    minutes = 60 * table.get("hours", 0)
    return LicenseRule(
        state=state,
        unit=table["unit"],
        short=table["short"],
        minutes=minutes,
        years=table.get("years", 0),
        needs_sponsor=table.get("needs_sponsor", False),
        subtotals=tuple(
            Subtotal(each["category"], _share_or_hours(each, minutes)) for each in table.get("subtotals", ())
        ),
        limits={each["way"]: _share_or_hours(each, minutes) for each in table.get("limits", ())},
        conferences_count=table.get("conferences_count", True),
        topic_minutes=60 * table.get("topic_hours", 0),
        needs_assessment=table.get("needs_assessment", False),
        credit_minutes=60 * table.get("credit_hours", 0),
        certificate=tuple(table.get("certificate", ())),
        sponsor=table["sponsor"],
        keep=table.get("keep", ""),
        note=table["note"],
        source=table["source"],
        read_on=read_on,
    )


def _share_or_hours(table: Mapping, minutes: int) -> int:
    return round(table["share"] * minutes) if "share" in table else 60 * table["hours"]


def count_hours(
    sessions: Sequence[AttendedSession], credits: Mapping[str, Mapping[str, int]], rule: LicenseRule | None
) -> HoursCount:
    """Count what somebody attended. credits: by session, its minutes in each category.

    Without a rule every minute counts. What a state limits counts from the earliest on. Categories of a session never
    add to more than its minutes, whatever was entered.
    """
    count, used = HoursCount(), defaultdict(int)
    reasons = _topic_reasons(sessions, rule) if rule else {}
    for session in sorted(sessions, key=lambda each: (each.day, each.key)):
        reason = _reason_against(session, rule) if rule else ""
        reason = reason or reasons.get(_topic_of(session), "")
        limit = rule.limits.get(session.way) if rule else None
        counted = 0 if reason else session.minutes
        if limit is not None and not reason:
            counted, reason = max(0, min(counted, limit - used[session.way])), LIMIT
        used[session.way] += counted
        if counted < session.minutes:
            count.uncounted.append(Uncounted(session.key, session.minutes - counted, reason))
        _add_minutes(count, session, counted, credits.get(session.key, {}))
    return count


def _add_minutes(
    count: HoursCount, session: AttendedSession, minutes: int, credits: Mapping[str, int]
) -> None:
    year = session.day.year + (session.day.month >= FIRST_MONTH)
    count.minutes += minutes
    if minutes:
        count.by_year[year] = count.by_year.get(year, 0) + minutes
    for category, part in split_minutes(minutes, credits).items():
        count.by_category[category] = count.by_category.get(category, 0) + part


def split_minutes(minutes: int, credits: Mapping[str, int]) -> dict[str, int]:
    """The minutes of each category, in their order, until the minutes are used up."""
    parts, left = {}, minutes
    for category, credit in credits.items():
        part = max(0, min(credit, left))
        if part:
            parts[category] = part
        left -= part
    return parts


def _topic_of(session: AttendedSession) -> str:
    return session.topic or session.event


def _reason_against(session: AttendedSession, rule: LicenseRule) -> str:
    """Why a session by itself does not count; "" where it does."""
    if session.is_conference and not rule.conferences_count:
        return CONFERENCE
    if rule.needs_sponsor and session.sponsor_state != rule.state:
        return SPONSOR
    return ""


def _topic_reasons(sessions: Sequence[AttendedSession], rule: LicenseRule) -> dict[str, str]:
    """The topics that do not count, and why: too few hours, or nothing that was assessed."""
    minutes: dict[str, int] = defaultdict(int)
    assessed: dict[str, bool] = defaultdict(bool)
    for session in sessions:
        if not _reason_against(session, rule):
            minutes[_topic_of(session)] += session.minutes
            assessed[_topic_of(session)] |= session.assessed
    reasons = {topic: TOPIC for topic, total in minutes.items() if total < rule.topic_minutes}
    if rule.needs_assessment:
        reasons |= {topic: ASSESSMENT for topic in minutes if topic not in reasons and not assessed[topic]}
    return reasons
