"""A principal's day. Who: a principal every morning, with five minutes; she leaves having made the decisions that wait,
knowing who has not checked in, and with any student one press away."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from trellis.adults.coaching.selectors import visits_of_day
from trellis.assessment.portfolios.practice_desk import pending_practice_seats
from trellis.core.community.models import Group, School
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import wording_of
from trellis.improvement.opportunity.matrix import Matrix, only_clear_gaps
from trellis.improvement.opportunity.models import GapTable
from trellis.improvement.opportunity.overview import school_matrix
from trellis.improvement.opportunity.selectors import school_gap_table

from . import clock, selectors
from .decisions import decisions
from .leading import advisories_today, count_students, school_day
from .school_week import school_week


def render_leader_page(request: Request, led_schools: set[UUID], groups: list[Group]) -> HttpResponse:
    """The day of a school that the viewer leads; of several, the one that the address names, or the first."""
    viewer = request.viewer
    schools = list(School.objects.seen_by(viewer).filter(pk__in=led_schools).order_by("name"))
    if not schools:
        raise Http404
    requested = request.GET.get("school", "")
    school = next((school for school in schools if str(school.pk) == requested), schools[0])
    words = wording_of(school.pk)
    local_now = clock.school_local_time(school, timezone.now())
    in_school = selectors.is_school_day(viewer, school, local_now.date(), words)
    day = school_day(viewer, school, words, local_now.date(), in_school)
    advisories = advisories_today(viewer, school, day)
    table = school_gap_table(viewer, school.pk)
    context = {
        "snapshot": table,
        "matrix": SimpleLazyObject(lambda: _clear_gaps(school, table)) if table else None,
        "school": school,
        "schools": schools,
        "groups": groups,
        "words": words,
        "greeting": clock.greeting(local_now, viewer.person.first_name),
        "day": clock.format_day(local_now.date()),
        "in_school": in_school,
        "students": count_students(viewer, school),
        "week": school_week(viewer, school, words, local_now),
        "decisions": decisions(viewer, school, words, local_now.date()),
        "practice_to_score": pending_practice_seats(viewer),
        "visits": visits_of_day(viewer, school, local_now.date()),
        "expected": len(day.expected),
        "arrived": len(day.arrived),
        "not_arrived": len(day.not_arrived),
        "late_advisories": [row for row in advisories if row.not_arrived],
        "advisories": advisories,
    }
    with timezone.override(local_now.tzinfo):
        return render(request, "shell/days/leader.html", context)


def _clear_gaps(school: School, table: GapTable) -> Matrix:
    return only_clear_gaps(school_matrix(school, table, "main", names_students=True))
