"""The page where the roster takes the place of planned teams and names."""

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
from .input_selectors import get_design_or_404
from .input_views import finish, input_context
from .roster_forms import UseRosterForm
from .roster_match import RosterMatch


@page_for(Role.LEADER, Role.COUNSELOR)
@never_cache
def design_roster(request: Request, design_id: UUID) -> HttpResponse:
    """What the roster would replace. A principal opens it once the roster has come, for ten minutes; they leave with
    the roster's groups and people in the design, and see the planned numbers beside them."""
    match = RosterMatch(request.viewer, get_design_or_404(request.viewer, design_id))
    actions = PageActions(request, (UseRosterForm, CopyDesignForm), match)
    if actions.done:
        if isinstance(actions.saved, UseRosterForm):
            return redirect("design-inputs", match.design.pk)
        return finish(actions, request.path)
    form = actions.form(UseRosterForm)
    context = input_context(request, match, actions) | {
        "match": match,
        "students": len(match.rows.school_students),
        "lines": [(row, team, form.team_field(row.team.pk)) for row, team in match.teams_beside()],
    }
    return render(request, "schedules/input_roster.html", context, status=actions.status)
