"""A person's own pathways, and one pathway with its steps."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community.clock import zone_named, zone_of_viewer
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.core.foundation.section_messages import read_section_messages
from trellis.learning.internships.apprenticeships import selectors as apprenticeships
from trellis.learning.projects.file_views import file_response

from . import cohort_selectors
from . import pathway_selectors as selectors
from .models import StartedStep
from .pathway_forms import PATHWAY_FORMS, StartPathwayForm, StopForm
from .pathway_record import chosen_pieces
from .permissions import PATHWAY_ROLES, may_have_pathways


@page_for(*PATHWAY_ROLES)
@never_cache
def leading(request: Request) -> HttpResponse:
    """My pathways. A teacher opens it one evening, with ten minutes, because she would like to lead a school one day;
    she leaves with a first stage started that nobody else sees. A mentor opens it before they meet, with five minutes,
    and leaves knowing whose steps wait."""
    viewer = request.viewer
    if not may_have_pathways(viewer):
        raise Http404  # a district's leader, who works at no school
    school = selectors.home_school(viewer)
    actions = PageActions(request, (StartPathwayForm,), school)
    if actions.done:
        return redirect("pathway", actions.form(StartPathwayForm).pathway_row.pk)
    own_cards = selectors.own_cards(viewer)
    with timezone.override(zone_of_viewer(viewer)):
        context = {
            "own": own_cards,
            "offered": selectors.offered_pathways(viewer, school, {card.row.key for card in own_cards})
            if school
            else [],
            "shared": selectors.shared_cards(viewer),
            "cohorts": cohort_selectors.own_cohorts(viewer),
            "own_apprenticeships": apprenticeships.own_apprenticeships(viewer),
            "others_apprenticeships": apprenticeships.others_apprenticeships(viewer),
            "actions": actions,
        }
        return render(request, "leadership/leading.html", context, status=actions.status)


@page_for(*PATHWAY_ROLES)
@never_cache
def pathway(request: Request, pathway_id: UUID) -> HttpResponse:
    """One pathway. Who is on it opens it after something happened at school, with five minutes, and leaves with
    evidence saved and knowing who can see it. Their mentor opens it when they meet, with half an hour, and leaves with
    steps confirmed and the next meeting set."""
    page = selectors.pathway_page_or_404(request.viewer, pathway_id)
    with timezone.override(zone_named(page.row.school.time_zone)):
        actions = PageActions(request, PATHWAY_FORMS, page)
        if actions.done:
            return (
                redirect("leading") if actions.form(StopForm).is_bound else actions.redirect_to(request.path)
            )
        context = {
            "page": page,
            "card": page.card,
            "row": page.row,
            "own_apprenticeships": apprenticeships.own_apprenticeships(request.viewer) if page.mine else [],
            "section_messages": read_section_messages(request),
            "actions": actions,
        }
        return render(request, "leadership/pathway.html", context, status=actions.status)


@page_for(*PATHWAY_ROLES)
@require_safe
@never_cache
def piece_file(request: Request, started_step_id: UUID) -> FileResponse:
    """The file of the piece of practice that a step shows, for whoever sees the pathway."""
    step = get_object_or_404(StartedStep.objects.seen_by(request.viewer), pk=started_step_id)
    piece = chosen_pieces([step]).get(step.pk)
    if piece is None or not piece.file:
        raise Http404
    return file_response(piece.file, piece.name, piece.media_type)


@page_for(*PATHWAY_ROLES)
@require_safe
@never_cache
def pathway_file(request: Request, started_step_id: UUID) -> FileResponse:
    """The file that shows a step, for whoever sees the pathway."""
    steps = StartedStep.objects.seen_by(request.viewer).filter(deleted_at=None).exclude(file="")
    step = get_object_or_404(steps, pk=started_step_id)
    return file_response(step.file, step.file_name, step.media_type)
