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

from trellis.core.community.clock import at_school
from trellis.core.community.models import Role, School
from trellis.core.community.selectors import school_of
from trellis.core.community.viewer import AT_SCHOOL
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.refusal import Refusal
from trellis.core.foundation.revisions import revision_in
from trellis.core.foundation.typed import day_of
from trellis.design.blueprint.wording import Wording, wording_of
from trellis.engines import labor

from . import agreeing, checks, guard, permissions, seeking, selectors, underway
from .models import Placement, Terms
from .terms import TERMS, terms_of

WALKS = (Role.STUDENT, *AT_SCHOOL)


def _led(request: HttpRequest, placement_id: UUID) -> tuple[Placement, School, Wording]:
    """A placement of a student whom the viewer works with, its school and words; 404 for anybody else."""
    placement = selectors.placement_or_404(request.viewer, placement_id)
    school = school_of(placement.student_id)
    words = wording_of(school.pk if school else None)
    if not permissions.may_lead(request.viewer, placement) or school is None or words.package is None:
        raise Http404
    return placement, school, words


@page_for(*AT_SCHOOL)
def schedule(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """Change the days and hours. Who: an advisor after a call from the site, with two minutes."""
    placement, school, words = _led(request, placement_id)
    today = at_school(school, timezone.now()).date()
    model = words.package.internship
    unsettled = checks.unsettled(placement.site, model.checks, today) if model else []

    def worries(terms: Terms) -> list[object]:
        return [*unsettled, *guard.look(placement.student_id, school, words.package, terms, _signed(terms))]

    draft: Terms = placement
    if request.method == "POST":
        try:
            new_terms = terms_of(request.POST, placement.site)
            draft = Placement(
                student=placement.student, site=placement.site, mentor=placement.mentor, **new_terms
            )
            draft.sourced_id = placement.pk
            looked, by = "looked" in request.POST, request.viewer.person_id
            underway.change(placement, new_terms, worries, looked, by, revision_in(request))
        except Refusal as error:
            messages.error(request, error.sentence)
        else:
            messages.success(request, _("Saved. This is the schedule from now on."))
            return redirect("placement", placement.pk)
    context: dict[str, Any] = {
        "placement": placement,
        "student": placement.student,
        "draft": draft,
        "words": words,
    }
    context |= {"today": today, "kinds": Terms.Kind.choices, "tasks": labor.tasks(), "unsettled": unsettled}
    context["notes"] = [note for note in worries(draft) if isinstance(note, guard.Warned)]
    context["compared"] = any(not note.binding for note in context["notes"])
    status = 422 if request.method == "POST" else 200
    return render(request, "internships/schedule.html", context, status=status)


def _signed(terms: Terms) -> bool:
    """Whether these terms are those of an agreement that everybody signed: changed ones are not."""
    return isinstance(terms, Placement) and selectors.signed_as(terms, TERMS)


@page_for(*AT_SCHOOL)
def finish(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """End a placement."""
    placement, school, _words = _led(request, placement_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    today = at_school(school, timezone.now()).date()
    try:
        underway.finish(placement, _day(request.POST.get("last", "")), today, request.viewer.person_id)
    except Refusal as error:
        messages.error(request, error.sentence)
    else:
        messages.success(request, _("The placement has ended. Its days and hours are still saved."))
    return redirect("placement", placement_id)


def _day(text: str) -> date:
    day = day_of(text)
    if day is None:
        raise Refusal(_("Enter the last day as a date like 1/29/2027."))
    return day


@page_for(*WALKS)
def way(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """Tick what is there on the way through the stages, and go on."""
    placement = selectors.placement_or_404(request.viewer, placement_id)
    search = selectors.search_of(request.viewer, placement)
    school = school_of(placement.student_id)
    words = wording_of(school.pk if school else None)
    if search is None or words.package is None or not permissions.may_seek(request.viewer, placement.student):
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    post, model = request.POST, words.package.internship
    as_student = placement.student_id == request.viewer.person_id
    try:
        seeking.same_stage(search, post.get("stage", ""))
        unsigned = agreeing.waits(search, model)
        by = request.viewer.person_id
        args = post.getlist("need"), post.get("go", ""), as_student
        shown = post.getlist("shown-need") if "shown-need" in post else None
        seeking.move(search, *args, model, by, unsigned, shown)
    except Refusal as error:
        messages.error(request, error.sentence)
    else:
        messages.success(request, _("Saved."))
    return redirect("placement", placement_id)
