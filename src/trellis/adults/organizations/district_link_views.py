"""A shared commitment for a district that came by a link."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from trellis.core.community import links
from trellis.core.community.clock import zone_named
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import commitment_pages
from .commitments import DISTRICT_PURPOSE
from .district_link_forms import DistrictSignForm
from .models import SharedCommitment
from .years import year_title


@page_for(public=True)
@never_cache
def commitment_by_district_link(request: Request, token: str) -> HttpResponse:
    """Who: a superintendent without an account, from an email, with three minutes; she leaves having read what each
    side promises, and with her signature. To open it changes nothing."""
    with links.activate_link_locale(request, token):
        try:
            link = links.resolve_link(DISTRICT_PURPOSE, token)
            commitment = commitment_pages.commitment_by_id(link.about_id)
            if commitment is None:
                raise links.LinkExpiredError(commitment_pages.over_sentence())
        except ActionError as error:
            return links.render_link_error(request, error, "organizations/link_over.html")
        with timezone.override(zone_named(commitment.school.time_zone)):
            return _render_page(request, commitment, token)


def _render_page(request: Request, commitment: SharedCommitment, token: str) -> HttpResponse:
    actions = PageActions(request, [DistrictSignForm], commitment)
    if actions.done:
        return redirect("commitment-district-link", token)
    context = {
        "school": commitment.school,
        "year_title": year_title(commitment.school_year),
        "sections": commitment_pages.linked_sections(commitment),
        "signature": commitment_pages.district_signature(commitment),
        "actions": actions,
    }
    return render(request, "organizations/district_link.html", context, status=actions.status)
