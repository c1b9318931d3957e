"""A roster on the web: send it, read what it would change, confirm or discard it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from trellis.core.community.models import Role
from trellis.core.community.selectors import get_network_or_404
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import selectors
from .forms import ConfirmForm, DiscardForm, RosterForm
from .models import RosterUpload


@page_for(Role.NETWORK_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: Request, network_id: UUID) -> HttpResponse:
    """Send a roster, and see those that came before."""
    network = get_network_or_404(request.viewer, network_id)
    actions = PageActions(request, [RosterForm], network)
    form = actions.form(RosterForm)
    if actions.done:
        return redirect("roster-preview", network.pk, form.roster_upload.pk)
    context = {
        "network": network,
        "actions": actions,
        "form": form,
        "uploads": selectors.latest_uploads(request.viewer, network.pk),
    }
    return render(request, "exchange/upload.html", context, status=actions.status)


@page_for(Role.NETWORK_STAFF)
@require_safe
def preview(request: Request, network_id: UUID, upload_id: UUID) -> HttpResponse:
    """What a roster would change; once confirmed, what it did."""
    roster_upload = _get_upload_or_404(request, network_id, upload_id)
    context = {
        "network": roster_upload.network,
        "upload": roster_upload,
        "summary": roster_upload.summary,
        "form": ConfirmForm(request=request, subject=roster_upload),
    }
    return render(request, "exchange/preview.html", context)


@page_for(Role.NETWORK_STAFF)
def confirm(request: Request, network_id: UUID, upload_id: UUID) -> HttpResponse:
    """Import it."""
    # before the method: what is not theirs is not there
    roster_upload = _get_upload_or_404(request, network_id, upload_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    actions = PageActions(request, [ConfirmForm], roster_upload)
    if actions.sent:
        for errors in actions.sent.errors.values():
            messages.error(request, " ".join(str(error) for error in errors))
    return redirect("roster-preview", network_id, upload_id)


@page_for(Role.NETWORK_STAFF)
def discard(request: Request, network_id: UUID, upload_id: UUID) -> HttpResponse:
    """Discard it."""
    roster_upload = _get_upload_or_404(request, network_id, upload_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if PageActions(request, [DiscardForm], roster_upload).form(DiscardForm).discarded:
        return redirect("roster-upload", network_id)
    return redirect("roster-preview", network_id, upload_id)


def _get_upload_or_404(request: Request, network_id: UUID, upload_id: UUID) -> RosterUpload:
    network = get_network_or_404(request.viewer, network_id)
    uploads = RosterUpload.objects.seen_by(request.viewer).select_related("network", "uploaded_by")
    return get_object_or_404(uploads, pk=upload_id, network=network)
