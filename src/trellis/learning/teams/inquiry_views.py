"""Inquiries of teams. Who: a teacher on the day something was seen, one minute, who leaves with a sentence written
down; a colleague in June, who leaves with what others tried and what they saw."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from trellis.core.community.models import School
from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import wording_of

from . import inquiry_forms, meetings
from .permissions import may_write_in_meeting


@page_for(*SCHOOL_ROLES)
@never_cache
def inquiry(request: Request, inquiry_id: UUID) -> HttpResponse:
    """One inquiry: what is asked, what was seen on which day, and what follows. The team writes, colleagues read."""
    viewer = request.viewer
    inquiry = meetings.inquiry_or_404(viewer, inquiry_id)
    writes = may_write_in_meeting(viewer, inquiry.group)
    actions = PageActions(request, inquiry_forms.INQUIRY_FORMS if writes else (), inquiry)
    if actions.done:
        return redirect("inquiry", inquiry.pk)
    context = {
        "inquiry": inquiry,
        "writes": writes,
        "words": wording_of(inquiry.group.school_id),
        "notes": meetings.notes_in(viewer, inquiry),
        "actions": actions,
    }
    return render(request, "teams/inquiry.html", context, status=actions.status)


@page_for(*SCHOOL_ROLES)
@never_cache
def inquiries(request: Request, school_id: UUID) -> HttpResponse:
    """What the teams of a school asked themselves; for those who work there, to look for by words."""
    viewer = request.viewer
    if school_id not in viewer.staff_schools:
        raise Http404
    school = get_object_or_404(School.objects.seen_by(viewer), pk=school_id)
    query = " ".join(request.GET.get("words", "").replace("\x00", "").split())[:120]
    context = {"school": school, "query": query, "inquiries": meetings.find_inquiries(viewer, school, query)}
    return render(request, "teams/inquiries.html", context)
