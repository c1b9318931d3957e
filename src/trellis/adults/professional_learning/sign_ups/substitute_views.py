"""A school's leader sees who will be away to learn; an organizer gets the sign-ups with their cost codes."""

from __future__ import annotations

from io import StringIO
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community.models import Role, School
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.core.foundation.section_messages import read_section_messages

from ..events.selectors import get_organized_event_or_404
from ..permissions import LEARNER_ROLES
from . import substitutes
from .csv_file import write_sign_ups
from .forms import ApproveForm, DeclineForm
from .substitute_forms import ArrangeSubstituteForm, ClearSubstituteForm

SCHOOL_FORMS = (ArrangeSubstituteForm, ClearSubstituteForm, ApproveForm, DeclineForm)


@page_for(Role.LEADER)
@never_cache
def school_learning(request: Request, school_id: UUID) -> HttpResponse:
    """Who of a school will be away to learn. A principal opens it on Monday with three minutes; they leave with a
    substitute for every lesson, and with nobody waiting for an answer."""
    viewer = request.viewer
    if school_id not in viewer.to("school", Role.LEADER):
        raise Http404
    school = get_object_or_404(School.objects.seen_by(viewer), pk=school_id)
    actions = PageActions(request, SCHOOL_FORMS, school)
    if actions.done:
        return actions.redirect_to(request.path)
    context = {
        "school": school,
        "actions": actions,
        "days": substitutes.upcoming_absences(viewer, school),
        "approvals": substitutes.waiting_approvals(viewer, school),
        "section_messages": read_section_messages(request),
    }
    with timezone.override(substitutes.school_zone(school)):
        return render(request, "professional_learning/school_learning.html", context, status=actions.status)


@page_for(*LEARNER_ROLES)
@require_safe
@never_cache
def sign_ups_csv(request: Request, event_id: UUID) -> HttpResponse:
    """Everybody who signed up, for a spreadsheet: schools, places, hours attended, and what each is booked on."""
    event = get_organized_event_or_404(request.viewer, event_id)
    file = StringIO("\ufeff")  # a spreadsheet then reads it as UTF-8
    file.seek(1)
    write_sign_ups(request.viewer, event, file)
    response = HttpResponse(file.getvalue(), content_type="text/csv; charset=utf-8")
    name = slugify(event.title) or "event"
    response["Content-Disposition"] = f'attachment; filename="{name}-sign-ups.csv"'
    return response
