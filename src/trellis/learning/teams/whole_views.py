"""A whole school in one go. Who: a principal in June with half an hour, who leaves with every team, strand and
advisory of next year, can say why somebody is where they are, and has changed nothing for anybody before they all
stand."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from trellis.core.community.models import School
from trellis.core.foundation.revisions import posted_revision, shown_revision
from trellis.core.foundation.typed import parse_small_number, posted_id

from . import selectors, whole
from .models import Forming, FormingSeat, Place

ActionResult = tuple[str, str]


def begin_school_forming(request: HttpRequest, school: School) -> Forming:
    """What the form on the page of all proposals begins."""
    post = request.POST
    title, rule, balance = post.get("title", ""), post.get("rule", ""), post.getlist("balance")
    by, seen = request.viewer.person_id, posted_revision(request)
    return whole.begin_school_forming(school, title, _posted_counts(request), rule, balance, by, seen)


def _posted_counts(request: HttpRequest) -> tuple[int, int, int]:
    teams, strands, advisories = (
        parse_small_number(request.POST.get(name, "")) for name in ("count", "strands", "advisories")
    )
    return teams, strands, advisories


def suggested_counts(request: HttpRequest, school: School) -> dict[str, int]:
    """What the form stands at, by how many students the school has."""
    students = selectors.student_count(request.viewer, school)
    teams, strands, advisories = whole.suggest_counts(students)
    return {"students": students, "count": teams, "strands": strands, "advisories": advisories}


def propose_school(request: HttpRequest, proposal: Forming) -> ActionResult:
    post = request.POST
    rule, balance = post.get("rule", ""), post.getlist("balance")
    by, seen = request.viewer.person_id, posted_revision(request)
    whole.propose_school(proposal, _posted_counts(request), rule, balance, by, seen)
    return "", ""  # the page says how far it is


def get_seat_or_404(request: HttpRequest, proposal: Forming) -> FormingSeat:
    """The seat that a posted field names."""
    seats = FormingSeat.objects.seen_by(request.viewer).filter(forming=proposal).select_related("student")
    return get_object_or_404(seats, pk=posted_id(request, "seat"))


def move_student(request: HttpRequest, proposal: Forming) -> ActionResult:
    seat = get_seat_or_404(request, proposal)
    place = get_object_or_404(Place.objects.seen_by(request.viewer), pk=posted_id(request, "place"))
    whole.move_student(seat, place, request.viewer.person_id, shown_revision(request, "seat", seat.pk))
    return _("%(name)s is locked in this group and stays there when you build a new draft.") % {
        "name": seat.student.name
    }, ""
