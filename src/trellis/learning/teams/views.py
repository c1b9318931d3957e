"""A team's page. Who: five teachers and a projector, 45 minutes each week; they leave with the week planned, each
promise with a name, and nobody forgotten."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from trellis.core.community.clock import school_local_time
from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import wording_of
from trellis.learning.projects import load

from . import forms, meetings
from .models import Meeting
from .page_sections import team_sections

TEAM_FORMS = (
    forms.OpenMeetingForm,
    forms.NotesForm,
    forms.CommitmentForm,
    forms.CompleteForm,
    forms.FollowUpForm,
    forms.CloseFollowUpForm,
)


@page_for(*SCHOOL_ROLES)
@never_cache
def team(request: Request, team_id: UUID) -> HttpResponse:
    """What was promised, what is due, what is written down today, and whom the team looks at again."""
    page = forms.TeamPage(request.viewer, meetings.team_or_404(request.viewer, team_id))
    actions = PageActions(request, TEAM_FORMS, page)
    if actions.done:
        return redirect(forms.url_when_done(actions))
    context = _team_context(request, page, actions)
    return render(request, "teams/team.html", context, status=actions.status)


def _team_context(request: Request, page: forms.TeamPage, actions: PageActions) -> dict[str, object]:
    viewer, group = request.viewer, page.group
    today = school_local_time(group.school, timezone.now()).date()
    all_meetings = meetings.meetings_of(viewer, group)
    requested_day = request.GET.get("day", "")
    if actions.sent and isinstance(actions.sent.row, Meeting):
        requested_day = actions.sent.row.day.isoformat()
    meeting = meetings.current_meeting(all_meetings, requested_day, today)
    commitments, done_commitments = meetings.commitments_of(viewer, group)
    return {
        "group": group,
        "words": wording_of(group.school_id),
        "team": page.members,
        "teams": meetings.teams_of(viewer),
        "today": today,
        "meeting": meeting,
        "past_meetings": [each for each in all_meetings if each != meeting],
        "actions": actions,
        "commitments": commitments,
        "done_commitments": done_commitments,
        "follow_ups": meetings.follow_ups_of(viewer, group),
        "sections": team_sections(viewer, group),
        "weeks": meetings.weeks_ahead(viewer, page.members.students, today),
        "full": load.FULL_WEEK,
    }
