"""What comes next for one student: at most three things, the nearest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trellis.core.foundation.formatting import format_time
from trellis.design.blueprint.wording import Wording

from .clock import format_day, moment_said
from .pictures import Picture

SHOWN = 3


@dataclass(frozen=True)
class Next:
    """One thing to come: a title, a line beneath, the day it is about, and "sun" when something is missing."""

    title: str
    line: str
    day: date
    tone: str = ""


def coming(one: Picture, words: Wording, here: datetime, in_school: bool) -> list[Next]:
    """The nearest things of plan, internship, projects and exhibition."""
    found = [*_site(one, in_school), *_steps(one), *_exhibition(one, words, here), *_plan(one, words)]
    return sorted(found, key=lambda each: each.day)[:SHOWN]


def _site(one: Picture, in_school: bool) -> Iterator[Next]:
    if not (one.placement and one.out_today and in_school):
        return
    line = one.day.goal if one.day else ""
    if one.day and one.day.arrived:
        arrived = _("Arrived at %(time)s") % {"time": format_time(one.day.arrived)}
        line = f"{arrived} · {line}" if line else arrived
    yield Next(_("Today at %(site)s") % {"site": one.placement.site.name}, line, date.min)


def _steps(one: Picture) -> Iterator[Next]:
    for part in one.projects:
        step = part.next_step
        if step is None:
            continue
        if step.due < one.today:
            due = _("it was due on %(day)s and is still welcome") % {"day": format_day(step.due)}
        elif step.due == one.today:
            due = _("due today")
        else:
            due = _("due %(day)s") % {"day": format_day(step.due)}
        yield Next(step.title, f"{part.member.project.title} · {due}", max(step.due, one.today))


def _exhibition(one: Picture, words: Wording, here: datetime) -> Iterator[Next]:
    coming = one.to_come
    if not coming or coming.starts < here:
        return
    parts = [moment_said(coming.starts, here), coming.room]
    if not one.has_outside:
        parts.append(
            _("the %(panel)s still wants somebody from outside the school") % {"panel": words.one["panel"]}
        )
    line = " · ".join(part for part in parts if part)
    tone = "" if one.has_outside else "sun"
    yield Next(capfirst(words.one["exhibition"]), line, coming.starts.astimezone(here.tzinfo).date(), tone)


def _plan(one: Picture, words: Wording) -> Iterator[Next]:
    if not words.has("plan") or one.term is None or (one.plan and one.plan.met_at):
        return
    if one.plan is None:
        title = _("Start the %(plan)s for %(term)s")
        line = _("It begins with a talk: what are you curious about now?")
    else:
        title = _("%(meeting)s for %(term)s")
        line = _("The plan is written. Sit down with it at one table, family too.")
    names = {
        "plan": words.one["learning_plan"],
        "term": one.term.title,
        "meeting": capfirst(words.one["plan_meeting"]),
    }
    yield Next(title % names, line, one.term.ends)
