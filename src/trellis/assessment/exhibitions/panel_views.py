"""A panelist's own page, by a link that needs no account."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from trellis.core.community import links
from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Link
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import selectors, services
from .forms import ExhibitionWork
from .models import Panelist
from .panel_forms import PANEL_FORMS, LinkScoresForm, answer_row_scores
from .request_params import get_exhibition_model_or_404, protocol_of


@page_for(public=True)
@never_cache
def panel_by_link(request: Request, token: str) -> HttpResponse:
    """A panelist's own page by link: say whether one comes, and score on the day. To open it changes nothing."""
    with links.activate_link_locale(request, token):
        try:
            link = links.resolve_link(services.PANEL_LINK_PURPOSE, token)
        except ActionError as error:
            return links.render_link_error(request, error, "exhibitions/panel.html")
        seat = selectors.get_seat_by_link(link)
        school = selectors.school_of_exhibition(seat.exhibition)
        zone = school_local_time(school, timezone.now()).tzinfo
        with timezone.override(zone):
            return _panel_page(request, link, seat)


def _panel_page(request: Request, link: Link, seat: Panelist) -> HttpResponse:
    exhibition = seat.exhibition
    school, words, package = get_exhibition_model_or_404(exhibition)
    protocol = protocol_of(package, exhibition)
    work = ExhibitionWork(exhibition, protocol, school, seat)
    actions = PageActions(request, PANEL_FORMS, work)
    if row_answer := answer_row_scores(actions):
        return row_answer
    if actions.done:
        seat = selectors.get_seat_by_link(link)
    context = {
        "seat": seat,
        "exhibition": exhibition,
        "student": exhibition.student,
        "school": school,
        "words": words,
        "protocol": protocol,
        "own_levels": actions.form(LinkScoresForm).levels,
        "actions": actions,
    }
    return render(request, "exhibitions/panel.html", context, status=actions.status)
