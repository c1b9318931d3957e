"""The policy map of one district. Who: the network's partnership lead and the superintendent, each quarter with half an
hour and before the model changes; they leave knowing which rule stands in the way, who decides, and what ends next."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community.models import School
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import policies
from .permissions import PAGE_ROLES, SCHOOL_POLICY_ROLES
from .policy_forms import POLICY_FORMS
from .views import get_district_or_404


@page_for(*PAGE_ROLES)
@never_cache
def district_policies(request: Request, district_id: UUID) -> HttpResponse:
    """All topics on one page, waivers on one scale of years. Both sides write: the district knows its rules."""
    district = get_district_or_404(request.viewer, district_id)
    actions = PageActions(request, POLICY_FORMS, district)
    if actions.done:
        return redirect("district-policies", district.pk)
    rows = policies.policies_of(request.viewer, district)
    context = {
        "district": district,
        "works_for_network": district.network_id in request.viewer.networks,
        "policies": rows,
        "policy_map": policies.make_policy_map(
            rows, timezone.localdate(), policies.schools_by_policy(request.viewer, rows)
        ),
        "actions": actions,
    }
    return render(request, "partnerships/policies.html", context, status=actions.status)


@page_for(*SCHOOL_POLICY_ROLES)
@require_safe
def school_policies(request: Request, school_id: UUID) -> HttpResponse:
    """The rules that are changed for one school. Its principal opens it before a schedule or a policy changes, and its
    coach before a visit, each with three minutes; they leave knowing what their school may do, and until when."""
    viewer = request.viewer
    if school_id not in viewer.to("school", *SCHOOL_POLICY_ROLES):
        raise Http404
    school = get_object_or_404(School.objects.seen_by(viewer).select_related("district"), pk=school_id)
    rows = policies.policies_of_school(viewer, school)
    named = policies.schools_by_policy(viewer, rows)
    context = {"school": school, "policy_map": policies.make_policy_map(rows, timezone.localdate(), named)}
    return render(request, "partnerships/school_policies.html", context)
