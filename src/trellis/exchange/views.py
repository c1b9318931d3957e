"""A roster on the web: send it, read what it would change, confirm or throw it away."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from trellis.core.community.models import Network, Role
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.refusal import ActionError

from . import selectors, services
from .forms import RosterForm
from .importing import IdentityAnswer
from .models import RosterUpload


@page_for(Role.NETWORK_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, network_id: UUID) -> HttpResponse:
    """Send a roster, and see those that came before."""
    network = _get_network_or_404(request, network_id)
    sources = selectors.source_names(request.viewer, network.pk)
    form = RosterForm(request.POST or None, request.FILES or None, initial={"source": (sources or [""])[0]})
    if request.method == "POST" and form.is_valid():
        try:
            roster_upload = services.save_upload(
                form.cleaned_data["file"], network, form.cleaned_data["source"], request.viewer.person_id
            )
        except ActionError as error:
            form.add_error("file", error.message)
        else:
            return redirect("roster-preview", network.pk, roster_upload.pk)
    context = {
        "network": network,
        "form": form,
        "sources": sources,
        "uploads": selectors.latest_uploads(request.viewer, network.pk),
    }
    return render(request, "exchange/upload.html", context, status=422 if form.errors else 200)


@page_for(Role.NETWORK_STAFF)
@require_safe
def preview(request: HttpRequest, network_id: UUID, upload_id: UUID) -> HttpResponse:
    """What a roster would change; once confirmed, what it did."""
    roster_upload = _get_upload_or_404(request, network_id, upload_id)
    context = {"network": roster_upload.network, "upload": roster_upload, "told": roster_upload.summary}
    return render(request, "exchange/preview.html", context)


@page_for(Role.NETWORK_STAFF)
def confirm(request: HttpRequest, network_id: UUID, upload_id: UUID) -> HttpResponse:
    """Bring it in."""
    # before the method: what is not theirs is not there
    roster_upload = _get_upload_or_404(request, network_id, upload_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        if request.POST.get("ids") in list(IdentityAnswer):
            services.answer_upload(
                roster_upload, request.viewer.person_id, IdentityAnswer(request.POST["ids"])
            )
            return redirect("roster-preview", network_id, upload_id)
        first = services.confirm_upload(
            roster_upload,
            request.viewer.person_id,
            sure="sure" in request.POST,
            new_source="new_source" in request.POST,
        )
    except ActionError as error:
        messages.error(request, error.message)
    else:
        message = (
            _("Roster imported.")
            if first
            else _("This roster was already imported or discarded. Nothing has changed.")
        )
        messages.success(request, message)
    return redirect("roster-preview", network_id, upload_id)


@page_for(Role.NETWORK_STAFF)
def discard(request: HttpRequest, network_id: UUID, upload_id: UUID) -> HttpResponse:
    """Throw it away."""
    roster_upload = _get_upload_or_404(request, network_id, upload_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if services.discard_upload(roster_upload, request.viewer.person_id):
        messages.success(request, _("Discarded. The file was deleted, and nothing was changed."))
        return redirect("roster-upload", network_id)
    messages.success(request, _("This roster was already imported or discarded. Nothing has changed."))
    return redirect("roster-preview", network_id, upload_id)


def _get_network_or_404(request: HttpRequest, network_id: UUID) -> Network:
    if network_id not in request.viewer.to("network", Role.NETWORK_STAFF):
        raise Http404
    return get_object_or_404(Network.objects.seen_by(request.viewer), pk=network_id)


def _get_upload_or_404(request: HttpRequest, network_id: UUID, upload_id: UUID) -> RosterUpload:
    network = _get_network_or_404(request, network_id)
    uploads = RosterUpload.objects.seen_by(request.viewer).select_related("network", "uploaded_by")
    return get_object_or_404(uploads, pk=upload_id, network=network)
