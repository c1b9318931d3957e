"""A coach's day. Who: a coach on the morning of a visit or between two, with five minutes, often on a phone; they leave
knowing where they go next, what was promised for today, and what moved at that school since."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from trellis.adults.coaching.selectors import coach_day
from trellis.core.foundation.requests import Request

from . import clock


def render_coach_page(request: Request) -> HttpResponse:
    """The day of whoever coaches schools."""
    day = coach_day(request.viewer)
    context = {
        "coach_day": day,
        "greeting": clock.greeting(day.local_now, request.viewer.person.first_name),
        "day": clock.format_day(day.local_now.date()),
        "today": day.local_now.date(),
    }
    with timezone.override(day.local_now.tzinfo):
        return render(request, "shell/days/coach.html", context)
