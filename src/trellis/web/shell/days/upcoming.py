"""What comes next for one student: at most three things, the nearest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trellis.core.foundation.formatting import format_time
from trellis.design.blueprint.wording import Wording

from .clock import format_day, format_local_moment
from .student_overviews import StudentOverview

MAX_SHOWN = 3


@dataclass(frozen=True)
class UpcomingItem:
    """One thing to come: a title, a line beneath, the day it is about, and "sun" when something is missing."""

    title: str
    line: str
    day: date
    tone: str = ""


def upcoming_items(
    picture: StudentOverview, words: Wording, local_now: datetime, in_school: bool
) -> list[UpcomingItem]:
    """Return the nearest things of plan, internship, projects and exhibition."""
    upcoming = [
        *_site_items(picture, in_school),
        *_step_items(picture),
        *_exhibition_items(picture, words, local_now),
        *_plan_items(picture, words),
    ]
    return sorted(upcoming, key=lambda each: each.day)[:MAX_SHOWN]


def _site_items(picture: StudentOverview, in_school: bool) -> Iterator[UpcomingItem]:
    if not (picture.placement and picture.out_today and in_school):
        return
    line = picture.day.goal if picture.day else ""
    if picture.day and picture.day.arrived:
        arrived = _("Arrived at %(time)s") % {"time": format_time(picture.day.arrived)}
        line = f"{arrived} · {line}" if line else arrived
    yield UpcomingItem(_("Today at %(site)s") % {"site": picture.placement.site.name}, line, date.min)


def _step_items(picture: StudentOverview) -> Iterator[UpcomingItem]:
    for part in picture.projects:
        step = part.next_step
        if step is None:
            continue
        if step.due < picture.today:
            due = _("was due %(day)s and can still be turned in") % {"day": format_day(step.due)}
        elif step.due == picture.today:
            due = _("due today")
        else:
            due = _("due %(day)s") % {"day": format_day(step.due)}
        yield UpcomingItem(step.title, f"{part.member.project.title} · {due}", max(step.due, picture.today))


def _exhibition_items(
    picture: StudentOverview, words: Wording, local_now: datetime
) -> Iterator[UpcomingItem]:
    coming = picture.to_come
    if not coming or coming.starts < local_now:
        return
    parts = [format_local_moment(coming.starts, local_now), coming.room]
    if not picture.has_outside:
        parts.append(
            _("the %(panel)s still needs someone from outside the school") % {"panel": words.one["panel"]}
        )
    line = " · ".join(part for part in parts if part)
    tone = "" if picture.has_outside else "sun"
    yield UpcomingItem(
        capfirst(words.one["exhibition"]), line, coming.starts.astimezone(local_now.tzinfo).date(), tone
    )


def _plan_items(picture: StudentOverview, words: Wording) -> Iterator[UpcomingItem]:
    if not words.has("plan") or picture.term is None or (picture.plan and picture.plan.met_at):
        return
    if picture.plan is None:
        title = _("Start the %(plan)s for %(term)s")
        line = _("Start with a talk: what are you curious about right now?")
    else:
        title = _("%(meeting)s for %(term)s")
        line = _("The plan is written. The next step is a meeting about it, with family.")
    names = {
        "plan": words.one["learning_plan"],
        "term": picture.term.title,
        "meeting": capfirst(words.one["plan_meeting"]),
    }
    yield UpcomingItem(title % names, line, picture.term.ends)
