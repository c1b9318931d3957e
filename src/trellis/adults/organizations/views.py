"""The directory of community organizations, for the schools of a network and whoever works for it."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from trellis.core.community.models import Role, School
from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import forms, merging, permissions, selectors
from .models import Organization, PanelMember
from .service_kinds import SERVICE_KINDS

DIRECTORY_ROLES = (*SCHOOL_ROLES, Role.NETWORK_STAFF)
PAGE_SIZE = 40


def get_organization_or_404(request: Request, organization_id: UUID) -> Organization:
    """The organization, where the viewer sees it."""
    return get_object_or_404(Organization.objects.seen_by(request.viewer), pk=organization_id)


def network_or_404(request: Request) -> UUID:
    """The network in whose directory the viewer adds organizations."""
    viewer = request.viewer
    schools = School.objects.seen_by(viewer).filter(pk__in=permissions.partner_schools(viewer))
    school = schools.order_by("name", "pk").first()
    if school is None and not viewer.networks:
        raise Http404
    return school.network_id if school else sorted(viewer.networks)[0]


@page_for(*DIRECTORY_ROLES)
@never_cache
def organizations(request: Request) -> HttpResponse:
    """Who: an internship coordinator, a counselor or a principal in a call, with two minutes, who needs a clinic that
    takes students or a food bank; they leave with a phone number, or knowing which school to ask."""
    viewer = request.viewer
    if not (viewer.staff_schools or viewer.networks):
        raise Http404  # who leads a district
    text = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    service, city = request.GET.get("service", ""), request.GET.get("city", "").replace("\x00", "")
    page = Paginator(selectors.find_organizations(viewer, text, service, city), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    filters = request.GET.copy()
    filters.pop("page", None)
    context = {
        "q": text,
        "service": service,
        "city": city,
        "services": SERVICE_KINDS,
        "cities": selectors.cities(viewer),
        "page": page,
        "filters": f"{filters.urlencode()}&" if filters else "",
        "organizations": selectors.list_organizations(viewer, page.object_list),
        "edits": bool(permissions.partner_schools(viewer) or viewer.networks),
    }
    return render(request, "organizations/organizations.html", context)


@page_for(*permissions.PARTNER_ROLES, Role.NETWORK_STAFF)
@never_cache
def new_organization(request: Request) -> HttpResponse:
    """Who: a coordinator back from a first visit, with three minutes, who leaves with the organization on the list."""
    network = network_or_404(request)
    schools = School.objects.seen_by(request.viewer).filter(
        pk__in=permissions.partner_schools(request.viewer)
    )
    subject = forms.NewOrganizationPage(network, schools.order_by("name", "pk").first())
    actions = PageActions(request, [forms.NewOrganizationForm], subject)
    form = actions.form(forms.NewOrganizationForm)
    if actions.done:
        return redirect("organization", form.organization.pk)
    return render(
        request, "organizations/details.html", {"actions": actions, "form": form}, status=actions.status
    )


@page_for(*DIRECTORY_ROLES)
@never_cache
def organization(request: Request, organization_id: UUID) -> HttpResponse:
    """Who: a coordinator before a call with the organization, or network staff before a visit, with five minutes; they
    leave knowing what it does, promised and delivered for each school, in numbers that name no student."""
    viewer = request.viewer
    organization = get_organization_or_404(request, organization_id)
    if organization.merged_into_id:
        return redirect("organization", merging.resolve_forward(organization).pk)
    edits = bool(permissions.partner_schools(viewer) or viewer.networks)
    actions = PageActions(request, forms.ORGANIZATION_FORMS if edits else (), organization)
    if actions.done:
        begin = actions.form(forms.BeginForm)
        if begin.is_bound:
            return redirect("partner-relationship", begin.relationship.pk)
        return actions.redirect_to(request.path)
    working = selectors.schools_working_with(organization.pk)
    members = PanelMember.objects.seen_by(viewer).filter(organization=organization)
    may_merge = edits and forms.may_merge(viewer, organization)
    context = {
        "organization": organization,
        "actions": actions,
        "edits": edits,
        "may_change": permissions.may_change_organization(viewer, organization, working),
        "may_merge": may_merge,
        "schools": selectors.figures_by_school(viewer, organization),
        "other_schools": selectors.other_schools(viewer, working),
        "places": selectors.places_used(viewer, organization),
        "shows_sites": bool(viewer.staff_schools),
        "members": members.select_related("person", "school").order_by("name", "created"),
        "merges": selectors.merges_of(viewer, organization) if may_merge else [],
        "similar": selectors.similar_to(viewer, organization) if may_merge else [],
    }
    return render(request, "organizations/organization.html", context, status=actions.status)


@page_for(*permissions.PARTNER_ROLES, Role.NETWORK_STAFF)
@never_cache
def organization_details(request: Request, organization_id: UUID) -> HttpResponse:
    """Who: somebody at a school or the network who has a new address or phone number, with one minute."""
    organization = get_organization_or_404(request, organization_id)
    working = selectors.schools_working_with(organization.pk)
    if not permissions.may_change_organization(request.viewer, organization, working):
        raise Http404
    actions = PageActions(request, [forms.EditOrganizationForm], organization)
    if actions.done:
        return redirect("organization", organization.pk)
    context = {
        "actions": actions,
        "form": actions.form(forms.EditOrganizationForm),
        "organization": organization,
        "back": reverse("organization", args=[organization.pk]),
    }
    return render(request, "organizations/details.html", context, status=actions.status)
