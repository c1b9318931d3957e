"""Where the schools of a network depend on one person."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community.models import Role
from trellis.core.community.selectors import get_network_or_404
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import continuity as selectors


@page_for(Role.NETWORK_STAFF)
@require_safe
@never_cache
def continuity(request: Request, network_id: UUID) -> HttpResponse:
    """Where schools depend on one person. The network's lead opens it in January, with fifteen minutes, before leaders
    say whether they stay, and when one leaves; they leave knowing which schools to call, and what to talk about."""
    network = get_network_or_404(request.viewer, network_id)
    schools = selectors.school_continuity(request.viewer, network)
    context = {
        "network": network,
        "schools": schools,
        "labels": [row.label for row in schools[0].holders] if schools else [],
        "any_wishes": any(row.could_follow for row in schools),
        "years": selectors.leader_years(network, timezone.now()),
    }
    return render(request, "leadership/continuity.html", context)
