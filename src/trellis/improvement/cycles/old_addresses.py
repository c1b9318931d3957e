"""Addresses of teams' inquiries, which are cycles now. They stand in emails and in handover packets."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from .permissions import READER_ROLES


@page_for(*READER_ROLES)
@require_safe
def inquiry(request: Request, cycle_id: UUID) -> HttpResponse:
    """The cycle that an inquiry became; its page says who reads it."""
    return redirect("cycle", cycle_id, permanent=True)


@page_for(*READER_ROLES)
@require_safe
def inquiries(request: Request, school_id: UUID) -> HttpResponse:
    """The school's cycles, with a search."""
    return redirect("school-improvement", school_id, permanent=True)
