"""A version to read, and what the network's schools changed."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from trellis.core.community.models import Network, Role
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from .adaptation_selectors import NetworkAdaptations
from .draft_selectors import tables_of
from .draft_views import version_or_404
from .labels import PART_USES, part_title
from .place_pages import PlacePage
from .proposal_forms import ProposeForm
from .selectors import package_body
from .wording import package_in_language


@page_for(Role.NETWORK_STAFF, Role.LEADER)
@never_cache
def version(request: Request, package_id: UUID) -> HttpResponse:
    """A version, to read. Who: a principal or a designer who wants to know what a part says; they leave knowing."""
    package = version_or_404(request, package_id)
    networks = list(request.viewer.home_networks)
    body = package_in_language(package_body(package), get_language() or "", network__in=networks)
    tables = tables_of(body)
    parts = [(name, part_title(name), PART_USES.get(name, "")) for name in tables if name != "package"]
    at = request.GET.get("at", "")
    context = {"package": package, "parts": parts, "page": PlacePage(tables, at) if at else None}
    return render(request, "blueprint/version.html", context)


@page_for(Role.NETWORK_STAFF)
@never_cache
def adaptations(request: Request, network_id: UUID) -> HttpResponse:
    """What schools changed, why, and what followed. Who: a network's designer before she writes the next version; she
    leaves with the changes worth proposing for every school."""
    networks = Network.objects.seen_by(request.viewer).filter(pk__in=request.viewer.networks)
    network = get_object_or_404(networks, pk=network_id)
    subject = NetworkAdaptations(request.viewer, network, request.GET.get("part", ""))
    actions = PageActions(request, (ProposeForm,), subject)
    if actions.done:
        return redirect(request.get_full_path())
    context = {"network": network, "adaptations": subject, "actions": actions}
    return render(request, "blueprint/adaptations.html", context, status=actions.status)
