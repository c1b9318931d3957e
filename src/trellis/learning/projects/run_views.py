"""A project while it runs. Who: a student between two lessons, who leaves with the next step; a teacher with the whole
room, who leaves with who waits for what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from trellis.core.community.clock import school_local_time
from trellis.core.foundation.ids import new_id
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.refusal import ActionError
from trellis.core.foundation.revisions import posted_revision
from trellis.core.foundation.typed import parse_day, posted_id

from . import permissions, running, selectors
from .design_views import get_wording_or_404
from .file_views import PROJECT_ROLES
from .models import Agenda, Know, Member, Piece, Step

Action = Callable[[HttpRequest, dict[str, Any]], str]


def _load_project_or_404(request: HttpRequest, project_id: UUID) -> dict[str, Any]:
    """Return the project and the viewer's role in it; 404 for anybody else."""
    viewer = request.viewer
    project = selectors.project_or_404(viewer, project_id)
    member = permissions.own_membership(viewer, project)
    staff = project.school_id in viewer.staff_schools
    if not (member or staff):
        raise Http404
    return {
        "project": project,
        "words": get_wording_or_404(project),
        "member": member,
        "staff": staff,
        "writes": staff and permissions.may_write(viewer, project),
        "today": school_local_time(project.school, timezone.now()).date(),
    }


def _run_action(request: HttpRequest, context: dict[str, Any], verbs: dict[str, Action]) -> str:
    """Run the action named in `do`; return the message to show. Raises ActionError."""
    verb = verbs.get(request.POST.get("do", ""))
    if verb is None:
        raise Http404
    return verb(request, context)


