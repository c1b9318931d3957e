"""Two records of one organization: suggestions, both side by side, and one act."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from trellis.core.community.models import Role
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import selectors
from .forms import may_merge
from .merge_forms import KeepApartForm, MergeForm, MergePage
from .models import Organization
from .permissions import PARTNER_ROLES
from .views import get_organization_or_404, network_or_404


@page_for(*PARTNER_ROLES, Role.NETWORK_STAFF)
@never_cache
def duplicates(request: Request) -> HttpResponse:
    """Who: a coordinator or network staff, once a term with ten minutes, who leaves with each organization on the list
    once."""
    network_or_404(request)
    actions = PageActions(request, [KeepApartForm])
    if actions.done:
        return redirect("organization-duplicates")
    context = {"pairs": selectors.mergeable_pairs(request.viewer), "actions": actions}
    return render(request, "organizations/duplicates.html", context, status=actions.status)


@page_for(*PARTNER_ROLES, Role.NETWORK_STAFF)
@never_cache
def merge(request: Request, organization_id: UUID) -> HttpResponse:
    """Who: whoever sees that two records are one organization, with two minutes; they leave with one record, which has
    everything of both, and a way back."""
    viewer = request.viewer
    organization = get_organization_or_404(request, organization_id)
    if organization.merged_into_id:
        return redirect("organization", organization.merged_into_id)
    if not may_merge(viewer, organization):
        raise Http404
    other = _other_organization(request, organization)
    if other is None:
        return _choose(request, organization)
    if not may_merge(viewer, organization, other):
        raise Http404
    actions = PageActions(request, [MergeForm], MergePage(organization, other))
    if actions.done:
        return redirect("organization", organization.pk)
    context = {
        "organization": organization,
        "other": other,
        "actions": actions,
        "form": actions.form(MergeForm),
        "schools": selectors.list_organizations(viewer, [organization.pk, other.pk]),
    }
    return render(request, "organizations/merge.html", context, status=actions.status)


def _other_organization(request: Request, organization: Organization) -> Organization | None:
    """The second record, which the address names."""
    try:
        key = UUID(request.GET.get("with", ""))
    except ValueError:
        return None
    rows = Organization.objects.seen_by(request.viewer).current().filter(network=organization.network_id)
    return get_object_or_404(rows.exclude(pk=organization.pk), pk=key)


def _choose(request: Request, organization: Organization) -> HttpResponse:
    """The page on which one searches for the second record."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    ids = selectors.find_organizations(request.viewer, text, "", "")[:20] if text else []
    context = {
        "organization": organization,
        "q": text,
        "results": selectors.list_organizations(
            request.viewer, [key for key in ids if key != organization.pk]
        ),
        "similar": selectors.similar_to(request.viewer, organization),
    }
    return render(request, "organizations/merge_choice.html", context)
