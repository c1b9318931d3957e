"""Addresses of teams' inquiries, which are cycles now. They stand in emails and in handover packets."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from .models import Cycle
from .permissions import READER_ROLES
from .views import school_or_404


@page_for(*READER_ROLES)
@require_safe
def inquiry(request: Request, cycle_id: UUID) -> HttpResponse:
    """The cycle that an inquiry became, for whoever reads it."""
    cycle = get_object_or_404(Cycle.objects.seen_by(request.viewer), pk=cycle_id)
    return redirect("cycle", cycle.pk)


@page_for(*READER_ROLES)
@require_safe
def inquiries(request: Request, school_id: UUID) -> HttpResponse:
    """The school's cycles, with a search."""
    return redirect("school-improvement", school_or_404(request.viewer, school_id).pk)
