"""A school's data, to take along. Who: a principal whose school leaves the network, or changes its system, once, with
five minutes; they leave with one file that holds everything they may see, and a page that says what is in it."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from trellis.core.community.models import Role, School
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from .school_export import export_school


@page_for(Role.LEADER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def school_export(request: Request, school_id: UUID) -> HttpResponseBase:
    """What the file holds, and a button that makes it. Each download is an act of its own in the ledger."""
    if school_id not in request.viewer.to("school", Role.LEADER):
        raise Http404
    school = get_object_or_404(School.objects.seen_by(request.viewer), pk=school_id)
    if request.method == "POST":
        exported = export_school(request.viewer, school)
        return FileResponse(
            exported.file, as_attachment=True, filename=exported.name, content_type="application/zip"
        )
    return _page(request, school)


def _page(request: Request, school: School) -> HttpResponse:
    return render(request, "exchange/school_export.html", {"school": school})
