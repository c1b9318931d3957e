"""Suggested placements. Who: an advisor or coordinator, some weeks into the year, with a dozen students still looking.
They leave with spots reserved that somebody has thought about, and with whom to call."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from trellis.core.community.models import School
from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import placement_proposals
from .forms import show_errors_as_messages
from .placement_proposal_forms import ProposalsPage, ReserveForm
from .programs import program_or_404

PAGE_SIZE = 40


@page_for(*SCHOOL_ROLES)
@never_cache
def placement_help(request: Request, school_id: UUID) -> HttpResponse:
    """A site proposed to each student who looks for one; a button reserves a spot there for two weeks."""
    viewer = request.viewer
    if school_id not in viewer.staff_schools:
        raise Http404
    school = get_object_or_404(School.objects.seen_by(viewer), pk=school_id)
    program = program_or_404(school)
    if request.method == "POST":
        show_errors_as_messages(PageActions(request, [ReserveForm], ProposalsPage(school, program.today)))
        return redirect(request.get_full_path())
    proposals = placement_proposals.propose_placements(viewer, program)
    with_site = [proposal for proposal in proposals if proposal.site]
    context = {
        "school": school,
        "words": program.words,
        "page": Paginator(with_site, PAGE_SIZE).get_page(request.GET.get("page")),
        "proposals_without_site": [proposal for proposal in proposals if not proposal.site],
    }
    return render(request, "internships/suggested_placements.html", context)
