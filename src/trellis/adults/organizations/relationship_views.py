"""What one school has with an organization, and the organization's page by its link."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community import links
from trellis.core.community.clock import zone_named
from trellis.core.community.models import Role
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.learning.projects.file_views import file_response

from . import commitment_pages, relationship_pages
from .models import Relationship
from .panel_members import coming_panels
from .permissions import PARTNER_ROLES, partner_schools
from .relationship_forms import (
    LINK_FORMS,
    LINK_PURPOSE,
    RELATIONSHIP_FORMS,
    ContactForm,
    LinkForm,
    LinkPage,
    RelationshipPage,
)
from .service_kinds import service_labels
from .years import current_year, year_title


def _get_relationship_or_404(request: Request, relationship_id: UUID) -> Relationship:
    rows = Relationship.objects.seen_by(request.viewer).select_related("organization", "school")
    return get_object_or_404(rows, pk=relationship_id)


@page_for(*PARTNER_ROLES, Role.NETWORK_STAFF)
@never_cache
def relationship(request: Request, relationship_id: UUID) -> HttpResponse:
    """Who: a coordinator or principal after a meeting with the organization, with five minutes; they leave with its
    contacts, the agreement and this year's promises written down, and its link on the way."""
    relationship = _get_relationship_or_404(request, relationship_id)
    edits = relationship.school_id in partner_schools(request.viewer)
    year = current_year(relationship.school)
    page = RelationshipPage(relationship, year.number)
    actions = PageActions(request, RELATIONSHIP_FORMS if edits else (), page)
    address = actions.form(LinkForm).address if edits else ""
    if actions.done and not address:
        return actions.redirect_to(request.path)
    context = {
        "relationship": relationship,
        "organization": relationship.organization,
        "actions": actions,
        "edits": edits,
        "year": year_title(year.number),
        "services": service_labels(relationship.services),
        "promises": relationship_pages.promises_of(relationship, year),
        "address": address,
    }
    return render(request, "organizations/relationship.html", context, status=actions.status)


@page_for(*PARTNER_ROLES, Role.NETWORK_STAFF)
@require_safe
def relationship_file(request: Request, relationship_id: UUID) -> FileResponse:
    """The file of an agreement."""
    relationship = _get_relationship_or_404(request, relationship_id)
    if not relationship.file:
        raise Http404
    return file_response(relationship.file, relationship.file_name, relationship.media_type)


@page_for(public=True)
@never_cache
def organization_by_link(request: Request, token: str) -> HttpResponse:
    """Who: somebody at a clinic on a phone between two patients, with two minutes, in their language; they leave having
    confirmed this year's promises and corrected whom the school writes to. To open it changes nothing."""
    with links.activate_link_locale(request, token):
        try:
            link = links.resolve_link(LINK_PURPOSE, token)
            relationship = relationship_pages.relationship_by_id(link.about_id)
        except ActionError as error:
            return links.render_link_error(request, error, "organizations/link_over.html")
        with timezone.override(zone_named(relationship.school.time_zone)):
            return _render_link_page(request, relationship, token)


def _render_link_page(request: Request, relationship: Relationship, token: str) -> HttpResponse:
    year = current_year(relationship.school)
    commitment = commitment_pages.latest_open_commitment(relationship.school)
    actions = PageActions(request, LINK_FORMS, LinkPage(relationship, year.number, commitment))
    if actions.done:
        contact = actions.form(ContactForm)
        if contact.is_bound and contact.cleaned_data["language"]:
            links.set_link_language(token, contact.cleaned_data["language"])
        return redirect("organization-link", token)
    statuses = relationship_pages.promises_of(relationship, year)
    context = {
        "relationship": relationship,
        "organization": relationship.organization,
        "actions": actions,
        "year": year_title(year.number),
        "services": service_labels(relationship.services),
        "promises": statuses,
        "panels": coming_panels(relationship.organization_id, relationship.school_id, timezone.now())[:6],
        "unconfirmed": [status for status in statuses if not status.promise.confirmed_at],
        "commitment": commitment,
        "commitment_promises": commitment_pages.partner_promises(commitment) if commitment else [],
        "signature": commitment_pages.partner_signature(commitment, relationship) if commitment else None,
    }
    return render(request, "organizations/by_link.html", context, status=actions.status)
