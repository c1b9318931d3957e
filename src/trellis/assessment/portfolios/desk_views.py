"""The desk of a school's portfolios. Who: a counselor on a Monday with ten minutes, who leaves with scorers asked for
everything that waited; a teacher, who leaves knowing what is theirs to score."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Person, School
from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import desk, scorer_restoring, scorer_seats
from .desk_forms import DESK_FORMS, AskPreviewForm, AskScorersForm, OutsideScorerForm, RestoreScorerForm
from .models import TaskPart
from .tasks import PortfolioModel, find_portfolio_model

PARTS_ON_A_PAGE = 40


@page_for(*SCHOOL_ROLES)
@never_cache
def scoring_desk(request: Request, school_id: UUID) -> HttpResponse:
    """What is the viewer's to score, what waits for scorers, where a third is wanted, and how scorers agree."""
    viewer = request.viewer
    school = get_object_or_404(School.objects.seen_by(viewer), pk=school_id)
    model = find_portfolio_model(school.pk)
    if model is None or school.pk not in viewer.staff_schools:
        raise Http404
    actions = PageActions(request, DESK_FORMS, school)
    previewed = actions.form(AskPreviewForm).previewed
    if previewed:
        return _render_preview(request, school, model, previewed)
    link = actions.form(OutsideScorerForm).link or actions.form(RestoreScorerForm).link
    if actions.done and not link:
        return redirect("portfolio-desk", school.pk)
    return _render_desk(request, school, model, actions, link)


def _render_preview(
    request: Request,
    school: School,
    model: PortfolioModel,
    previewed: Sequence[tuple[TaskPart, list[Person]]],
) -> HttpResponse:
    """Whom the desk would ask: each can be left out before anybody is asked."""
    context = {
        "school": school,
        "words": model.words,
        "previewed": previewed,
        "count": len({person.pk for _task_part, people in previewed for person in people}),
        "submit": AskScorersForm.submit,
    }
    return render(request, "portfolios/ask_preview.html", context)


def _render_desk(
    request: Request, school: School, model: PortfolioModel, actions: PageActions, link: str
) -> HttpResponse:
    """The desk. link: of somebody who was just asked or put back, to be shared."""
    viewer = request.viewer
    outside = actions.form(OutsideScorerForm)
    current_desk = desk.scoring_desk(viewer, school)
    parts = [*current_desk.third, *current_desk.waiting]
    actions.form(AskPreviewForm).show_chosen(parts)
    actions.form(AskScorersForm).show_chosen(parts)
    outside_form = OutsideScorerForm(request=request, subject=school) if actions.done else outside
    outside_form.offer(parts)
    context = {
        "school": school,
        "words": model.words,
        "desk": current_desk,
        "page": Paginator(current_desk.being_scored, PARTS_ON_A_PAGE).get_page(request.GET.get("page")),
        "own_seats": desk.own_seats_with_task(viewer, school),
        "withdrawn_seats": scorer_seats.recently_withdrawn_seats(viewer, school),
        "agreement": desk.scorer_agreement(viewer, school),
        "least": desk.MIN_ROWS,
        "actions": actions,
        "outside_form": outside_form,
        "removed_seats": scorer_restoring.removed_seats_at(viewer, school),
        "link": link,
    }
    with timezone.override(school_local_time(school, timezone.now()).tzinfo):
        return render(request, "portfolios/desk.html", context, status=actions.status)
