"""Pages of a placement under way: its days and hours, its way on, its end."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Role, School
from trellis.core.community.selectors import school_of
from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.refusal import ActionError
from trellis.core.foundation.revisions import posted_revision
from trellis.core.foundation.typed import parse_day
from trellis.design.blueprint.wording import Wording, wording_of
from trellis.engines import labor

from . import agreeing, checks, guard, permissions, seeking, selectors, underway
from .models import Placement, Terms
from .terms import TERM_FIELDS, parse_terms

STAGE_ROLES = (Role.STUDENT, *SCHOOL_ROLES)


def _get_managed_placement_or_404(
    request: HttpRequest, placement_id: UUID
) -> tuple[Placement, School, Wording]:
    """A placement of a student whom the viewer works with, its school and words; 404 for anybody else."""
    placement = selectors.placement_or_404(request.viewer, placement_id)
    school = school_of(placement.student_id)
    words = wording_of(school.pk if school else None)
    if (
        not permissions.may_manage_placement(request.viewer, placement)
        or school is None
        or words.package is None
    ):
        raise Http404
    return placement, school, words


@page_for(*SCHOOL_ROLES)
def schedule(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """Change the days and hours. Who: an advisor after a call from the site, with two minutes."""
    placement, school, words = _get_managed_placement_or_404(request, placement_id)
    today = school_local_time(school, timezone.now()).date()
    model = words.package.internship
    unsettled = checks.unsettled_checks(placement.site, model.checks, today) if model else []

    def worries(terms: Terms) -> list[object]:
        return [
            *unsettled,
            *guard.labor_warnings(placement.student_id, school, words.package, terms, _is_signed(terms)),
        ]

    draft: Terms = placement
    if request.method == "POST":
        try:
            new_terms = parse_terms(request.POST, placement.site)
            draft = Placement(
                student=placement.student, site=placement.site, mentor=placement.mentor, **new_terms
            )
            draft.sourced_id = placement.pk
            looked, by = "looked" in request.POST, request.viewer.person_id
            underway.change_terms(placement, new_terms, worries, looked, by, posted_revision(request))
        except ActionError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Saved. This is the schedule from now on."))
            return redirect("placement", placement.pk)
    context: dict[str, Any] = {"placement": placement, "student": placement.student, "draft": draft}
    context |= {
        "words": words,
        "today": today,
        "kinds": Terms.Kind.choices,
        "tasks": labor.hazardous_tasks(),
        "unsettled": unsettled,
    }
    context["notes"] = [note for note in worries(draft) if isinstance(note, guard.LaborWarning)]
    context["compared"] = any(not note.binding for note in context["notes"])
    status = 422 if request.method == "POST" else 200
    return render(request, "internships/schedule.html", context, status=status)


def _is_signed(terms: Terms) -> bool:
    """Whether these terms are those of an agreement that everybody signed: changed ones are not."""
    return isinstance(terms, Placement) and selectors.has_signed_terms(terms, TERM_FIELDS)


@page_for(*SCHOOL_ROLES)
def end_placement(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """End a placement."""
    placement, school, _words = _get_managed_placement_or_404(request, placement_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    today = school_local_time(school, timezone.now()).date()
    try:
        underway.end_placement(
            placement, _parse_last_day(request.POST.get("last", "")), today, request.viewer.person_id
        )
    except ActionError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The placement has ended. Its days and hours are still saved."))
    return redirect("placement", placement_id)


def _parse_last_day(text: str) -> date:
    day = parse_day(text)
    if day is None:
        raise ActionError(_("Enter the last day as a date like 1/29/2027."))
    return day


@page_for(*STAGE_ROLES)
def update_stage(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """Tick what is there on the way through the stages, and go on."""
    placement = selectors.placement_or_404(request.viewer, placement_id)
    search = selectors.search_of(request.viewer, placement)
    school = school_of(placement.student_id)
    words = wording_of(school.pk if school else None)
    if (
        search is None
        or words.package is None
        or not permissions.may_edit_search(request.viewer, placement.student)
    ):
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    post, model = request.POST, words.package.internship
    as_student = placement.student_id == request.viewer.person_id
    try:
        seeking.check_stage(search, post.get("stage", ""))
        unsigned = agreeing.missing_signatures(search, model)
        by = request.viewer.person_id
        args = post.getlist("need"), post.get("go", ""), as_student
        shown = post.getlist("shown-need") if "shown-need" in post else None
        seeking.update_stage(search, *args, model, by, unsigned, shown)
    except ActionError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Saved."))
    return redirect("placement", placement_id)
