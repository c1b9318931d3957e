"""The desk of a school's portfolios. Who: a counselor on a Monday with ten minutes, who leaves with scorers asked for
everything that waited; a teacher, who leaves knowing what is theirs to score."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import School
from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import desk, scorer_seats
from .desk_forms import DESK_FORMS, AskScorersForm, OutsideScorerForm
from .tasks import find_portfolio_model


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
    outside = actions.form(OutsideScorerForm)
    if actions.done and not outside.is_bound:
        return redirect("portfolio-desk", school.pk)
    current_desk = desk.scoring_desk(viewer, school, model.package)
    parts = [*current_desk.third, *current_desk.waiting]
    actions.form(AskScorersForm).show_chosen(parts)
    outside_form = OutsideScorerForm(request=request, subject=school) if actions.done else outside
    outside_form.offer(parts)
    context = {
        "school": school,
        "words": model.words,
        "desk": current_desk,
        "own_seats": desk.own_seats_with_task(viewer, school, model.package),
        "withdrawn_seats": scorer_seats.recently_withdrawn_seats(viewer, school),
        "agreement": desk.scorer_agreement(viewer, school),
        "least": desk.MIN_ROWS,
        "actions": actions,
        "outside_form": outside_form,
    }
    if actions.done:
        context["link"] = outside.link
    with timezone.override(school_local_time(school, timezone.now()).tzinfo):
        return render(request, "portfolios/desk.html", context, status=actions.status)
