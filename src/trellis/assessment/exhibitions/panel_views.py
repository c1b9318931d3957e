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
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.refusal import ActionError

from . import judging, selectors, services
from .models import Panelist
from .request_params import levels_of, protocol_of, school_and_words
from .rubric import Protocol


@page_for(public=True)
@never_cache
def panel(request: HttpRequest, token: str) -> HttpResponse:
    """A panelist's own page by link: say whether one comes, and read on the day. To open it changes nothing."""
    with links.activate_link_locale(request, token):
        try:
            seat = selectors.seat_of_link(links.resolve_link(services.PANEL, token))
        except ActionError as error:
            return links.render_link_error(request, error, "exhibitions/panel.html")
        zone = school_local_time(school_of(seat.exhibition.student_id), timezone.now()).tzinfo
        with timezone.override(zone):
            return _panel(request, seat)


def _panel(request: HttpRequest, seat: Panelist) -> HttpResponse:
    exhibition = seat.exhibition
    school, words = school_and_words(exhibition.student)
    how, refused, done = protocol_of(words, exhibition), "", ""
    if request.method == "POST":
        try:
            done = _said(request.POST, seat, how)
        except ActionError as error:
            refused = error.message
        else:
            seat = selectors.seat_of_link(
                links.resolve_link(services.PANEL, request.resolver_match.kwargs["token"])
            )
    context = {
        "seat": seat,
        "exhibition": exhibition,
        "student": exhibition.student,
        "school": school,
        "words": words,
        "how": how,
        "own_levels": judging.readings_of(exhibition).get(seat, {}),
        "time": services.is_time(exhibition),
        "refused": refused,
        "done": done,
    }
    return render(request, "exhibitions/panel.html", context, status=422 if refused else 200)


def _said(post: QueryDict, seat: Panelist, how: Protocol) -> str:
    if post.get("do") in ("come", "cannot"):
        services.answer(seat, post["do"] == "come")
        return (
            _("Thank you. We look forward to seeing you.")
            if post["do"] == "come"
            else _("Thank you for letting us know.")
        )
    judging.read_work(seat, how, levels_of(post, how))
    return _("Saved. Thank you. You can change your scores until the panel has agreed.")
