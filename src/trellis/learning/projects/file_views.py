"""Files that belong to a project: sent down as downloads, so that nothing in them runs here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from trellis.core.community.models import Role
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from .models import Piece, Resource

PROJECT_ROLES = (Role.STUDENT, Role.ADVISOR, Role.TEACHER, Role.COUNSELOR, Role.LEADER)


def file_response(file: Any, name: str, media_type: str) -> HttpResponse:
    """A file as the browser gets it: photos and voice are shown, everything else is saved."""
    shown = media_type == "image/jpeg" or media_type.startswith("audio/")
    answer = FileResponse(file.open("rb"), as_attachment=not shown, filename=name, content_type=media_type)
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@page_for(*PROJECT_ROLES)
@require_safe
def piece_file(request: Request, piece_id: UUID) -> HttpResponse:
    """A file that was handed in."""
    piece = get_object_or_404(Piece.objects.seen_by(request.viewer).exclude(file=""), pk=piece_id)
    return file_response(piece.file, piece.name, piece.media_type)


@page_for(*PROJECT_ROLES)
@require_safe
def resource_file(request: Request, project_id: UUID, resource_id: UUID) -> HttpResponse:
    """A file of a project's design."""
    rows = Resource.objects.seen_by(request.viewer).filter(project=project_id)
    resource = get_object_or_404(rows, pk=resource_id)
    return file_response(resource.file, resource.name, resource.media_type)
