"""The policy map of one district. Who: the network's partnership lead and the superintendent, each quarter with half an
hour and before the model changes; they leave knowing which rule stands in the way, who decides, and what ends next."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import policies
from .permissions import PAGE_ROLES
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
        "policy_map": policies.make_policy_map(rows, timezone.localdate()),
        "actions": actions,
    }
    return render(request, "partnerships/policies.html", context, status=actions.status)
