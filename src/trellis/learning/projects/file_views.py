"""Files that belong to a project: sent down as downloads, so that nothing in them runs here."""

from __future__ import annotations

from uuid import UUID

from django.db.models.fields.files import FieldFile
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from trellis.core.community.models import Role
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from .models import Resource, StepSubmission

PROJECT_ROLES = (Role.STUDENT, Role.ADVISOR, Role.TEACHER, Role.COUNSELOR, Role.LEADER)


def file_response(file: FieldFile, name: str, media_type: str) -> FileResponse:
    """A file as the browser gets it: photos and voice are shown, everything else is saved."""
    shown = media_type == "image/jpeg" or media_type.startswith("audio/")
    response = FileResponse(file.open("rb"), as_attachment=not shown, filename=name, content_type=media_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@page_for(*PROJECT_ROLES)
@require_safe
def piece_file(request: Request, piece_id: UUID) -> FileResponse:
    """A file that was turned in."""
    piece = get_object_or_404(StepSubmission.objects.seen_by(request.viewer).exclude(file=""), pk=piece_id)
    return file_response(piece.file, piece.name, piece.media_type)


@page_for(*PROJECT_ROLES)
@require_safe
def resource_file(request: Request, project_id: UUID, resource_id: UUID) -> FileResponse:
    """A file of a project's design."""
    rows = Resource.objects.seen_by(request.viewer).filter(project=project_id)
    resource = get_object_or_404(rows, pk=resource_id)
    return file_response(resource.file, resource.name, resource.media_type)
