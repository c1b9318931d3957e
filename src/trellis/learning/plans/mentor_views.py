"""The goals of a plan, which the mentor signs. Who: a mentor between two jobs; they leave having signed for themselves.

A mentor sees the goals and nothing else of a plan: what was said at the meeting stays with student, family and school.
"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from trellis.core.community import links
from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Role
from trellis.core.community.selectors import school_of
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import wording_of

from . import selectors, signing
from .models import PlanSignature
from .signing_forms import ShownVersion, SignVersionForm
from .versions import outcome_title

PART = "mentor"


@page_for(Role.MENTOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def goals_to_sign(request: Request, student_id: UUID) -> HttpResponse:
    """The goals of one's mentee, signed in."""
    today = school_local_time(school_of(student_id), timezone.now()).date()
    version = selectors.version_for_mentor(request.viewer, student_id, today)
    way = PlanSignature.Way.ACCOUNT
    return _show_or_sign_goals(request, ShownVersion(version, request.viewer.person, PART, way))


@page_for(public=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def goals_by_link(request: Request, token: str) -> HttpResponse:
    """The goals by the mentor's own link, in their language. Opening it signs nothing."""
    with links.activate_link_locale(request, token):
        try:
            link = links.resolve_link(signing.GOALS_LINK_PURPOSE, token)
            version = selectors.version_of_link(link)
            if link.person is None or not selectors.is_still_tied(link, version.plan.student_id, Role.MENTOR):
                raise links.LinkExpiredError(_("This link no longer works. Ask the school for a new one."))
        except ActionError as error:
            return links.render_link_error(request, error, "plans/goals_to_sign.html")
        return _show_or_sign_goals(request, ShownVersion(version, link.person, PART))


def _show_or_sign_goals(request: Request, shown: ShownVersion) -> HttpResponse:
    version, student = shown.version, shown.version.plan.student
    actions = PageActions(request, [SignVersionForm], shown)
    if actions.done:
        return redirect(request.path)
    school = school_of(student.pk)
    context = {
        "version": version,
        "student": student,
        "school": school,
        "words": wording_of(school.pk if school else None),
        "goals": [{**goal, "outcome": outcome_title(goal)} for goal in version.body["goals"]],
        "own_signature": selectors.signature_of(shown.reader, version),
        "is_outdated": signing.newer_version_exists(version),
        "actions": actions,
    }
    with timezone.override(school_local_time(school, timezone.now()).tzinfo):
        return render(request, "plans/goals_to_sign.html", context, status=actions.status)
