"""The way to a placement on one page: where the student is, what comes next, and which places there are."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Role
from trellis.core.community.selectors import get_student_or_404, school_of
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import wording_of

from . import permissions, placement_searches, selectors
from .placement_search_forms import OPEN_SEARCH_FORMS, BeginForm, SearchPage

PAGE_ROLES = (Role.STUDENT, Role.ADVISOR, Role.TEACHER, Role.COUNSELOR, Role.LEADER, Role.GUARDIAN)


@page_for(*PAGE_ROLES)
@never_cache
def placement_search(request: Request, student_id: UUID) -> HttpResponse:
    """From an interest to a placement."""
    viewer = request.viewer
    student = get_student_or_404(viewer, student_id)
    school = school_of(student.pk)
    words = wording_of(school.pk if school else None)
    if words.package is None or not words.has("internship"):
        raise Http404
    today = school_local_time(school, timezone.now()).date()
    searches = selectors.searches_of(viewer, student)
    search = searches[0] if searches and searches[0].closed_at is None else None
    seeks = permissions.may_edit_search(viewer, student)
    places = permissions.may_approve_placement(viewer, student)
    page = SearchPage(student, words.package.internship, today, search, as_student=not places)
    form_classes = OPEN_SEARCH_FORMS if search else (BeginForm,)
    if request.method == "POST" and not seeks:
        raise Http404
    actions = PageActions(request, form_classes, page)
    if actions.done:
        return redirect("seeking", student.pk)
    context = {
        "student": student,
        "words": words,
        "actions": actions,
        "search": search,
        "past": [past_search for past_search in searches if past_search.closed_at],
        "seeks": seeks,
        "places": places,
    }
    if search:
        context |= _search_context(viewer, page, school.city)
        context["move_form"] = actions.move.for_viewer(seeks)
    return render(request, "internships/seeking.html", context, status=actions.status)


def _search_context(viewer: Viewer, page: SearchPage, city: str) -> dict[str, Any]:
    search, model = page.search, page.model
    stage = placement_searches.stage_of(search, model)
    hold = selectors.hold_of(viewer, search, page.today)
    done = model.stages.index(stage)
    sites = selectors.sites_for(viewer, page.student, search.field, page.today, city)
    return {
        "stage": stage,
        "stages": [
            (model_stage, number < done, model_stage is stage)
            for number, model_stage in enumerate(model.stages)
        ],
        "hold": hold,
        "liked": [option for key in search.wishes for option in sites if str(option.site.pk) == key],
        "sites": [option for option in sites if str(option.site.pk) not in search.wishes][:24],
    }
