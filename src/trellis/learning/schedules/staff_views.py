"""Pages about the teachers of a design."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from trellis.core.community.models import Role
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from .input_forms import CopyDesignForm
from .input_rows import DesignInputs
from .input_selectors import get_design_or_404, get_teacher_or_404
from .input_views import finish, input_context
from .staff_forms import AddTeachersForm, ChangeTeacherForm, RemoveTeacherForm


@page_for(Role.LEADER, Role.COUNSELOR)
@never_cache
def design_staff(request: Request, design_id: UUID) -> HttpResponse:
    """Who teaches in a design. A principal opens it with the staffing plan at hand, for ten minutes; they leave with
    everybody on the list, known by name or not yet."""
    inputs = DesignInputs(request.viewer, get_design_or_404(request.viewer, design_id))
    actions = PageActions(request, (AddTeachersForm, CopyDesignForm), inputs)
    if actions.done:
        return finish(actions, request.path)
    return render(
        request, "schedules/input_staff.html", input_context(request, inputs, actions), status=actions.status
    )


@page_for(Role.LEADER, Role.COUNSELOR)
@never_cache
def design_teacher(request: Request, design_id: UUID, design_teacher_id: UUID) -> HttpResponse:
    """One teacher, after a talk with them; whoever makes the schedule leaves with when they are not at school and how
    much they teach."""
    inputs = DesignInputs(request.viewer, get_design_or_404(request.viewer, design_id))
    teacher = get_teacher_or_404(request.viewer, inputs.design, design_teacher_id)
    actions = PageActions(request, (ChangeTeacherForm, RemoveTeacherForm, CopyDesignForm), inputs)
    if actions.done:
        if isinstance(actions.saved, RemoveTeacherForm):
            return redirect("design-staff", inputs.design.pk)
        return finish(actions, request.path)
    row = next(row for row in inputs.teachers if row.teacher.pk == teacher.pk)
    context = input_context(request, inputs, actions) | {"row": row, "teacher": row.teacher}
    return render(request, "schedules/input_teacher.html", context, status=actions.status)
