"""A school's week for another system. Who: whoever keeps the student information system, in August, with five minutes;
they leave with a file that it reads."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community.viewer import LEADING_ROLES
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.learning.schedules.input_selectors import get_design_or_404

from .schedule_export import export_schedule


@page_for(*LEADING_ROLES)
@never_cache
@require_safe
def week_oneroster(request: Request, design_id: UUID) -> HttpResponse:
    """Academic sessions, courses and classes of a design, as OneRoster files."""
    design = get_design_or_404(request.viewer, design_id)
    response = HttpResponse(export_schedule(request.viewer, design), content_type="application/zip")
    name = slugify(design.title) or "week"
    response["Content-Disposition"] = f'attachment; filename="oneroster-{name}.zip"'
    return response
