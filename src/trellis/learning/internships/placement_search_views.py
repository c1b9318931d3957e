"""A placement search on one page: the student's stage, the steps after it, and the sites to choose from."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from trellis.core.community.models import Role
from trellis.core.community.selectors import get_student_or_404
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import permissions, placement_searches, selectors
from .models import PlacementSearch
from .placement_search_forms import OPEN_SEARCH_FORMS, BeginForm, MoveForm, SearchPage
from .programs import student_program_or_404

PAGE_ROLES = (Role.STUDENT, Role.ADVISOR, Role.TEACHER, Role.COUNSELOR, Role.LEADER, Role.GUARDIAN)


@page_for(*PAGE_ROLES)
@never_cache
def placement_search(request: Request, student_id: UUID) -> HttpResponse:
    """From an interest to a placement."""
    viewer = request.viewer
    student = get_student_or_404(viewer, student_id)
    program = student_program_or_404(student.pk)
    searches = selectors.searches_of(viewer, student)
    search = searches[0] if searches and searches[0].is_open else None
    may_edit = permissions.may_edit_search(viewer, student)
    may_approve = permissions.may_approve_placement(viewer, student)
    page = SearchPage(student, program.internship, program.today, search, as_student=not may_approve)
    form_classes = OPEN_SEARCH_FORMS if search else (BeginForm,)
    if request.method == "POST" and not may_edit:
        raise Http404
    actions = PageActions(request, form_classes, page)
    if actions.done:
        return redirect("placement-search", student.pk)
    context: dict[str, object] = {
        "student": student,
        "words": program.words,
        "actions": actions,
        "search": search,
        "past": [past_search for past_search in searches if not past_search.is_open],
        "may_edit": may_edit,
        "may_approve": may_approve,
    }
    if search:
        context |= _search_context(viewer, page, search, program.school.city)
        context["move_form"] = actions.form(MoveForm).for_viewer(may_edit)
    return render(request, "internships/placement_search.html", context, status=actions.status)


def _search_context(
    viewer: Viewer, page: SearchPage, search: PlacementSearch, city: str
) -> dict[str, object]:
    model = page.model
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
        "listed_sites": [option for key in search.wishes for option in sites if str(option.site.pk) == key],
        "sites": [option for option in sites if str(option.site.pk) not in search.wishes][:24],
    }
