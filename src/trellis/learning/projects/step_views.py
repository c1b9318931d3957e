"""One step of a project. Who: a student with something to turn in, who leaves knowing that it arrived, or what the
levels and comments are; a teacher, who leaves knowing who has turned it in and opens the first to score."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from trellis.core.community.models import Role
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.ids import new_id
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.selectors import framework_of

from . import run_services, selectors, step_results
from .file_views import PROJECT_ROLES
from .models import Feedback, Member, Step, StepDone, StepSubmission
from .run_forms import FeedbackForm, RunningProject, TurnInForm, WithdrawPieceForm
from .run_views import running_project_or_404

SCORING_ROLES = (Role.ADVISOR, Role.TEACHER, Role.LEADER)
"""Whom the page that scores a step opens for: a counselor reads who has turned it in."""


class PieceRow(NamedTuple):
    """What was turned in, with its feedback (and the row of the rubric that each comment is about)."""

    piece: StepSubmission
    comments: list[tuple[Feedback, str]]
    may_withdraw: bool


PAGE_SIZE = 15
"""How many students' pieces, each with its comments and a form, one page shows."""


@page_for(*PROJECT_ROLES)
@never_cache
def step(request: Request, project_id: UUID, step_id: UUID) -> HttpResponse:
    """A step: what to do, what was turned in, and what became of it."""
    subject = running_project_or_404(request, project_id)
    steps = Step.objects.seen_by(request.viewer).filter(project=subject.project)
    subject.step = current_step = get_object_or_404(
        steps.select_related("product", "example", "project"), pk=step_id
    )
    form_classes = [WithdrawPieceForm, FeedbackForm, *([TurnInForm] if subject.member else [])]
    actions = PageActions(request, form_classes, subject)
    withdrawn = actions.form(WithdrawPieceForm).row
    if actions.done and withdrawn is None:
        return redirect(request.get_full_path())
    if actions.done and withdrawn and subject.member:
        actions.form(TurnInForm).initial |= {"words": withdrawn.words, "link": withdrawn.link}
    context = vars(subject) | {"actions": actions, "key": new_id(), "withdrawn": withdrawn}
    context |= _step_context(request, subject, current_step)
    return render(request, "projects/step.html", context, status=actions.status)


def _step_context(request: Request, subject: RunningProject, step: Step) -> dict[str, object]:
    viewer = request.viewer
    pieces = selectors.pieces_of(viewer, step)
    titles = dict(selectors.rubric_rows(subject.project, subject.words))
    rows = _piece_rows(request, pieces, titles)
    own_rows = [row for row in rows if subject.member and row.piece.member_id == subject.member.pk]
    done = _done_by_member(request, step)
    own_done = done.get(subject.member.pk) if subject.member else None
    framework = framework_of(step.project.school_id)
    return {
        "own_pieces": own_rows,
        "page": Paginator([row for row in rows if row not in own_rows], PAGE_SIZE).get_page(
            request.GET.get("page")
        ),
        "done": own_done,
        "levels": step_results.returned_levels(viewer, own_done) if own_done else [],
        "own_comments": [
            (comment, titles.get(comment.row, ""))
            for comment in (selectors.feedback_on_step(viewer, viewer.person, step) if subject.member else [])
        ],
        "rubrics": selectors.rubrics_for(framework, step.product) if framework and step.product else [],
        "may_score": any(role in viewer.roles for role in SCORING_ROLES),
        "roster": _roster(request, subject, done) if subject.staff else [],
    }


def _done_by_member(request: Request, step: Step) -> dict[UUID, StepDone]:
    """Who has turned in the step, as far as the viewer sees them."""
    rows = StepDone.objects.seen_by(request.viewer).filter(step=step)
    return {done.member_id: done for done in rows.select_related("member__student", "step__product")}


def _roster(
    request: Request, subject: RunningProject, done: dict[UUID, StepDone]
) -> list[tuple[Member, StepDone | None]]:
    """Each student in the project with what they turned in: first what waits to be scored, then who has not."""
    teams = selectors.members_of(request.viewer, subject.project)
    rows = [(member, done.get(member.pk)) for members in teams.values() for member in members]
    order = {StepDone.Status.TURNED_IN: 0, None: 1, StepDone.Status.RETURNED: 2, StepDone.Status.SCORED: 2}
    return sorted(rows, key=lambda row: (order[row[1].status if row[1] else None], row[0].student.name))


def _piece_rows(request: Request, pieces: list[StepSubmission], titles: dict[str, str]) -> list[PieceRow]:
    """titles: of the rows of the rubrics, by key."""
    viewer = request.viewer
    feedback = selectors.feedback_on(viewer, pieces)
    return [
        PieceRow(
            piece,
            [(comment, titles.get(comment.row, "")) for comment in feedback.get(piece.pk, [])],
            piece.member.student_id == viewer.person_id and run_services.may_withdraw_piece(piece),
        )
        for piece in pieces
    ]
