"""What comes next for one student: at most three things, the nearest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trellis.core.foundation.formatting import format_time
from trellis.design.blueprint.wording import Wording

from .clock import format_day, format_local_moment
from .student_overviews import StudentOverview

MAX_SHOWN = 3


@dataclass(frozen=True)
class UpcomingItem:
    """One thing to come: a title, a line beneath, the day it is about, and "attention" when something is missing.

    url: the page on which the student goes on with it; "" for none.
    """

    title: str
    line: str
    day: date
    tone: str = ""
    url: str = ""


def upcoming_items(
    overview: StudentOverview, words: Wording, local_now: datetime, in_school: bool
) -> list[UpcomingItem]:
    """Return the nearest things of plan, internship, projects and exhibition."""
    items = [
        *_site_items(overview, in_school),
        *_step_items(overview),
        *_exhibition_items(overview, words, local_now),
        *_plan_items(overview, words),
    ]
    return sorted(items, key=lambda item: item.day)[:MAX_SHOWN]


def _site_items(overview: StudentOverview, in_school: bool) -> Iterator[UpcomingItem]:
    placement = overview.placement
    if placement is None or not (overview.at_site_today and in_school):
        return
    line = overview.day.goal if overview.day else ""
    if overview.day and overview.day.arrived:
        arrived = _("Arrived at %(time)s") % {"time": format_time(overview.day.arrived)}
        line = f"{arrived} · {line}" if line else arrived
    yield UpcomingItem(_("Today at %(site)s") % {"site": placement.place_name}, line, date.min)


def _step_items(overview: StudentOverview) -> Iterator[UpcomingItem]:
    for progress in overview.projects:
        step = progress.next_step
        if step is None:
            continue
        if step.due < overview.today:
            due = _("was due %(day)s and can still be turned in") % {"day": format_day(step.due)}
        elif step.due == overview.today:
            due = _("due today")
        else:
            due = _("due %(day)s") % {"day": format_day(step.due)}
        project = progress.member.project
        url = reverse("project-step", args=[project.pk, step.pk])
        yield UpcomingItem(step.title, f"{project.title} · {due}", max(step.due, overview.today), url=url)


def _exhibition_items(
    overview: StudentOverview, words: Wording, local_now: datetime
) -> Iterator[UpcomingItem]:
    upcoming = overview.upcoming_exhibition
    if upcoming is None or upcoming.starts < local_now:
        return
    parts = [format_local_moment(upcoming.starts, local_now), upcoming.exhibition.room]
    if not overview.has_outside:
        parts.append(
            _("the %(panel)s still needs someone from outside the school") % {"panel": words.one["panel"]}
        )
    line = " · ".join(part for part in parts if part)
    tone = "" if overview.has_outside else "attention"
    title = str(capfirst(str(words.one["exhibition"])))
    url = reverse("exhibition", args=[upcoming.exhibition.pk])
    yield UpcomingItem(title, line, upcoming.starts.astimezone(local_now.tzinfo).date(), tone, url)


def _plan_items(overview: StudentOverview, words: Wording) -> Iterator[UpcomingItem]:
    if not words.has("plan") or overview.term is None or (overview.plan and overview.plan.met_at):
        return
    if overview.plan is None:
        title = _("Start the %(plan)s for %(term)s")
        line = _("Start with a talk: what are you curious about right now?")
    else:
        title = _("%(meeting)s for %(term)s")
        line = _("The plan is written. The next step is a meeting about it, with family.")
    names = {
        "plan": words.one["learning_plan"],
        "term": overview.term.title,
        "meeting": capfirst(str(words.one["plan_meeting"])),
    }
    url = reverse("plan", args=[overview.student_id])
    yield UpcomingItem(title % names, line, overview.term.ends, url=url)
