"""School details. Who: a principal or somebody of the network, once, after the first roster; they leave with the
school's own clock and its state's rules in force."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from .forms import SchoolDetailsForm
from .models import Role, School


@page_for(Role.LEADER, Role.NETWORK_STAFF)
@require_http_methods(["GET", "POST"])
@never_cache
def school_details(request: Request, school_id: UUID) -> HttpResponse:
    """City, state and time zone of a school, for who leads it or works for its network."""
    viewer = request.viewer
    school = get_object_or_404(School.objects.seen_by(viewer).select_related("network"), pk=school_id)
    if school.pk not in viewer.to("school", Role.LEADER) and school.network_id not in viewer.to(
        "network", Role.NETWORK_STAFF
    ):
        raise Http404
    actions = PageActions(request, [SchoolDetailsForm], school)
    if actions.done:
        return redirect("school", school.pk)
    context = {"school": school, "actions": actions, "form": actions.form(SchoolDetailsForm)}
    return render(request, "community/school_details.html", context, status=actions.status)
