"""A whole school in one go. Who: a principal in June with half an hour, who leaves with every team, strand and
advisory of next year, can say why somebody is where they are, and has changed nothing for anybody before they all
stand."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from trellis.core.community.models import School
from trellis.core.foundation.revisions import revision_in, revision_shown
from trellis.core.foundation.typed import key_of, number_of

from . import selectors, whole
from .models import Forming, FormingSeat, Place

Said = tuple[str, str]


def begin(request: HttpRequest, school: School) -> Forming:
    """What the form on the page of all proposals begins."""
    post = request.POST
    title, rule, balance = post.get("title", ""), post.get("rule", ""), post.getlist("balance")
    by, seen = request.viewer.person_id, revision_in(request)
    return whole.begin(school, title, _counts(request), rule, balance, by, seen)


def _counts(request: HttpRequest) -> tuple[int, int, int]:
    teams, strands, advisories = (
        number_of(request.POST.get(name, "")) for name in ("count", "strands", "advisories")
    )
    return teams, strands, advisories


def sensible(request: HttpRequest, school: School) -> dict[str, int]:
    """What the form stands at, by how many students the school has."""
    students = selectors.size_of(request.viewer, school)
    teams, strands, advisories = whole.sensible(students)
    return {"students": students, "count": teams, "strands": strands, "advisories": advisories}


def propose(request: HttpRequest, proposal: Forming) -> Said:
    post = request.POST
    rule, balance = post.get("rule", ""), post.getlist("balance")
    by, seen = request.viewer.person_id, revision_in(request)
    whole.propose(proposal, _counts(request), rule, balance, by, seen)
    return "", ""  # the page says how far it is


def seat_of(request: HttpRequest, proposal: Forming) -> FormingSeat:
    """The seat that a posted field names."""
    seats = FormingSeat.objects.seen_by(request.viewer).filter(forming=proposal).select_related("student")
    return get_object_or_404(seats, pk=key_of(request, "seat"))


def move(request: HttpRequest, proposal: Forming) -> Said:
    seat = seat_of(request, proposal)
    place = get_object_or_404(Place.objects.seen_by(request.viewer), pk=key_of(request, "place"))
    whole.put(seat, place, request.viewer.person_id, revision_shown(request, "seat", seat.pk))
    return _("%(name)s is locked in this group and stays there when you build a new draft.") % {
        "name": seat.student.name
    }, ""
