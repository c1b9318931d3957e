"""Outcomes over time and by course. Who: a teacher or a family before a talk about a student, with five minutes; they
leave with what has moved and in which work. A leader, with which courses an outcome is never scored in."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Role, School
from trellis.core.community.selectors import get_student_or_404, school_of, students_in, works_with
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.selectors import outcomes_of
from trellis.design.blueprint.wording import Wording, wording_of
from trellis.design.frameworks.models import Outcome

from . import gradebook, over_time, rubric_scoring, selectors
from .gradebook_views import GRADEBOOK_ROLES, get_gradebook_or_404, year_start_moment
from .models import AveragingPolicy

PAGE_ROLES = (Role.STUDENT, Role.GUARDIAN, Role.ADVISOR, Role.TEACHER, Role.COUNSELOR, Role.LEADER)


def _get_outcomes_or_404(school: School, words: Wording) -> tuple[dict[str, Outcome], int, dict[str, object]]:
    """A school's outcomes that a rubric scores, the top level, and what a page says about the rule."""
    if words.package is None:
        raise Http404
    outcomes, top = rubric_scoring.scored_outcomes(words.package, outcomes_of(school.pk))
    rule = gradebook.averaging_rule_of(school.pk)
    context = {
        "words": words,
        "rule": AveragingPolicy.Rule(rule.value).label,
        "top": top,
        "outcomes": list(outcomes.values()),
    }
    return outcomes, top, context


@page_for(*PAGE_ROLES)
@never_cache
@require_safe
def student_page(request: Request, student_id: UUID) -> HttpResponse:
    """One student: every outcome over the years, and project by project."""
    viewer = request.viewer
    student = get_student_or_404(viewer, student_id)
    school = school_of(student.pk)
    if school is None:
        raise Http404
    outcomes, top, context = _get_outcomes_or_404(school, wording_of(school.pk))
    local_now, rule, every = (
        school_local_time(school, timezone.now()),
        gradebook.averaging_rule_of(school.pk),
        list(outcomes.values()),
    )
    columns = over_time.reporting_periods(viewer, school, local_now.date(), local_now.tzinfo)
    chosen_outcome = outcomes.get(request.GET.get("outcome", ""))
    [(_student, lines)] = over_time.outcomes_over_time(viewer, [student], every, rule, top, columns)
    return render(
        request,
        "evidence/student_outcomes.html",
        context
        | {
            "student": student,
            "is_own_page": viewer.person_id == student.pk,
            "columns": columns,
            "lines": lines,
            "courses": over_time.summaries_by_project(viewer, student, every, rule, top),
            "chosen_outcome": chosen_outcome,
            "works": selectors.scored_works(viewer, student, chosen_outcome),
            "may_score": bool(viewer.staff_schools) and works_with(viewer, student),
        },
    )


@page_for(*GRADEBOOK_ROLES)
@never_cache
@require_safe
def group_page(request: Request, group_id: UUID) -> HttpResponse:
    """A group: each student's outcomes, as they stood term by term."""
    group, words, outcomes, top = get_gradebook_or_404(request, group_id)
    local_now = school_local_time(group.school, timezone.now())
    columns = over_time.reporting_periods(request.viewer, group.school, local_now.date(), local_now.tzinfo)[
        -4:
    ]
    students = students_in(request.viewer, group)
    rule = gradebook.averaging_rule_of(group.school_id)
    return render(
        request,
        "evidence/group_over_time.html",
        {
            "group": group,
            "words": words,
            "top": top,
            "rule": AveragingPolicy.Rule(rule.value).label,
            "outcomes": list(outcomes.values()),
            "columns": columns,
            "rows": over_time.outcomes_over_time(
                request.viewer, students, list(outcomes.values()), rule, top, columns
            ),
        },
    )


@page_for(*GRADEBOOK_ROLES)
@never_cache
@require_safe
def courses_page(request: Request, school_id: UUID) -> HttpResponse:
    """Course by outcome: one's own courses, and all of a school's for whoever leads it."""
    viewer = request.viewer
    school = get_object_or_404(School.objects.seen_by(viewer), pk=school_id)
    groups = over_time.courses_of(viewer, school)
    if not groups and school.pk not in viewer.to("school", Role.LEADER):
        raise Http404
    outcomes, top, context = _get_outcomes_or_404(school, wording_of(school.pk))
    rule, every = gradebook.averaging_rule_of(school.pk), list(outcomes.values())
    since = year_start_moment(request, school)
    context |= {
        "school": school,
        "courses": over_time.summaries_by_course(viewer, groups, every, rule, top, since),
    }
    return render(request, "evidence/courses.html", context)
