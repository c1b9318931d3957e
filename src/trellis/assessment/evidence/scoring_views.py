"""Scoring turned-in work. Who: a teacher with a stack of work and a keyboard, between two lessons; they leave with each
piece scored, commented on and returned, or with a draft that waits for them."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.autosave import is_autosave, refused_response, saved_response
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.learning.projects.models import StepDone
from trellis.learning.projects.permissions import may_write
from trellis.learning.projects.selectors import feedback_on_step

from . import rubric_scoring, scoring_queue
from .gradebook_views import GRADEBOOK_ROLES
from .scoring_forms import DraftForm, ReopenForm, ReturnForm, RubricChoiceForm
from .scoring_queue import TurnedInWork


@page_for(*GRADEBOOK_ROLES)
@never_cache
@require_safe
def to_score(request: Request) -> HttpResponse:
    """The oldest work that waits; where none waits, what was returned last."""
    if not request.viewer.staff_schools:
        raise Http404
    items = scoring_queue.queue_items(request.viewer, limit=1)
    if items:
        return redirect("score-step", items[0].step_id, items[0].student.pk)
    context = {"items": [], "returned": scoring_queue.returned_items(request.viewer), "waiting": 0}
    return render(request, "evidence/nothing_to_score.html", context)


@page_for(*GRADEBOOK_ROLES)
@never_cache
def score_step(request: Request, step_id: UUID, student_id: UUID) -> HttpResponse:
    """One student's work on one step, with the rubric beside it and the queue."""
    viewer = request.viewer
    rows = StepDone.objects.seen_by(viewer).filter(step__deleted_at=None, member__deleted_at=None)
    rows = rows.filter(step__project__school__in=viewer.staff_schools)
    done = get_object_or_404(
        rows.select_related("member__student", "step__project", "step__product", "returned_by"),
        step=step_id,
        member__student=student_id,
    )
    work = scoring_queue.turned_in_work(viewer, done)
    form_classes = [DraftForm, ReturnForm, ReopenForm]
    if may_write(viewer, done.step.project):
        form_classes.append(RubricChoiceForm)
    actions = PageActions(request, form_classes, work)
    if is_autosave(request):
        return _draft_response(request, actions)
    if actions.done:
        return _redirect_after(request, actions, done)
    return render(
        request, "evidence/score_step.html", _context(request, work, actions), status=actions.status
    )


def _draft_response(request: Request, actions: PageActions) -> JsonResponse:
    """The answer to the page's script: the revision of the draft and when it was saved, or what is wrong."""
    if not actions.done:
        return refused_response(request, actions)
    draft = actions.form(DraftForm).saved
    return saved_response(request, draft.modified, revision=f"{draft.pk}:{draft.revision}")


def _redirect_after(request: Request, actions: PageActions, done: StepDone) -> HttpResponse:
    """On to the next student after a return; otherwise the same page."""
    step_id, student_id = done.step_id, done.member.student_id
    if not actions.form(ReturnForm).is_bound:
        return redirect("score-step", step_id, student_id)
    following = scoring_queue.next_in_queue(scoring_queue.queue_items(request.viewer), step_id, student_id)
    return (
        redirect("score-step", following.step_id, following.student.pk) if following else redirect("to-score")
    )


def _context(request: Request, work: TurnedInWork, actions: PageActions) -> dict[str, object]:
    viewer, done = request.viewer, work.done
    items = scoring_queue.queue_items(viewer)
    form = actions.sent if isinstance(actions.sent, ReturnForm | DraftForm) else actions.form(ReturnForm)
    return {
        "actions": actions,
        "form": form,
        "work": work,
        "done": done,
        "step": done.step,
        "student": done.member.student,
        "items": items,
        "waiting": scoring_queue.count_works_to_score(viewer),
        "returned": scoring_queue.returned_items(viewer),
        "following": scoring_queue.next_in_queue(items, done.step_id, done.member.student_id),
        "rubrics": form.rubric_rows(),
        "language": form.language(),
        "comments": feedback_on_step(viewer, work.student, done.step),
        "others": rubric_scoring.other_scores(viewer, work.student, work.product)
        if work.product and form.saved_levels
        else [],
    }
