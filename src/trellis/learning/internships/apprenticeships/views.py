"""Pages of an apprenticeship: asking for one, and the one page on which it is answered, worked and confirmed."""

from __future__ import annotations

from io import StringIO
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community.clock import zone_named, zone_of_viewer
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.core.foundation.section_messages import read_section_messages

from .. import selectors as internships
from ..permissions import APPRENTICE_ROLES
from ..permissions import may_ask_for_apprenticeship as may_ask
from . import selectors
from .forms import RequestForm, RequestPage, page_forms
from .hours import write_hours


@page_for(*APPRENTICE_ROLES)
@never_cache
def ask(request: Request) -> HttpResponse:
    """Ask to learn beside a leader. A teacher who would like to lead opens it one evening, with ten minutes, after
    talking to a leader elsewhere; she leaves with a request sent, signed by herself."""
    viewer = request.viewer
    if not may_ask(viewer):
        raise Http404  # a district's leader, who works at no school
    zone = zone_of_viewer(viewer)
    with timezone.override(zone):
        page = RequestPage(selectors.possible_mentors(viewer), viewer.now.astimezone(zone).date())
        actions = PageActions(request, (RequestForm,), page)
        if actions.done:
            return redirect("apprenticeship", actions.form(RequestForm).search_id)
        context = {"page": page, "own": selectors.own_apprenticeships(viewer), "actions": actions}
        return render(request, "internships/apprenticeship_request.html", context, status=actions.status)


@page_for(*APPRENTICE_ROLES)
@never_cache
def apprenticeship(request: Request, apprenticeship_id: UUID) -> HttpResponse:
    """One apprenticeship. The leader who is asked opens it from their day, with three minutes, and leaves having signed
    or declined; program staff having approved. Later the leader confirms days here, and the apprentice reads hours."""
    page = selectors.apprenticeship_or_404(request.viewer, apprenticeship_id)
    with timezone.override(zone_named(page.host_school.time_zone)):
        actions = PageActions(request, page_forms(page), page)
        if actions.done:
            return actions.redirect_to(request.path)
        context: dict[str, object] = {
            "page": page,
            "agreement": page.agreement,
            "placement": page.placement,
            "section_messages": read_section_messages(request),
            "actions": actions,
        }
        if page.placement:
            context |= {
                "days": internships.days_of(request.viewer, page.placement),
                "notes": internships.concerns_of(request.viewer, page.placement),
                "hours": page.hours,
            }
        return render(request, "internships/apprenticeship.html", context, status=actions.status)


@page_for(*APPRENTICE_ROLES)
@require_safe
@never_cache
def hours_file(request: Request, apprenticeship_id: UUID) -> HttpResponse:
    """The days as a CSV file. The apprentice keeps it for a license or a university; it says who confirmed each day."""
    page = selectors.apprenticeship_or_404(request.viewer, apprenticeship_id)
    file = StringIO()
    write_hours(page, file)
    headers = {"Content-Disposition": 'attachment; filename="apprenticeship-hours.csv"'}
    return HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv", headers=headers)
