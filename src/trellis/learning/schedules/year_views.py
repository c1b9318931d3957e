"""The dates of a school's year: the page on which leaders plan them, and the download for a calendar."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community.models import Role, School
from trellis.core.community.viewer import LEADING_ROLES, SCHOOL_ROLES
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.core.foundation.section_messages import read_section_messages
from trellis.design.blueprint.wording import wording_of

from . import year_selectors
from .calendar_feed import year_calendar_file
from .models import SchoolYearPlan, YearDate
from .permissions import may_design_at
from .services.year_adoption import read_adoption, removed_dates
from .year_forms import FORMS, ChangeDateForm, SchoolYearPage
from .year_lines import adopted_lines, group_lines, planned_lines
from .year_question import read_question
from .year_wording import isolated_year, kind_title, year_title

FIRST_YEAR, LAST_YEAR = 2000, 2100
BY_HAND_KINDS = (YearDate.Kind.CLOSED, YearDate.Kind.OTHER)
"""Kinds of dates that are never drafted."""


@page_for(*LEADING_ROLES)
@never_cache
def year_dates(request: Request, school_id: UUID, school_year: int) -> HttpResponse:
    """The dates of a year. A principal opens it in May with 20 minutes, and a counselor to check one date; they leave
    with next year's terms, days without school, internships, exhibitions and plan meetings, and know what is short."""
    if not may_design_at(request.viewer, school_id) or not FIRST_YEAR <= school_year <= LAST_YEAR:
        raise Http404
    school = get_object_or_404(School.objects.seen_by(request.viewer), pk=school_id)
    plan = year_selectors.find_plan(request.viewer, school, school_year)
    subject = SchoolYearPage(school, school_year, wording_of(school.pk), plan)
    actions = PageActions(request, FORMS, subject)
    if actions.done:
        return actions.redirect_to(reverse("year-dates", args=[school.pk, school_year]))
    section_messages = read_section_messages(request)
    days = year_selectors.year_days(school, school_year, plan)
    context = {
        "school": school,
        "school_year": school_year,
        "year": year_title(school_year, *days),
        "isolated_year": isolated_year(year_title(school_year, *days)),
        "other_years": [
            (year, isolated_year(year_title(year, *days))) for year in (school_year - 1, school_year + 1)
        ],
        "plan": plan,
        "words": subject.words,
        "actions": actions,
        "section_messages": section_messages,
        "just_added": any(message.added for message in section_messages),
    }
    if plan:
        context |= _plan_context(request, plan, subject)
        context["open_date"] = _open_date(request, actions)
    return render(request, "schedules/year_dates.html", context, status=actions.status)


def _open_date(request: Request, actions: PageActions) -> UUID | None:
    """The date whose forms are open: the one whose form was not saved, else the one that the address names."""
    if isinstance(actions.sent, ChangeDateForm) and actions.sent.row:
        return actions.sent.row.pk
    try:
        return UUID(request.GET.get("change", ""))
    except ValueError:
        return None


def _plan_context(request: Request, plan: SchoolYearPlan, subject: SchoolYearPage) -> dict[str, object]:
    words = subject.words
    rows = list(year_selectors.plan_dates(request.viewer, plan))
    question = read_question(plan, words.package, rows)
    removed = list(removed_dates(plan))
    return {
        "card": year_selectors.year_card(request.viewer, subject.school, subject.school_year),
        "groups": group_lines(planned_lines(rows, words, question), words),
        "removed": planned_lines(removed, words, question),
        "shortages": year_selectors.shortages_of(question, rows, words),
        "school_days": len(question.school_days),
        "adoption": read_adoption(plan),
        "by_hand_kinds": BY_HAND_KINDS,
        "terms_title": kind_title(YearDate.Kind.TERM, words),
    }


@page_for(*SCHOOL_ROLES, Role.STUDENT, Role.GUARDIAN)
@require_safe
@never_cache
def year_calendar(request: Request, school_id: UUID) -> HttpResponse:
    """The dates of the school's years as a file for a calendar. Whoever belongs to the school opens it once, with a
    minute; they leave with the year in the calendar on their phone."""
    if school_id not in request.viewer.schools:
        raise Http404
    school = get_object_or_404(School.objects.seen_by(request.viewer), pk=school_id)
    lines = adopted_lines(year_selectors.adopted_dates(request.viewer, school), wording_of(school.pk))
    response = HttpResponse(year_calendar_file(school, lines), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="school-year.ics"'
    return response
