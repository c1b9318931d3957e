"""A project while it runs. Who: a student between two lessons, who leaves with the next step; a teacher with the whole
class, who leaves knowing who has not turned in what."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from trellis.core.community.clock import school_local_time
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import permissions, selectors
from .design_views import get_wording_or_404
from .file_views import PROJECT_ROLES
from .models import Agenda, Member, Step
from .run_forms import AgendaForm, CloseQuestionForm, QuestionForm, RunningProject


def running_project_or_404(request: Request, project_id: UUID) -> RunningProject:
    """Return the project and the viewer's role in it; 404 for anybody else."""
    viewer = request.viewer
    project = selectors.project_or_404(viewer, project_id)
    member = permissions.own_membership(viewer, project)
    staff = project.school_id in viewer.staff_schools
    if not (member or staff):
        raise Http404
    return RunningProject(
        project=project,
        words=get_wording_or_404(project),
        member=member,
        staff=staff,
        writes=staff and permissions.may_write(viewer, project),
        today=school_local_time(project.school, timezone.now()).date(),
    )


@page_for(*PROJECT_ROLES)
@never_cache
def project(request: Request, project_id: UUID) -> HttpResponse:
    """A project as it runs: the next step, the board, the day's agenda."""
    subject = running_project_or_404(request, project_id)
    agendas = Agenda.objects.seen_by(request.viewer).filter(project=subject.project, date=subject.today)
    subject.agenda = agendas.first()
    form_classes = [QuestionForm, CloseQuestionForm, *([AgendaForm] if subject.writes else [])]
    actions = PageActions(request, form_classes, subject)
    if actions.done:
        return redirect("project", project_id)
    context = _project_context(request, subject) | {"actions": actions}
    return render(request, "projects/project.html", context, status=actions.status)


def _project_context(request: Request, subject: RunningProject) -> dict[str, object]:
    viewer, project, member = request.viewer, subject.project, subject.member
    steps = selectors.steps_of(viewer, project)
    turned_in = selectors.steps_turned_in(viewer, project)
    teams = selectors.members_of(viewer, project)
    members = [each for team_members in teams.values() for each in team_members]
    open_steps = [step for step in steps if member and (step.pk, member.pk) not in turned_in]
    return vars(subject) | {
        "steps": [
            (step, sum((step.pk, each.pk) in turned_in for each in members), len(members)) for step in steps
        ],
        "next_step": open_steps[0] if open_steps else None,
        "upcoming_steps": open_steps[1:],
        "completed_steps": [step for step in steps if member and (step.pk, member.pk) in turned_in],
        "board": selectors.board_of(viewer, project),
        "products": selectors.products_of(viewer, project),
        "scaffolds": selectors.scaffolds_of(viewer, project),
        "resources": selectors.resources_of(viewer, project),
        "steps_not_turned_in": _steps_not_turned_in(steps, members, turned_in, subject.today),
    }


def _steps_not_turned_in(
    steps: list[Step], members: list[Member], turned_in: set[tuple[UUID, UUID]], today: date
) -> list[tuple[Step, list[Member]]]:
    """Return the steps that are due, each with the members who have not turned it in."""
    due_steps = [
        (step, [each for each in members if (step.pk, each.pk) not in turned_in])
        for step in steps
        if step.due <= today
    ]
    return [(step, without) for step, without in due_steps if without]
