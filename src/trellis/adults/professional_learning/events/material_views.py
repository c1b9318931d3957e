"""The materials of an event, for those with a seat and for its organizers."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.learning.projects.file_views import file_response

from ..models import EventMaterial, LearningEvent
from ..permissions import LEARNER_ROLES, may_organize
from ..removal import removed_rows
from .material_forms import AddMaterialForm, RemoveMaterialForm, RestoreMaterialForm
from .materials import materials_for
from .page import own_seat, render_for_event
from .selectors import get_event_or_404


@page_for(*LEARNER_ROLES)
@never_cache
def event_materials(request: Request, event_id: UUID) -> HttpResponse:
    """Links and files of an event. Somebody with a seat opens it in a session or the week after, with a minute, and
    leaves with the file; the organizer adds one in as long."""
    event = get_event_or_404(request.viewer, event_id)
    organizes = may_organize(request.viewer, event)
    if not organizes and not own_seat(request.viewer, event):
        raise Http404
    forms = (AddMaterialForm, RemoveMaterialForm, RestoreMaterialForm) if organizes else ()
    actions = PageActions(request, forms, event)
    if actions.done:
        removed = actions.form(RemoveMaterialForm)
        return actions.redirect_to(f"?removed={removed.row.pk}" if removed.is_bound and removed.row else "?")
    rows = materials_for(request.viewer, event).select_related("session")
    context = {
        "actions": actions,
        "organizes": organizes,
        "materials": rows.order_by("session__starts", "created"),
        "removed": _just_removed(request, event) if organizes else None,
    }
    return render_for_event(request, event, "professional_learning/materials.html", context, actions.status)


def _just_removed(request: Request, event: LearningEvent) -> EventMaterial | None:
    """What was removed a moment ago, to undo it."""
    try:
        key = UUID(request.GET.get("removed", ""))
    except ValueError:
        return None
    return removed_rows(EventMaterial, event=event, pk=key).first()


@page_for(*LEARNER_ROLES)
@require_safe
@never_cache
def material_file(request: Request, event_id: UUID, material_id: UUID) -> FileResponse:
    """A file of the materials, sent down."""
    event = get_event_or_404(request.viewer, event_id)
    rows = materials_for(request.viewer, event).exclude(file="")
    material = get_object_or_404(rows, pk=material_id)
    return file_response(material.file, material.file_name, material.media_type)
