"""The desk of a school's portfolios. Who: a counselor on a Monday with ten minutes, who leaves with scorers asked for
everything that waited; a teacher, who leaves knowing what is theirs to score."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.cache import never_cache

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Person, School
from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import desk, scorer_restoring, scorer_seats
from .desk import SchoolDesk, ScoringDesk
from .desk_forms import DESK_FORMS, AskPreviewForm, AskScorersForm, OutsideScorerForm, RestoreScorerForm
from .models import TaskPart
from .practice_desk import PracticeDesk
from .tasks import find_portfolio_model

PARTS_ON_A_PAGE = 40


@dataclass(frozen=True)
class DeskPage:
    """A desk as a page: whose it is, its title, address and template, what lies on it, and what else the page shows."""

    at: SchoolDesk | PracticeDesk
    title: str
    url: str
    template: str
    zone: tzinfo | None
    load: Callable[[], ScoringDesk]
    more: Callable[[], dict[str, object]]


@page_for(*SCHOOL_ROLES)
@never_cache
def scoring_desk(request: Request, school_id: UUID) -> HttpResponse:
    """What is the viewer's to score, what waits for scorers, where a third is wanted, and how scorers agree."""
    viewer = request.viewer
    school = get_object_or_404(School.objects.seen_by(viewer), pk=school_id)
    model = find_portfolio_model(school.pk)
    if model is None or school.pk not in viewer.staff_schools:
        raise Http404
    page = DeskPage(
        at=SchoolDesk(school),
        title=str(capfirst(str(model.words.many["portfolio"]))),
        url=reverse("portfolio-desk", args=[school.pk]),
        template="portfolios/desk.html",
        zone=school_local_time(school, timezone.now()).tzinfo,
        load=lambda: desk.scoring_desk(viewer, school),
        more=lambda: {
            "school": school,
            "words": model.words,
            "own_seats": desk.own_seats_with_task(viewer, school),
            "withdrawn_seats": scorer_seats.recently_withdrawn_seats(viewer, school),
            "agreement": desk.scorer_agreement(viewer, school),
            "least": desk.MIN_ROWS,
        },
    )
    return answer_desk(request, page)


def answer_desk(request: Request, page: DeskPage) -> HttpResponse:
    """Show a desk, or do what was sent from it."""
    actions = PageActions(request, DESK_FORMS, page.at)
    previewed = actions.form(AskPreviewForm).previewed
    if previewed:
        return _render_preview(request, page, previewed)
    link = actions.form(OutsideScorerForm).link or actions.form(RestoreScorerForm).link
    if actions.done and not link:
        return redirect(page.url)
    return _render_desk(request, page, actions, link)


def _render_preview(
    request: Request, page: DeskPage, previewed: Sequence[tuple[TaskPart, list[Person]]]
) -> HttpResponse:
    """Whom the desk would ask: each can be left out before anybody is asked."""
    context = {
        "desk_title": page.title,
        "desk_url": page.url,
        "previewed": previewed,
        "count": len({person.pk for _task_part, people in previewed for person in people}),
        "submit": AskScorersForm.submit,
    }
    return render(request, "portfolios/ask_preview.html", context)


def _render_desk(request: Request, page: DeskPage, actions: PageActions, link: str) -> HttpResponse:
    """The desk. link: of somebody who was just asked or put back, to be shared."""
    viewer, outside = request.viewer, actions.form(OutsideScorerForm)
    current_desk = page.load()
    parts = [*current_desk.third, *current_desk.waiting]
    actions.form(AskPreviewForm).show_chosen(parts)
    actions.form(AskScorersForm).show_chosen(parts)
    outside_form = OutsideScorerForm(request=request, subject=page.at) if actions.done else outside
    outside_form.offer(parts)
    context = {
        "desk_title": page.title,
        "desk": current_desk,
        "page": Paginator(current_desk.being_scored, PARTS_ON_A_PAGE).get_page(request.GET.get("page")),
        "actions": actions,
        "outside_form": outside_form,
        "removed_seats": scorer_restoring.removed_seats_at(viewer, page.at.open_parts(viewer)),
        "link": link,
        **page.more(),
    }
    with timezone.override(page.zone):
        return render(request, page.template, context, status=actions.status)
