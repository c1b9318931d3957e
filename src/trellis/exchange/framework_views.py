"""Standards on the web. Who: a principal or network staff, once a year, with a file from the state; they leave with
standards that every project can choose from."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from trellis.core.community.models import Role
from trellis.core.community.viewer import NETWORK_ROLES, Viewer
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.learning.projects.standards import available_frameworks

from . import selectors
from .framework_forms import DiscardFrameworkForm, FrameworkFileForm, ImportFrameworkForm
from .models import FrameworkUpload


@page_for(*NETWORK_ROLES)
def upload_standards(request: Request) -> HttpResponse:
    """Send a file of standards, and see which are here."""
    _check_may_import(request.viewer)
    actions = PageActions(request, [FrameworkFileForm])
    form = actions.form(FrameworkFileForm)
    if actions.done:
        return redirect("standards-preview", form.upload.pk)
    context = {
        "actions": actions,
        "frameworks": available_frameworks(),
        "uploads": selectors.latest_framework_uploads(request.viewer),
    }
    return render(request, "exchange/standards_upload.html", context, status=actions.status)


@page_for(*NETWORK_ROLES)
def preview_standards(request: Request, framework_upload_id: UUID) -> HttpResponse:
    """What a file of standards would change; once imported, what it changed."""
    _check_may_import(request.viewer)
    uploads = FrameworkUpload.objects.seen_by(request.viewer).select_related("uploaded_by")
    upload = get_object_or_404(uploads, pk=framework_upload_id)
    actions = PageActions(request, [ImportFrameworkForm, DiscardFrameworkForm], upload)
    if actions.form(DiscardFrameworkForm).is_bound and actions.done:
        return redirect("standards-upload")
    if actions.done:
        return redirect("standards-preview", upload.pk)
    if actions.sent:
        upload = get_object_or_404(uploads, pk=framework_upload_id)
    context = {"actions": actions, "upload": upload, "summary": upload.summary}
    return render(request, "exchange/standards_preview.html", context, status=actions.status)


def _check_may_import(viewer: Viewer) -> None:
    """Network staff and school leaders import standards. 404 for anybody else."""
    if not (viewer.to("network", Role.NETWORK_STAFF) or viewer.to("school", Role.LEADER)):
        raise Http404