@page_for(*PROJECT_ROLES)
@never_cache
def project(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """A project as it runs: the next step, the board, the day's agenda."""
    context, status = _load_project_or_404(request, project_id), 200
    if request.method == "POST":
        try:
            messages.success(
                request,
                _run_action(
                    request, context, {"ask": _ask_question, "close": _close_question, "agenda": _plan_day}
                ),
            )
        except ActionError as error:
            messages.error(request, error.message)
            status = 422
        else:
            return redirect("project", project_id)
    return render(request, "projects/project.html", _project_context(request, context), status=status)


def _project_context(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    viewer, project = request.viewer, context["project"]
    steps = selectors.steps_of(viewer, project)
    done = selectors.steps_turned_in(viewer, project)
    teams = selectors.members_of(viewer, project)
    members = [member for some in teams.values() for member in some]
    mine = context["member"]
    agenda = Agenda.objects.seen_by(viewer).filter(project=project, date=context["today"]).first()
    open_steps = [step for step in steps if mine and (step.pk, mine.pk) not in done]
    details = {
        "steps": [
            (step, sum((step.pk, each.pk) in done for each in members), len(members)) for step in steps
        ],
        "next": open_steps[0] if open_steps else None,
        "later": open_steps[1:],
        "behind": [step for step in steps if mine and (step.pk, mine.pk) in done],
        "board": selectors.board_of(viewer, project),
        "agenda": agenda,
        "agenda_text": "\n".join(agenda.lines) if agenda else "",
        "products": selectors.products_of(viewer, project),
        "scaffolds": selectors.scaffolds_of(viewer, project),
        "resources": selectors.resources_of(viewer, project),
    }
    return context | details | {"waits": _steps_not_turned_in(steps, members, done, context["today"])}


def _steps_not_turned_in(
    steps: list[Step], members: list[Member], done: set[tuple[UUID, UUID]], today: date
) -> list[tuple[Step, list[Member]]]:
    """Return the steps that are due, each with the members who have not turned it in."""
    past = [
        (step, [each for each in members if (step.pk, each.pk) not in done])
        for step in steps
        if step.due <= today
    ]
    return [(step, some) for step, some in past if some]


def _ask_question(request: HttpRequest, context: dict[str, Any]) -> str:
    running.ask_question(context["project"], request.POST.get("words", ""), request.viewer.person)
    return _("Added to the board.")


def _close_question(request: HttpRequest, context: dict[str, Any]) -> str:
    questions = Know.objects.seen_by(request.viewer).filter(project=context["project"])
    try:
        know = get_object_or_404(questions, pk=UUID(request.POST.get("know", "")))
    except ValueError:
        raise Http404 from None
    answer, seen = request.POST.get("answer", ""), posted_revision(request)
    running.close_question(know, answer, request.viewer.person, seen)
    return _("Closed. What you found out is saved.")


def _plan_day(request: HttpRequest, context: dict[str, Any]) -> str:
    if not context["writes"]:
        raise Http404
    day = parse_day(request.POST.get("day", "")) or context["today"]
    lines, by = request.POST.get("lines", ""), request.viewer.person_id
    running.plan_day(context["project"], day, lines, by, posted_revision(request))
    return _("Saved.")


@page_for(*PROJECT_ROLES)
@never_cache
def step(request: HttpRequest, project_id: UUID, step_id: UUID) -> HttpResponse:
    """One step: hand it in, see what was handed in, and say something to it."""
    context, status = _load_project_or_404(request, project_id), 200
    steps = Step.objects.seen_by(request.viewer).filter(project=context["project"])
    context["step"] = get_object_or_404(steps, pk=step_id)
    if request.method == "POST":
        try:
            messages.success(request, _run_action(request, context, STEP_ACTIONS))
        except ActionError as error:
            messages.error(request, error.message)
            context["sent"], status = request.POST, 422
        else:
            if "sent" not in context:
                return redirect("project-step", project_id, step_id)
    pieces = selectors.pieces_of(request.viewer, context["step"])
    feedback = selectors.feedback_on(request.viewer, pieces)
    own_id = request.viewer.person_id
    titles = dict(selectors.rubric_rows(context["project"], context["words"]))
    context["pieces"] = [
        (
            piece,
            [(each, titles.get(each.row, "")) for each in feedback.get(piece.pk, [])],
            piece.member.student_id == own_id,
            piece.member.student_id == own_id and running.may_withdraw_piece(piece),
        )
        for piece in pieces
    ]
    context["key"] = new_id()
    context["rows"] = titles.items()
    return render(request, "projects/step.html", context, status=status)


def _turn_in(request: HttpRequest, context: dict[str, Any]) -> str:
    if context["member"] is None:
        raise Http404
    post = request.POST
    try:
        key = UUID(post.get("key", ""))
    except ValueError:
        raise ActionError(_("This page did not load completely. Open it again.")) from None
    running.turn_in(
        context["step"],
        context["member"],
        key,
        post.get("words", ""),
        post.get("link", ""),
        request.FILES.get("file"),
        "shared" in post,
    )
    return _("Turned in.")


def _withdraw_piece(request: HttpRequest, context: dict[str, Any]) -> str:
    """The words come back into the form, to be changed and turned in again."""
    pieces = Piece.objects.seen_by(request.viewer).filter(
        step=context["step"], member__student=request.viewer.person_id
    )
    piece = get_object_or_404(pieces, pk=posted_id(request, "piece"))
    running.withdraw_piece(piece, request.viewer.person_id)
    context["sent"] = {"words": piece.words, "link": piece.link}
    return _("Unsubmitted. Edit it below and turn it in again.")


def _give_feedback(request: HttpRequest, context: dict[str, Any]) -> str:
    seen = Piece.objects.seen_by(request.viewer).filter(step=context["step"])
    try:
        piece = get_object_or_404(seen.select_related("member"), pk=UUID(request.POST.get("piece", "")))
    except ValueError:
        raise Http404 from None
    rows, row = dict(selectors.rubric_rows(context["project"], context["words"])), request.POST.get("row", "")
    if row and row not in rows:
        raise ActionError(_("Choose a row of the rubric, or leave it blank."))
    running.give_feedback(piece, request.POST.get("words", ""), row, request.viewer.person)
    return _("Comment posted. Thank you for your feedback.")


STEP_ACTIONS: dict[str, Action] = {"hand-in": _turn_in, "take-back": _withdraw_piece, "say": _give_feedback}
