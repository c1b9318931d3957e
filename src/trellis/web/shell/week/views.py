"""My week. Who: a student or a teacher on a Sunday evening or on the bus; they leave knowing what the next days hold,
and may let the calendar on their phone know it too."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.adults.professional_learning.permissions import LEARNER_ROLES
from trellis.core.community import links
from trellis.core.community.models import Link, Role, School
from trellis.core.community.selectors import school_of
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.absolute_links import absolute_link, trusted_origin
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import wording_of

from .calendar import calendar_of
from .forms import CALENDAR_LINK_PURPOSE, CalendarLinkForm, CancelCalendarLinkForm
from .selectors import days_of_week, week_items, zone_of_week

SHOWN = timedelta(days=13)
WEEK_ROLES = (Role.STUDENT, *LEARNER_ROLES)
FEED_BEHIND = timedelta(days=14)
FEED_AHEAD = timedelta(days=120)


@page_for(*WEEK_ROLES)
@never_cache
def my_week(request: Request) -> HttpResponse:
    """The next two weeks, day by day."""
    viewer = request.viewer
    actions = PageActions(request, [CalendarLinkForm, CancelCalendarLinkForm])
    school = _school_of(viewer)
    local_now = timezone.now().astimezone(zone_of_week(viewer, school))
    first = local_now.date()
    words = wording_of(school.pk if school else None)
    token = actions.form(CalendarLinkForm).token
    context = {
        "words": words,
        "today": first,
        "days": days_of_week(week_items(viewer, school, words, first, first + SHOWN), first, first + SHOWN),
        "actions": actions,
        "feed": absolute_link(request, reverse("calendar-feed", args=[token])) if token else "",
        "has_feed": _has_feed(viewer),
    }
    with timezone.override(local_now.tzinfo):
        return render(request, "shell/week/week.html", context, status=actions.status)


def _school_of(viewer: Viewer) -> School | None:
    """The school that a student goes to; for its staff the first of theirs."""
    if Role.STUDENT in viewer.roles:
        return school_of(viewer.person_id)
    rows = School.objects.seen_by(viewer).filter(pk__in=viewer.staff_schools)
    return rows.order_by("name").first()


def _has_feed(viewer: Viewer) -> bool:
    own_links = Link.objects.unscoped("tell a student whether their calendar link works").filter(
        purpose=CALENDAR_LINK_PURPOSE, about_id=viewer.person_id, revoked_at=None, expires__gt=timezone.now()
    )
    return own_links.exists()


@page_for(public=True)
@never_cache
@require_safe
def calendar_feed(request: Request, token: str) -> HttpResponse:
    """The feed behind a link: the holder's own days and nothing else."""
    with links.activate_link_locale(request, token):
        try:
            link = links.resolve_link(CALENDAR_LINK_PURPOSE, token)
        except ActionError as error:
            status = 410 if isinstance(error, links.LinkExpiredError) else 404
            return HttpResponse(error.message, status=status, content_type="text/plain; charset=utf-8")
        if link.person is None:
            raise Http404
        viewer = Viewer.of(link.person)
        school = _school_of(viewer)
        words = wording_of(school.pk if school else None)
        local_now = timezone.now().astimezone(zone_of_week(viewer, school))
        first, last = local_now.date() - FEED_BEHIND, local_now.date() + FEED_AHEAD
        items = week_items(viewer, school, words, first, last) if viewer.roles & set(WEEK_ROLES) else []
        body = calendar_of(items, _("My week"), local_now.tzinfo, viewer.person_id, trusted_origin(request))
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")
