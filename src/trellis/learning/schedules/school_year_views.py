"""The year of a school. Who: a principal in spring, or with a new school in mind, who leaves with the next step taken:
growth, a week, or the dates of the year. A teacher has a minute, and leaves knowing which week is in use."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import school_year_selectors as selectors
from .permissions import may_design_at
from .school_year_forms import HUB_FORMS, BeginForm, CopyForm
from .year_selectors import year_card


@page_for(*SCHOOL_ROLES)
@never_cache
def school_year(request: Request, school_id: UUID) -> HttpResponse:
    """The week in use, drafts by school year, and how to begin one."""
    viewer = request.viewer
    school = selectors.school_or_404(viewer, school_id)
    may_design = may_design_at(viewer, school.pk)
    actions = PageActions(request, HUB_FORMS if may_design else [], school)
    if actions.done:
        if isinstance(actions.saved, (BeginForm, CopyForm)):
            page = "design-inputs" if isinstance(actions.saved, BeginForm) else "week-design"
            return redirect(page, actions.saved.design_id)
        return redirect("school-year", school.pk)
    context = {
        "school": school,
        "may_design": may_design,
        "years": selectors.designs_by_year(viewer, school),
        "in_use": selectors.design_in_use(viewer, school, selectors.local_today(school)),
        "discarded": selectors.discarded_designs(viewer, school)[:5],
        "card": year_card(viewer, school),
        "actions": actions,
    }
    return render(request, "schedules/school_year.html", context, status=actions.status)
