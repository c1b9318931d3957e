"""Teams of students in a project. Who: its teachers, a day before it begins; they leave with teams that are mixed."""

from __future__ import annotations

from uuid import UUID

from django.forms.boundfield import BoundField
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.input_parsing import parse_whole_number
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import permissions, selectors
from .design_views import get_wording_or_404
from .models import Contract, Member
from .team_forms import TEAM_FORMS, AgreementForm, DraftForm, SaveTeamsForm, TeamSubject

MANY_TEAMS = 8
"""From more teams than this on, a page shows the contract of one team at a time."""


@page_for(*SCHOOL_ROLES)
def team_page(request: Request, project_id: UUID) -> HttpResponse:
    """Who works in it, in which team, and what each team agreed on."""
    viewer = request.viewer
    project = selectors.project_or_404(viewer, project_id)
    words = get_wording_or_404(project)
    if not permissions.may_write(viewer, project):
        raise Http404
    teams = selectors.members_of(viewer, project).values()
    members = [member for team_members in teams for member in team_members]
    subject = TeamSubject(project, members)
    actions = PageActions(request, TEAM_FORMS, subject)
    draft = actions.form(DraftForm).teams_by_member
    if actions.done and draft is None:
        return redirect("project-teams", project_id)
    if draft:
        actions.form(SaveTeamsForm).show_draft(draft)
    context = {
        "project": project,
        "words": words,
        "teams": _team_rows(request, actions, subject, draft or {}),
        "count": len(members),
        "one_at_a_time": len(teams) > MANY_TEAMS,
        "open_team": parse_whole_number(request.GET.get("team", "")),
        "groups": selectors.groups_to_add(viewer, project),
        "proposed": draft,
        "actions": actions,
    }
    return render(request, "projects/teams.html", context, status=actions.status)


def _team_rows(
    request: Request, actions: PageActions, subject: TeamSubject, draft: dict[UUID, int]
) -> list[tuple[int, list[tuple[Member, BoundField]], Contract | None, AgreementForm]]:
    """By team: its number, its students each with the field of their team, its contract, and the form for it."""
    contracts = {
        contract.team: contract
        for contract in Contract.objects.seen_by(request.viewer).filter(project=subject.project)
    }
    save_form, agreement = actions.form(SaveTeamsForm), actions.form(AgreementForm)
    rows: dict[int, list[tuple[Member, BoundField]]] = {}
    for member in subject.members:
        rows.setdefault(draft.get(member.pk, member.team), []).append((member, save_form.team_field(member)))
    return [
        (number, members, contract, agreement.for_team(number, contract.words if contract else ""))
        for number, members in sorted(rows.items())
        for contract in [contracts.get(number)]
    ]
