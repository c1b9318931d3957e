"""Confidential notes. Who: the counselor before a talk; others at school only where it cannot wait, with a reason."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import OperationalError
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from trellis.core.community.models import Person, Role
from trellis.core.community.selectors import get_student_or_404, is_family, school_of, works_with
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import wording_of

from . import access_notices, case_notes, note_forms, permissions
from .models import CaseNote, EmergencyAccess, OpeningNotice


class NotesRequest(Request):
    """nothing_shown: the page keeps the notes closed, so that the access log does not record a view of them."""

    nothing_shown: bool


@page_for(Role.ADVISOR, Role.TEACHER, Role.COUNSELOR, Role.LEADER)
@never_cache
def confidential_notes(request: NotesRequest, student_id: UUID) -> HttpResponse:
    """The counselor reads and writes; another adult of the school breaks the glass first."""
    viewer = request.viewer
    student = get_student_or_404(viewer, student_id)
    counsels = permissions.is_counselor_of(viewer, student)
    if is_family(viewer, student) or not (counsels or works_with(viewer, student)):
        raise Http404
    form_class = note_forms.NoteForm if counsels else note_forms.OpenNotesForm
    actions = PageActions(request, [form_class], student)
    if actions.done:
        return redirect("confidential-notes", student.pk)
    open_until = None if counsels else case_notes.glass_open_until(viewer, student)
    may_read = bool(counsels or open_until)
    request.nothing_shown = not may_read  # asking for the reason shows no note
    school = school_of(student.pk)
    context = {
        "student": student,
        "words": wording_of(school.pk if school else None),
        "counsels": counsels,
        "open_until": open_until,
        "notified": case_notes.people_notified_of_open_glass(viewer, student) if open_until else {},
        "can_notify": not may_read and any(access_notices.people_to_notify(student, viewer.person)),
        "notes": _read_notes(request, student) if may_read else [],
        "glass_breaks": _recent_glass_breaks(request, student) if counsels else [],
        "counselors": case_notes.counselors_of(student),
        "actions": actions,
        "form": actions.forms[form_class.do],
    }
    return render(request, "supports/notes.html", context, status=actions.status)


def _read_notes(request: Request, student: Person) -> list[CaseNote]:
    """The notes; none while it cannot be written down that they were read."""
    try:
        return case_notes.read_notes(request.viewer, student, _is_shown(request))
    except OperationalError:
        messages.error(
            request,
            _(
                "The notes cannot be shown right now, because the access log could not record that you "
                "read them. Try again in a minute."
            ),
        )
        return []


def _is_shown(request: Request) -> bool:
    """Whether the person gets the page itself: not for a refused press, and not for a HEAD request."""
    return request.method == "GET" and not getattr(request, "is_head", False)


def _recent_glass_breaks(request: Request, student: Person) -> list[EmergencyAccess]:
    rows = EmergencyAccess.objects.seen_by(request.viewer).filter(student=student)
    return list(rows.select_related("person").order_by("-created")[:20])


@page_for(*access_notices.NOTIFIED_ROLES)
def mark_notice_read(request: Request, notice_id: UUID) -> HttpResponse:
    """Mark a notice about opened notes as read."""
    notice = get_object_or_404(OpeningNotice.objects.seen_by(request.viewer), pk=notice_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    access_notices.mark_notice_read(request.viewer, notice.pk)
    return redirect("home")
