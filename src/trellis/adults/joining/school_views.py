"""The to-do list of a school that joins: for its leaders, and by a link while it is not in Trellis."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from trellis.core.community import links
from trellis.core.community.clock import zone_named
from trellis.core.community.models import Role
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import selectors, services
from .models import JoiningEvent, JoiningSchool, JoiningStep
from .pauses import LINK_PURPOSE
from .permissions import may_complete
from .plans import stage_title
from .step_forms import CompleteByLinkForm, CompleteStepForm

LEADER_FORMS = (CompleteStepForm,)


@page_for(Role.LEADER, Role.COACH)
@never_cache
def school_joining(request: Request, school_id: UUID) -> HttpResponse:
    """What the school does next on its way into the network. Its principal opens it from the reminder, with five
    minutes between two meetings, and its coach before a visit; they leave with a step done and its evidence there."""
    joining = selectors.joining_of_school(request.viewer, school_id)
    if joining is None or school_id not in request.viewer.to("school", Role.LEADER, Role.COACH):
        raise Http404
    actions = PageActions(request, LEADER_FORMS, joining)
    if actions.done:
        return redirect(request.path)
    open_lines, done_lines = selectors.steps_of_stage(request.viewer, joining)
    for line in open_lines:
        line.may_complete = joining.is_active and may_complete(request.viewer, line.step)
    context = {
        "joining": joining,
        "school": joining.school,
        "leads": school_id in request.viewer.to("school", Role.LEADER),
        "stage_title": stage_title(joining),
        "own_lines": [line for line in open_lines if line.may_complete],
        "other_lines": [line for line in open_lines if not line.may_complete],
        "done_lines": done_lines,
        "track": selectors.track_of(request.viewer, joining),
        "actions": actions,
    }
    return render(request, "joining/school_todo.html", context, status=actions.status)


@page_for(public=True)
@never_cache
def joining_link(request: Request, token: str) -> HttpResponse:
    """The same list for the school's contact, by a link. A principal without an account opens it from an email, with
    five minutes; they leave with a step done. To open it changes nothing."""
    with links.activate_link_locale(request, token):
        try:
            link = links.resolve_link(LINK_PURPOSE, token)
        except ActionError as error:
            return links.render_link_error(request, error, "joining/link.html")
        joining = (
            JoiningSchool.objects.unscoped("show the page of a link to its holder")
            .select_related("network", "school", "package")
            .get(pk=link.about_id)
        )
        with timezone.override(zone_named(joining.network.time_zone)):
            return _link_page(request, joining)


def _link_page(request: Request, joining: JoiningSchool) -> HttpResponse:
    actions = PageActions(request, (CompleteByLinkForm,), joining)
    if actions.done:
        return redirect(request.path)
    rows = services.steps_of(joining).select_related("owner").order_by("position")
    open_lines, done_lines = selectors.describe_steps(joining, list(rows))
    own_side = JoiningStep.Owner.SCHOOL
    for line in open_lines:
        line.may_complete = joining.is_active and line.step.side == own_side
    events = JoiningEvent.objects.unscoped("show a contact the way of their school").filter(
        joining=joining, kind=JoiningEvent.Kind.STAGE
    )
    context = {
        "joining": joining,
        "stage_title": stage_title(joining),
        "own_lines": [line for line in open_lines if line.may_complete],
        "other_lines": [line for line in open_lines if not line.may_complete],
        "done_lines": [line for line in done_lines if line.step.side == own_side],
        "track": selectors.describe_track(joining, list(events)),
        "actions": actions,
    }
    return render(request, "joining/link.html", context, status=actions.status)
