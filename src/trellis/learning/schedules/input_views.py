"""Pages about what goes into a design of a school's week: everything at a glance, and its bell times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from trellis.core.community.models import Role
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.core.foundation.section_messages import read_section_messages

from .bell_forms import BellsForm
from .days import DAY_NAMES
from .input_forms import CopyDesignForm
from .input_rows import DesignInputs
from .input_selectors import get_design_or_404
from .missing_inputs import find_missing


def edited_row(request: Request, rows: Sequence[Model]) -> Model | None:
    """The row of a list whose form is open, as the address says it: ?edit=..."""
    key = request.GET.get("edit", "")
    return next((row for row in rows if str(row.pk) == key), None)


def finish(actions: PageActions, address: str) -> HttpResponse:
    """Where to go once a form is saved: into the copy of a design that was copied, else back to the page."""
    if isinstance(actions.saved, CopyDesignForm):
        return redirect("design-inputs", actions.saved.copy.pk)
    return actions.redirect_to(address)


def input_context(request: Request, inputs: DesignInputs, actions: PageActions) -> dict[str, object]:
    """What every page of a design's inputs shows."""
    design = inputs.design
    return {
        "inputs": inputs,
        "design": design,
        "school": design.school,
        "is_open": design.adopted_at is None,
        "actions": actions,
        "section_messages": read_section_messages(request),
    }


@page_for(Role.LEADER, Role.COUNSELOR)
@never_cache
def design_inputs(request: Request, design_id: UUID) -> HttpResponse:
    """What goes into the week. A principal opens it in April with an hour, and later with twenty minutes; they leave
    knowing what is entered and what is still missing, and where to enter it."""
    inputs = DesignInputs(request.viewer, get_design_or_404(request.viewer, design_id))
    actions = PageActions(request, (CopyDesignForm,), inputs)
    if actions.done:
        return finish(actions, request.path)
    context = input_context(request, inputs, actions) | {
        "missing": find_missing(inputs),
        "day_names": [DAY_NAMES[day] for day in inputs.days],
        "room_kinds": sorted(Counter(room.kind for room in inputs.rooms if room.kind).items()),
        "idle_teachers": [row for row in inputs.teachers if not row.lessons],
        "students": sum(row.students for row in inputs.teams),
        "class_groups": sum(len(row.class_groups) for row in inputs.teams),
        "advisories": sum(len(row.advisories) for row in inputs.teams),
    }
    return render(request, "schedules/inputs.html", context, status=actions.status)


@page_for(Role.LEADER, Role.COUNSELOR)
@never_cache
def design_bells(request: Request, design_id: UUID) -> HttpResponse:
    """Bell times, typed or pasted from last year's plan in two minutes. Whoever made the schedule leaves with the
    periods of every day."""
    inputs = DesignInputs(request.viewer, get_design_or_404(request.viewer, design_id))
    actions = PageActions(request, (BellsForm, CopyDesignForm), inputs)
    if actions.done:
        return finish(actions, request.path)
    return render(
        request, "schedules/input_bells.html", input_context(request, inputs, actions), status=actions.status
    )
