"""Inquiries of teams. Who: a teacher on the day something was seen, one minute, who leaves with a sentence written
down; a colleague in June, who leaves with what others tried and what they saw."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import School
from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.refusal import ActionError
from trellis.core.foundation.revisions import posted_revision
from trellis.core.foundation.typed import parse_day
from trellis.design.blueprint.wording import wording_of

from . import meetings, services
from .models import Inquiry
from .permissions import may_write_in_meeting


@page_for(*SCHOOL_ROLES)
@never_cache
def inquiry(request: HttpRequest, inquiry_id: UUID) -> HttpResponse:
    """One inquiry: what is asked, what was seen on which day, and what follows. The team writes, colleagues read."""
    viewer, status = request.viewer, 200
    inquiry = meetings.inquiry_or_404(viewer, inquiry_id)
    writes = may_write_in_meeting(viewer, inquiry.group)
    if request.method == "POST":
        verb = {"note": _add_note, "conclude": _conclude_inquiry}.get(request.POST.get("do", ""))
        if verb is None or not writes:
            raise Http404
        try:
            messages.success(request, verb(request, inquiry))
        except ActionError as error:
            messages.error(request, error.message)
            status = 422
        else:
            return redirect("inquiry", inquiry.pk)
    context: dict[str, Any] = {
        "one": inquiry,
        "writes": writes,
        "words": wording_of(inquiry.group.school_id),
        "notes": meetings.notes_in(viewer, inquiry),
        "nexts": Inquiry.Next.choices,
        "today": school_local_time(inquiry.group.school, timezone.now()).date(),
        "sent": request.POST if status == 422 else {},
    }
    return render(request, "teams/inquiry.html", context, status=status)


def _add_note(request: HttpRequest, inquiry: Inquiry) -> str:
    post = request.POST
    services.add_inquiry_note(
        inquiry, post.get("words", ""), parse_day(post.get("day", "")), request.viewer.person_id
    )
    return _("Saved.")


def _conclude_inquiry(request: HttpRequest, inquiry: Inquiry) -> str:
    findings = request.POST.get("saw", ""), request.POST.get("next", "")
    services.conclude_inquiry(inquiry, *findings, request.viewer.person_id, posted_revision(request))
    return _("Closed. Colleagues at your school can find it.")


@page_for(*SCHOOL_ROLES)
@never_cache
def inquiries(request: HttpRequest, school_id: UUID) -> HttpResponse:
    """What the teams of a school asked themselves; for those who work there, to look for by words."""
    viewer = request.viewer
    if school_id not in viewer.staff_schools:
        raise Http404
    school = get_object_or_404(School.objects.seen_by(viewer), pk=school_id)
    query = " ".join(request.GET.get("words", "").replace("\x00", "").split())[:120]
    context = {"school": school, "asked": query, "found": meetings.find_inquiries(viewer, school, query)}
    return render(request, "teams/inquiries.html", context)
