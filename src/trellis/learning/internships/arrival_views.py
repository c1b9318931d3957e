"""Noting that a student has arrived. Who: an advisor who has just called the site; they leave with one name less."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.clock import school_local_time
from trellis.core.community.selectors import school_of
from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import permissions, selectors
from .arrivals import mark_arrived


@page_for(*SCHOOL_ROLES)
def mark_placement_arrived(request: Request, placement_id: UUID) -> HttpResponse:
    """Note that the student of a placement is at the site now."""
    placement = selectors.placement_or_404(request.viewer, placement_id)
    local_now = school_local_time(school_of(placement.student_id), timezone.now())
    may_manage = permissions.may_manage_placement(request.viewer, placement)
    if not (may_manage and placement.is_current(local_now.date())):
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    mark_arrived(placement, local_now, request.viewer.person_id)
    name = {"name": placement.student.first_name}
    messages.success(request, _("%(name)s is marked as arrived.") % name)
    return redirect("today")
