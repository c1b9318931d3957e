"""Pages of a placement under way: its days and hours, its stage, its end."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils import timezone

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Role, School
from trellis.core.community.selectors import school_of
from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.package import Package
from trellis.design.blueprint.wording import Wording, wording_of

from . import checks, permissions, selectors
from .active_placement_forms import EndForm, PlacementDay, ScheduleForm, SchedulePage
from .forms import show_errors_as_messages
from .models import Placement
from .placement_search_forms import PlacementStageForm, SearchPage
from .programs import internship_model

STAGE_ROLES = (Role.STUDENT, *SCHOOL_ROLES)


class ManagedPlacement(NamedTuple):
    """A placement of a student whom the viewer works with, and the student's school. today: there."""

    placement: Placement
    school: School
    words: Wording
    package: Package
    today: date


def _get_managed_placement_or_404(request: Request, placement_id: UUID) -> ManagedPlacement:
    placement = selectors.placement_or_404(request.viewer, placement_id)
    school = school_of(placement.student_id)
    words = wording_of(school.pk if school else None)
    if (
        not permissions.may_manage_placement(request.viewer, placement)
        or school is None
        or words.package is None
    ):
        raise Http404
    today = school_local_time(school, timezone.now()).date()
    return ManagedPlacement(placement, school, words, words.package, today)


@page_for(*SCHOOL_ROLES)
def schedule(request: Request, placement_id: UUID) -> HttpResponse:
    """Change the days and hours. Who: an advisor after a call from the site, with two minutes."""
    placement, school, words, package, today = _get_managed_placement_or_404(request, placement_id)
    model = package.internship
    unsettled = checks.unsettled_checks(placement.internship_site, model.checks, today) if model else []
    page = SchedulePage(placement, school, package, today, unsettled)
    actions = PageActions(request, [ScheduleForm], page)
    if actions.done:
        return redirect("placement", placement.pk)
    form = actions.form(ScheduleForm)
    warnings = page.labor_warnings(form.draft or placement)
    context = {
        "placement": placement,
        "student": placement.student,
        "words": words,
        "actions": actions,
        "form": form,
        "unsettled": unsettled,
        "warnings": warnings,
        "is_unpaid": any(not warning.binding for warning in warnings),
    }
    return render(request, "internships/schedule.html", context, status=actions.status)


@page_for(*SCHOOL_ROLES)
def end_placement(request: Request, placement_id: UUID) -> HttpResponse:
    """End a placement."""
    managed = _get_managed_placement_or_404(request, placement_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    page = PlacementDay(managed.placement, managed.today)
    show_errors_as_messages(PageActions(request, [EndForm], page))
    return redirect("placement", placement_id)


@page_for(*STAGE_ROLES)
def update_stage(request: Request, placement_id: UUID) -> HttpResponse:
    """Check off what a stage needs, and go on to the next stage."""
    placement = selectors.placement_or_404(request.viewer, placement_id)
    search = selectors.search_of(request.viewer, placement)
    school = school_of(placement.student_id)
    model = internship_model(wording_of(school.pk if school else None))
    if search is None or model is None or not permissions.may_edit_search(request.viewer, placement.student):
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    as_student = placement.student_id == request.viewer.person_id
    today = school_local_time(school, timezone.now()).date()
    page = SearchPage(placement.student, model, today, search, as_student)
    show_errors_as_messages(PageActions(request, [PlacementStageForm], page))
    return redirect("placement", placement_id)
