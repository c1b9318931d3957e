"""A panelist's own page, by a link that needs no account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from trellis.core.community import links
from trellis.core.community.clock import school_local_time
from trellis.core.community.selectors import school_of
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.permissions import page_for

from . import judging, selectors, services
from .models import Panelist
from .request_params import get_school_and_wording_or_404, posted_panel_levels, protocol_of
from .rubric import ExhibitionProtocol


@page_for(public=True)
@never_cache
def panel_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """A panelist's own page by link: say whether one comes, and read on the day. To open it changes nothing."""
    with links.activate_link_locale(request, token):
        try:
            seat = selectors.get_seat_by_link(links.resolve_link(services.PANEL_LINK_PURPOSE, token))
        except ActionError as error:
            return links.render_link_error(request, error, "exhibitions/panel.html")
        zone = school_local_time(school_of(seat.exhibition.student_id), timezone.now()).tzinfo
        with timezone.override(zone):
            return _panel_page(request, seat)


def _panel_page(request: HttpRequest, seat: Panelist) -> HttpResponse:
    exhibition = seat.exhibition
    school, words = get_school_and_wording_or_404(exhibition.student)
    how, refused, done = protocol_of(words, exhibition), "", ""
    if request.method == "POST":
        try:
            done = _handle_post(request.POST, seat, how)
        except ActionError as error:
            refused = error.message
        else:
            seat = selectors.get_seat_by_link(
                links.resolve_link(services.PANEL_LINK_PURPOSE, request.resolver_match.kwargs["token"])
            )
    context = {
        "seat": seat,
        "exhibition": exhibition,
        "student": exhibition.student,
        "school": school,
        "words": words,
        "how": how,
        "own_levels": judging.scores_by_seat(exhibition).get(seat, {}),
        "time": services.is_scoring_open(exhibition),
        "refused": refused,
        "done": done,
    }
    return render(request, "exhibitions/panel.html", context, status=422 if refused else 200)


def _handle_post(post: QueryDict, seat: Panelist, how: ExhibitionProtocol) -> str:
    if post.get("do") in ("come", "cannot"):
        services.answer_invitation(seat, post["do"] == "come")
        return (
            _("Thank you. We look forward to seeing you.")
            if post["do"] == "come"
            else _("Thank you for letting us know.")
        )
    judging.save_scores(seat, how, posted_panel_levels(post, how))
    return _("Saved. Thank you. You can change your scores until the panel has agreed.")
