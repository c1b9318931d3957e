"""A placement search on one page: sites to choose from, the request, and the student's path to an agreement."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community.models import Person, Role
from trellis.core.community.selectors import get_student_or_404
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import approvals, checks, permissions, search_path, selectors, site_filter_forms, site_search
from .models import PlacementSearch, SearchStep
from .phone import file_response
from .placement_search_forms import OPEN_SEARCH_FORMS, BeginForm, MoveForm, SearchPage
from .programs import InternshipProgram, student_program_or_404
from .site_request_forms import REQUEST_FORMS, RequestForm

PAGE_ROLES = (Role.STUDENT, Role.ADVISOR, Role.TEACHER, Role.COUNSELOR, Role.LEADER, Role.GUARDIAN)


@page_for(*PAGE_ROLES)
@never_cache
def placement_search(request: Request, student_id: UUID) -> HttpResponse:
    """From an interest to an agreement."""
    viewer = request.viewer
    student = get_student_or_404(viewer, student_id)
    program = student_program_or_404(student.pk)
    searches = selectors.searches_of(viewer, student)
    search = searches[0] if searches and searches[0].is_open else None
    may_edit = permissions.may_edit_search(viewer, student)
    page = _search_page(viewer, student, program, search)
    form_classes = (*OPEN_SEARCH_FORMS, *REQUEST_FORMS) if search else (BeginForm, RequestForm)
    if request.method == "POST" and not may_edit:
        raise Http404
    actions = PageActions(request, form_classes, page)
    if actions.done:
        query = request.GET.urlencode()
        return redirect(reverse("placement-search", args=[student.pk]) + (f"?{query}" if query else ""))
    context = {
        "student": student,
        "is_own_page": student.pk == viewer.person_id,
        "words": program.words,
        "school": program.school,
        "actions": actions,
        "search": search,
        "hold": page.hold,
        "unsettled": page.unsettled,
        "past": [past_search for past_search in searches if not past_search.is_open],
        "may_edit": may_edit,
        "may_manage": not page.as_student,
        "may_approve": page.may_approve,
        "approver": page.approver,
        **_results_context(request, program, search),
    }
    if search:
        context |= _path_context(viewer, page, search)
        context["move_form"] = actions.form(MoveForm).for_viewer(may_edit)
    return render(request, "internships/placement_search.html", context, status=actions.status)


def _search_page(
    viewer: Viewer, student: Person, program: InternshipProgram, search: PlacementSearch | None
) -> SearchPage:
    """The search, with the request that waits and who answers it."""
    may_manage = permissions.may_manage_search(viewer, student)
    hold = selectors.hold_of(viewer, search, program.today) if search else None
    model, today = program.internship, program.today
    unsettled = (
        checks.unsettled_checks(hold.internship_site, model.checks, today) if hold and may_manage else []
    )
    approvers = approvals.approvers_of(student, program) if hold else []
    may_approve = may_manage and viewer.person in approvers
    approver = next(iter(approvers), None)
    return SearchPage(student, model, today, search, not may_manage, hold, unsettled, may_approve, approver)


def _results_context(
    request: Request, program: InternshipProgram, search: PlacementSearch | None
) -> dict[str, object]:
    """The filters and the sites."""
    default = site_search.default_filters(program.package, search)
    filters = site_filter_forms.read_filters(request.GET, default)
    results = site_search.search_sites(request.viewer, program.school, filters, search, program.today)
    fields, languages = site_search.fields_and_languages(results)
    wishes = search.wishes if search else []
    options = [*results.matches, *(option for option, _mismatch in results.others)]
    return {
        "results": results,
        "filters": filters,
        "filter_form": site_filter_forms.filter_form(filters, fields, languages),
        "chips": site_filter_forms.filter_chips(filters),
        "filter_query": site_filter_forms.filter_query(filters),
        "mismatches": site_filter_forms.mismatch_sentences(results.reasons),
        "shows_others": "others" in request.GET,
        "others": [
            (option, site_filter_forms.MISMATCH_LABELS[mismatch]) for option, mismatch in results.others
        ],
        "listed_sites": [option for key in wishes for option in options if str(option.site.pk) == key],
    }


def _path_context(viewer: Viewer, page: SearchPage, search: PlacementSearch) -> dict[str, object]:
    """The stages with their facts, and what was written to sites."""
    agreement = selectors.agreement_of(viewer, page.hold) if page.hold else None
    return {
        "agreement": agreement,
        "path": search_path.path_of(viewer, search, page.model, agreement),
        "remaining_steps": search_path.steps_before_agreement(search, page.model),
        "declined": None if page.hold else search_path.declined_request(viewer, search),
        "messages_to_sites": search_path.messages_of(viewer, search),
    }


@page_for(*PAGE_ROLES)
@require_safe
def step_file(request: Request, search_step_id: UUID) -> FileResponse:
    """A photo or a voice note of a step."""
    step = get_object_or_404(SearchStep.objects.seen_by(request.viewer).exclude(file=""), pk=search_step_id)
    return file_response(step.file, step.media_type)
