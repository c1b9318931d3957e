"""Placement help. Who: an advisor or coordinator, some weeks into the year, with a dozen students still looking.
They leave with places kept that somebody has thought about, and with whom to call."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import School
from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import wording_of

from . import placement_proposals
from .forms import show_errors_as_messages
from .placing_forms import PlacingPage, ReserveForm


@page_for(*SCHOOL_ROLES)
@never_cache
def placement_help(request: Request, school_id: UUID) -> HttpResponse:
    """A place proposed to each student who looks for one; a press keeps it for two weeks."""
    viewer = request.viewer
    if school_id not in viewer.staff_schools:
        raise Http404
    school = get_object_or_404(School.objects.seen_by(viewer), pk=school_id)
    words = wording_of(school.pk)
    if words.package is None or not words.has("internship"):
        raise Http404
    today = school_local_time(school, timezone.now()).date()
    if request.method == "POST":
        show_errors_as_messages(PageActions(request, [ReserveForm], PlacingPage(school, today)))
        return redirect("placing", school.pk)
    proposals = placement_proposals.propose_placements(viewer, school, words.package, today)
    context = {
        "school": school,
        "words": words,
        "proposals": [proposal for proposal in proposals if proposal.site],
        "proposals_without_site": [proposal for proposal in proposals if not proposal.site],
    }
    return render(request, "internships/placing.html", context)
