"""Pages about the teams of a design."""

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
from .input_selectors import get_design_or_404, get_team_or_404
from .input_views import edited_row, finish, input_context
from .subject_forms import AddSubjectForm, ChangeSubjectForm, RemoveSubjectForm
from .team_forms import AddTeamForm, ChangeTeamForm, RemoveTeamForm
from .team_page import TeamPage

TEAM_FORMS = (
    ChangeTeamForm,
    RemoveTeamForm,
    AddSubjectForm,
    ChangeSubjectForm,
    RemoveSubjectForm,
    CopyDesignForm,
)


@page_for(Role.LEADER, Role.COUNSELOR)
@never_cache
def design_teams(request: Request, design_id: UUID) -> HttpResponse:
    """The teams of a design. A principal opens it to see the whole school in one list; they leave with the number of
    students, class groups and advisories of each team."""
    inputs = DesignInputs(request.viewer, get_design_or_404(request.viewer, design_id))
    actions = PageActions(request, (AddTeamForm, CopyDesignForm), inputs)
    if actions.done:
        return finish(actions, request.path)
    return render(
        request, "schedules/input_teams.html", input_context(request, inputs, actions), status=actions.status
    )


@page_for(Role.LEADER, Role.COUNSELOR)
@never_cache
def design_team(request: Request, design_id: UUID, design_team_id: UUID) -> HttpResponse:
    """One team, for five minutes with its teachers in the room; they leave with what its students have every week, who
    teaches it, and when they are out at internships."""
    design = get_design_or_404(request.viewer, design_id)
    page = TeamPage(request.viewer, design, get_team_or_404(request.viewer, design, design_team_id))
    actions = PageActions(request, TEAM_FORMS, page)
    if actions.done:
        if isinstance(actions.saved, RemoveTeamForm):
            return redirect("design-teams", design.pk)
        return finish(actions, request.path)
    context = input_context(request, page, actions) | {
        "row": page.row,
        "team": page.row.team,
        "edited": edited_row(request, [row.subject for row in page.row.subjects]),
        "kinds": sorted({room.kind for room in page.rooms if room.kind}),
    }
    return render(request, "schedules/input_team.html", context, status=actions.status)
