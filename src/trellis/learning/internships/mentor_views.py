"""The page of a mentor. Who: an advisor before a call to a site; they leave with a number, or with a reminder sent."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import mentors
from .programs import viewer_program_or_404


@page_for(*SCHOOL_ROLES)
@require_safe
@never_cache
def mentor(request: Request, mentor_id: UUID) -> HttpResponse:
    """A mentor: how to reach them, their sites and checks, and the viewer's students whom they mentor or mentored."""
    viewer, program = request.viewer, viewer_program_or_404(request.viewer)
    mentor = mentors.get_mentor_or_404(viewer, mentor_id)
    context = {
        "mentor": mentor,
        "words": program.words,
        "sites": mentors.sites_of_mentor(viewer, mentor, program),
        "placements": mentors.current_placements(viewer, mentor, program.today),
        "past_placements": mentors.past_placements(viewer, mentor, program.today),
    }
    return render(request, "internships/mentor.html", context)
