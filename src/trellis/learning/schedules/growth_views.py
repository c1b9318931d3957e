"""The page of a school that grows by a grade a year."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from trellis.core.community.models import Role, School
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.core.foundation.section_messages import read_section_messages

from .growth_forms import GrowthPlanForm, GrowthYearForm, chosen_year
from .growth_selectors import Growth, growth_page
from .growth_table import growth_bars, growth_table, year_heads
from .growth_wording import other_lines, shortage_lines
from .permissions import may_design_at


@page_for(Role.LEADER, Role.COUNSELOR)
@never_cache
def school_growth(request: Request, school_id: UUID) -> HttpResponse:
    """How many students, adults and rooms a growing school has in each of its first four years. A principal who opens
    next fall sits down with it one evening in January, before there is a roster; she leaves with a number for every
    year and grade, the adults and rooms that go with it, and a list of what falls short."""
    if not may_design_at(request.viewer, school_id):
        raise Http404
    school = get_object_or_404(School.objects.seen_by(request.viewer), pk=school_id)
    page = growth_page(request.viewer, school)
    actions = PageActions(request, (GrowthPlanForm, GrowthYearForm), page)
    if actions.done:
        return actions.redirect_to(request.get_full_path())
    context = {
        "school": school,
        "plan": page.plan,
        "actions": actions,
        "section_messages": read_section_messages(request),
        **(_years_context(request, page.growth) if page.growth else {}),
    }
    return render(request, "schedules/growth.html", context, status=actions.status)


def _years_context(request: Request, growth: Growth) -> dict[str, object]:
    facts = [fact for year in growth.years for fact in year.facts]
    return {
        "years": year_heads(growth.years),
        "chosen": chosen_year(request),
        "bands": growth_table(growth.years),
        "bars": growth_bars(growth.years),
        "roster": growth.roster,
        "shortages": shortage_lines(facts),
        "other_facts": other_lines(facts),
    }
