"""The page on which an advisory is handed over."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from trellis.core.community.models import Group, Role, Tie
from trellis.core.community.viewer import LEADING_ROLES, active_at
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import wording_of

from .handover import handovers_of
from .handover_forms import HandoverForm


@page_for(*LEADING_ROLES)
@never_cache
def handover(request: Request, group_id: UUID) -> HttpResponse:
    """For a leader, at the end of a year: who takes this advisory on, and what they should know."""
    viewer = request.viewer
    groups = Group.objects.seen_by(viewer).select_related("school").filter(kind=Group.Kind.ADVISORY)
    group = get_object_or_404(groups, pk=group_id)
    if group.school_id not in viewer.to("school", *LEADING_ROLES):
        raise Http404
    actions = PageActions(request, [HandoverForm], group)
    if actions.done:
        return redirect("handover", group.pk)
    ties = Tie.objects.seen_by(viewer).filter(active_at(viewer.now), to_group=group).select_related("person")
    context = {
        "group": group,
        "words": wording_of(group.school_id),
        "advisors": [tie.person for tie in ties.filter(role=Role.ADVISOR)],
        "students": ties.filter(role=Role.STUDENT).count(),
        "past_handovers": handovers_of(viewer, group),
        "actions": actions,
        "form": actions.form(HandoverForm),
    }
    return render(request, "plans/handover.html", context, status=actions.status)
