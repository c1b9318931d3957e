"""Scoring one part of a task. Who: a teacher in the evening, or an evaluator who has never been at the school and comes
by a link, each with half an hour; they leave with every row scored, and having heard nothing of the other scorer."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.assessment.evidence.panel_evidence import RubricRow
from trellis.core.community import links
from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Role
from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.package.schema import RubricCell
from trellis.design.blueprint.wording import Wording
from trellis.learning.projects.file_views import file_response

from . import scorer_candidates, scorer_requests, scorer_seats, scores
from .models import Scorer
from .practice import still_works_here
from .scoring_basis import SchoolTasks
from .scoring_forms import SCORER_FORMS, DiscussionForm, PartLevelsForm, ScorerSeat, ScoresForm
from .tasks import find_portfolio_model


@page_for(*SCHOOL_ROLES, Role.COACH, Role.NETWORK_STAFF)
@never_cache
def score_by_account(request: Request, scorer_id: UUID) -> HttpResponse:
    """A scorer who signs in. Nobody else's seat opens."""
    viewer = request.viewer
    seat = scorer_seats.find_own_seat(viewer, scorer_id) or scorer_seats.get_withdrawn_seat_or_404(
        viewer, scorer_id
    )
    if seat.deleted_at:
        return _withdrawn_page(request, seat)
    actions = _actions(request, seat)
    if not actions.done:
        return _render_scoring_page(request, seat, actions)
    if actions.cannot.is_bound:
        school = seat.task_part.task.school_id
        if seat.task_part.task.practice:
            return redirect("practice")
        return redirect("portfolio-desk", school) if find_portfolio_model(school) else redirect("home")
    return redirect("portfolio-score", seat.pk)


@page_for(public=True)
@never_cache
def score_by_link(request: Request, token: str) -> HttpResponse:
    """An evaluator by link, in their language. To open it changes nothing; a press says that they score."""
    with links.activate_link_locale(request, token):
        try:
            seat = _get_seat(token)
        except ActionError as error:
            return links.render_link_error(request, error, "portfolios/scoring_link.html")
        actions = _actions(request, seat)
        if actions.done and actions.cannot.is_bound:
            return render(request, "portfolios/scoring_link.html")
        if actions.done:
            seat = _get_seat(token)
        return _render_scoring_page(request, seat, actions, token)


@page_for(public=True)
@require_safe
def file_by_link(request: Request, token: str) -> FileResponse:
    """The file that an evaluator was asked to score."""
    try:
        submission = _get_seat(token).task_part.submission
    except ActionError:
        raise Http404 from None
    if not submission.file:
        raise Http404
    return file_response(submission.file, submission.name, submission.media_type)


def _withdrawn_page(request: Request, seat: Scorer) -> HttpResponse:
    """What a scorer sees in place of the page, and the words that they may have been writing."""
    school = seat.task_part.task.school_id
    model = find_portfolio_model(school)
    context = {
        "sentence": scorer_seats.withdrawn_message(seat),
        "school_id": school,
        "words": model.words if model else None,
    }
    return render(request, "portfolios/withdrawn.html", context, status=410)


def _get_seat(token: str) -> Scorer:
    """The seat behind a link. Raises LinkExpiredError once the student, or the colleague, has left."""
    seat = scorer_seats.get_seat_by_link(links.resolve_link(scorer_requests.LINK_PURPOSE, token))
    task = seat.task_part.task
    is_here = still_works_here(task) if task.practice else scorer_candidates.is_student(task.student_id)
    if not is_here:
        raise links.LinkExpiredError(_("The school canceled this link. Ask the school for a new one."))
    return seat


def _get_scoring_basis_or_404(seat: Scorer) -> tuple[Wording, scores.ScoringBasis]:
    """What the part is scored on. 404 where no model of the school ever had the task."""
    tasks = SchoolTasks(seat.task_part.task.school_id)
    basis = tasks.basis_of(seat.task_part)
    if basis is None:
        raise Http404
    return tasks.words, basis


def _actions(request: Request, seat: Scorer) -> PageActions:
    return PageActions(request, SCORER_FORMS, ScorerSeat(seat, _get_scoring_basis_or_404(seat)[1]))


def _render_scoring_page(
    request: Request, seat: Scorer, actions: PageActions, token: str = ""
) -> HttpResponse:
    words, basis = _get_scoring_basis_or_404(seat)
    task_part, task, stage = seat.task_part, seat.task_part.task, _stage(seat)
    sent, subject = actions.sent, ScorerSeat(seat, basis)
    scores_form = sent if isinstance(sent, ScoresForm) else ScoresForm(request=request, subject=subject)
    talk_form = sent if isinstance(sent, DiscussionForm) else DiscussionForm(request=request, subject=subject)
    file_url = (
        reverse("portfolio-file-by-link", args=[token])
        if token
        else reverse("portfolio-file", args=[task_part.submission_id])
    )
    own_feedback = scores_form.scores.feedback
    context = {
        "seat": seat,
        "task_part": task_part,
        "task": task,
        "student": task.student,
        "words": words,
        "model_task": basis.model_task,
        "rows": basis.rows,
        "submission": task_part.submission,
        "file": file_url if task_part.submission.file else "",
        "chosen_entries": scorer_seats.chosen_entries(seat) if basis.model_task.when == "semester" else [],
        "stage": stage,
        "may_decline": own_feedback is None,
        "awaits_answer": bool(token) and seat.accepted_at is None and own_feedback is None,
        "actions": actions,
        "scores_form": scores_form,
        "talk_form": talk_form,
        "unsent": sent.unsent_text(stage) if isinstance(sent, PartLevelsForm) else "",
        **_open_scores_context(seat, basis),
    }
    template = "portfolios/scoring_link.html" if token else "portfolios/scoring.html"
    with timezone.override(school_local_time(task.school, timezone.now()).tzinfo):
        return render(request, template, context, status=actions.status)


def _stage(seat: Scorer) -> str:
    """What this scorer has to do: score, talk, wait for a third, or nothing any more."""
    task_part = seat.task_part
    if task_part.settled_at:
        return "settled"
    if task_part.open_at:
        return "talk"
    return "third" if task_part.is_closed_for(seat) else "read"


def _open_scores_context(seat: Scorer, basis: scores.ScoringBasis) -> dict[str, object]:
    """Side by side, once it lies open; what was settled, once it is. Before that, nothing of anybody else."""
    task_part = seat.task_part
    if task_part.open_at is None:
        return {"side_by_side": [], "scorers": [], "comments": [], "settled": []}
    scored = [seat_scores for seat_scores in scores.scores_of_task_part(task_part) if seat_scores.feedback]
    rows = [(row, [seat_scores.levels.get(row.key) for seat_scores in scored]) for row in basis.rows]
    by_row = scores.final_levels(task_part)
    return {
        "side_by_side": [(row, levels, _levels_to_discuss(row, levels)) for row, levels in rows],
        "scorers": [seat_scores.scorer for seat_scores in scored],
        "comments": [
            (seat_scores.scorer, seat_scores.comment) for seat_scores in scored if seat_scores.comment
        ],
        "settled": [(row, by_row[row.key]) for row in basis.rows if row.key in by_row],
    }


def _levels_to_discuss(row: RubricRow, levels: list[int | None]) -> list[RubricCell]:
    """The levels of a row that may be talked about: those between what was given; none where both gave the same.

    Nor is a row talked about that somebody has not scored, because the model has it only since.
    """
    scored = [level for level in levels if level is not None]
    if len(scored) < len(levels) or len(set(scored)) < 2:
        return []
    return [level for level in row.levels if min(scored) <= level[0] <= max(scored)]
