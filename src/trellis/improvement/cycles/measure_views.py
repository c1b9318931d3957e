"""A practical measure's page, and the link on which a number is entered without an account."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from trellis.core.community import links
from trellis.core.community.clock import zone_named
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.core.foundation.section_messages import read_section_messages

from . import selectors
from .forms.practical import MEASURE_FORMS, LinkPointForm, MakeLinkForm
from .models import PracticalMeasure
from .permissions import READER_ROLES
from .services.practical import LINK_PURPOSE


@page_for(*READER_ROLES)
@never_cache
def practical_measure(request: Request, measure_id: UUID) -> HttpResponse:
    """One practical measure. A teacher opens it on a phone on Friday, with a minute, and leaves with this week's number
    saved."""
    page = selectors.measure_page_or_404(request.viewer, measure_id)
    actions = PageActions(request, MEASURE_FORMS, page)
    address = actions.form(MakeLinkForm).address
    if actions.done and not address:
        return actions.redirect_to(request.path)
    context = {
        "page": page,
        "measure": page.measure,
        "section_messages": read_section_messages(request),
        "actions": actions,
        "address": address,
    }
    return render(request, "cycles/measure.html", context, status=actions.status)


@page_for(public=True)
@never_cache
def measure_link(request: Request, token: str) -> HttpResponse:
    """Entering a number by a link. Who: an office aide on a phone who counted; they leave with the number saved. To
    open it changes nothing, and it shows no earlier number."""
    with links.activate_link_locale(request, token):
        try:
            link = links.resolve_link(LINK_PURPOSE, token)
        except ActionError as error:
            return links.render_link_error(request, error, "cycles/link_over.html")
        measure = selectors.measure_by_id(link.about_id)
        if measure is None:
            over = links.LinkExpiredError("")
            return links.render_link_error(request, over, "cycles/link_over.html")
        place = measure.place or measure.network
        with timezone.override(zone_named(place.time_zone if place else "UTC")):
            return _render_link_page(request, measure, token)


def _render_link_page(request: Request, measure: PracticalMeasure, token: str) -> HttpResponse:
    page = selectors.MeasurePage(measure, True, False, selectors.today_of(measure), [], [])
    actions = PageActions(request, (LinkPointForm,), page)
    if actions.done:
        return redirect("measure-link", token)
    context = {"measure": measure, "actions": actions}
    return render(request, "cycles/measure_link.html", context, status=actions.status)
