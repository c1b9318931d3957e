"""Forming groups. Who: a principal or counselor in August with an hour, who leaves with teams, strands or advisories
that are each a small picture of the school, and can say why; a team in September with ten minutes and work groups."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from trellis.core.community.distinct_names import tell_apart
from trellis.core.community.models import Group, School
from trellis.core.community.selectors import students_in
from trellis.core.community.viewer import AT_SCHOOL, LEADS
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.refusal import Refusal
from trellis.core.foundation.revisions import revision_in, revision_shown
from trellis.core.foundation.typed import key_of, number_of
from trellis.design.blueprint.wording import wording_of

from . import (
    adopting,
    forming,
    levels,
    permissions,
    presenters,
    selectors,
    traits,
    whole,
    whole_views,
    wish_views,
)
from .models import Forming, Place, Wish
from .whole_views import seat_of

KINDS = [one for one in Forming.Kind.choices if one[0] != Forming.Kind.WORK]


@page_for(*LEADS)
@never_cache
def formings(request: HttpRequest, school_id: UUID) -> HttpResponse:
    """Proposals of a school, and a short form that makes the next one."""
    school, status = selectors.led_school_or_404(request.viewer, school_id), 200
    if request.method == "POST":
        try:
            began = whole_views.begin if request.POST.get("do") == "whole" else _begin
            made = began(request, school)
        except Refusal as no:
            messages.error(request, no.sentence)
            status = 422
        else:
            return redirect("forming", made.pk)
    context = {
        "school": school,
        "words": wording_of(school.pk),
        "formings": selectors.formings_at(request.viewer, school),
        "kinds": KINDS,
        "teams": selectors.teams_at(request.viewer, school),
        "sources": selectors.sources_at(request.viewer, school),
        "sensible": whole_views.sensible(request, school),
        **_choices(request, school.pk, list(traits.TRAITS)),
        "whole": request.POST if status == 422 and request.POST.get("do") == "whole" else {},
        "sent": request.POST if status == 422 and request.POST.get("do") != "whole" else {},
    }
    return render(request, "teams/formings.html", context, status=status)


def _choices(request: HttpRequest, school_id: UUID, chosen: list[str]) -> dict[str, Any]:
    if request.method == "POST":
        chosen = request.POST.getlist("balance")
    may = permissions.mixes_by(request.viewer, school_id)
    return {
        "rules": Forming.Rule.choices,
        "traits": [(key, traits.TRAITS[key], key in chosen) for key in may],
    }


def _begin(request: HttpRequest, school: School) -> Forming:
    post = request.POST
    if post.get("kind") not in dict(KINDS):
        raise Refusal(_("Choose what is formed: teams, strands or advisories."))
    source = None
    if post.get("source"):
        there = {str(one.pk): one for one in selectors.sources_at(request.viewer, school)}
        source = there.get(post["source"])
        if source is None:
            raise Refusal(_("Choose one of the groups, or the whole school."))
    said = post.get("title", ""), source, number_of(post.get("count", "")), post.get("rule", "")
    by, seen = request.viewer.person_id, revision_in(request)
    return forming.begin(school, post["kind"], *said, post.getlist("balance"), by, seen=seen)


@page_for(*AT_SCHOOL)
@never_cache
def work_groups(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Work groups of a team, class or advisory: those there are, and a form that proposes new ones."""
    viewer, status = request.viewer, 200
    group = selectors.source_or_404(viewer, group_id)
    students = students_in(viewer, group)
    if request.method == "POST":
        try:
            made = _begin_work(request, group, len(students))
        except Refusal as no:
            messages.error(request, no.sentence)
            status = 422
        else:
            return redirect("forming", made.pk)
    context = {
        "group": group,
        "words": wording_of(group.school_id),
        "count": len(students),
        "formings": selectors.formings_from(viewer, group),
        **_choices(request, group.school_id, ["language", "english"]),
        "sent": request.POST if status == 422 else {},
    }
    return render(request, "teams/work_groups.html", context, status=status)


def _begin_work(request: HttpRequest, group: Group, students: int) -> Forming:
    post, size = request.POST, number_of(request.POST.get("size", ""))
    if not 2 <= size <= 40 or students < size:
        raise Refusal(_("How many in a group? 2 to 40, and there have to be enough students for one."))
    return forming.begin(
        group.school,
        Forming.Kind.WORK,
        post.get("title", ""),
        group,
        max(1, round(students / size)),
        post.get("rule", ""),
        post.getlist("balance"),
        request.viewer.person_id,
        permissions.mixes_by(request.viewer, group.school_id),
        revision_in(request),
    )


@page_for(*AT_SCHOOL)
@never_cache
def proposal(request: HttpRequest, forming_id: UUID) -> HttpResponse:
    """One proposal: who is where, how even it is and why, and what a person changes before it stands."""
    one, status = selectors.forming_or_404(request.viewer, forming_id), 200
    if request.method == "POST":
        verb = _verbs(one).get(request.POST.get("do", ""))
        if verb is None:
            raise Http404
        try:
            said, where = verb(request, one)
        except Refusal as no:
            messages.error(request, no.sentence)
            status = 422
        else:
            if said:
                messages.success(request, said)
            return redirect(where or reverse("forming", args=[one.pk]))
        one = selectors.forming_or_404(request.viewer, forming_id)
    return render(request, "teams/forming.html", _told(request, one, status), status=status)


def _told(request: HttpRequest, one: Forming, status: int) -> dict[str, Any]:
    viewer = request.viewer
    found = presenters.told(viewer, one)
    came, went = (0, 0) if one.adopted_at else selectors.came_and_went(one)
    leads = permissions.forms_at(viewer, one.school_id)
    may = permissions.mixes_by(viewer, one.school_id)
    every = levels.whole(viewer, one, found) if one.is_whole else None
    held = every.held if every else levels.held_in([found])
    tell_apart([row.seat.student for place in found.places for row in place.rows])
    return {
        "one": one,
        "called": levels.called(one),
        "alone": levels.without_adults(one, found, every),
        "words": wording_of(one.school_id),
        "told": found,
        "rows": sorted(
            (row for place in found.places for row in place.rows), key=lambda row: row.seat.student.name
        ),
        "students": sum(place.size for place in found.places),
        "came": came,
        "went": went,
        "wishes": selectors.wishes_among(viewer, one),
        "wish_kinds": Wish.Kind.choices,
        "staff": selectors.staff_of(viewer, one.school_id) if leads and one.kind != "work" else [],
        "leads": leads,
        "rules": Forming.Rule.choices,
        "traits": [(key, traits.TRAITS[key], key in one.balance) for key in may],
        "proposes": not one.within_id and set(one.balance) <= set(may),
        "held": held,
        "held_seats": [
            row.seat for place in found.places for row in place.rows if row.seat.student_id in held
        ],
        "whole": every,
        "sent": request.POST if status == 422 else {},
    }


Said = tuple[str, str]
"""What is said afterwards, if anything, and where one goes; "" stays."""


def _propose(request: HttpRequest, one: Forming) -> Said:
    post = request.POST
    said = number_of(post.get("count", "")), post.get("rule", ""), post.getlist("balance")
    may = permissions.mixes_by(request.viewer, one.school_id)
    forming.propose(one, *said, request.viewer.person_id, may, revision_in(request))
    return _("Proposed anew. Whom you put somewhere by hand is still there."), ""


def _move(request: HttpRequest, one: Forming) -> Said:
    seat = seat_of(request, one)
    number, seen = number_of(request.POST.get("place", "")), revision_shown(request, "seat", seat.pk)
    forming.move(seat, number, request.viewer.person_id, seen)
    return _("%(name)s stays there, also when you propose again.") % {"name": seat.student.name}, ""


def _free(request: HttpRequest, one: Forming) -> Said:
    """One student who is held, or all whom the page showed as held: whom somebody put somewhere since stays."""
    service, by = whole if one.is_whole else forming, request.viewer.person_id
    if request.POST.get("seat") == "all":
        seats = [
            seat
            for seat in presenters.seats_of(request.viewer, one)
            if revision_shown(request, "held", seat.pk) in (None, seat.revision)
        ]
        count = service.free(one, seats, by)
    else:
        seat = seat_of(request, one)
        count = service.free(one, [seat], by, revision_shown(request, "seat", seat.pk))
    said = ngettext("%(n)d student is held no longer.", "%(n)d students are held no longer.", count)
    return said % {"n": count}, ""


def _name(request: HttpRequest, one: Forming) -> Said:
    own = Place.objects.seen_by(request.viewer).filter(forming=one)
    place = get_object_or_404(own, pk=key_of(request, "place"))
    asked = {each for each in request.POST.getlist("adult") if each}
    there = selectors.staff_of(request.viewer, one.school_id)
    adults = [each for each in there if str(each.pk) in asked]
    if asked and (not permissions.forms_at(request.viewer, one.school_id) or len(adults) < len(asked)):
        raise Refusal(_("Choose among the adults of the school."))
    by, seen = request.viewer.person_id, revision_in(request)
    forming.name(place, request.POST.get("title", ""), adults, by, seen)
    return _("Kept."), ""


def _adopt(request: HttpRequest, one: Forming) -> Said:
    room = whole if one.is_whole else adopting
    count = room.adopt(one, "replace" in request.POST, request.viewer.person_id)
    if not count:
        return _("These groups stand already."), ""
    said = ngettext(
        "%(n)d group stands, with its students.", "%(n)d groups stand, with their students.", count
    )
    return said % {"n": count}, ""


def _discard(request: HttpRequest, one: Forming) -> Said:
    forming.discard(one, request.viewer.person_id)
    return _("Put aside."), back_of(one)


def _inside(request: HttpRequest, one: Forming) -> Said:
    if not permissions.forms_at(request.viewer, one.school_id):
        raise Http404
    post = request.POST
    kind, count = post.get("kind", ""), number_of(post.get("count", ""))
    made = adopting.form_inside(one, kind, count, request.viewer.person_id)
    said = ngettext("%(n)d proposal is made.", "%(n)d proposals are made.", made) % {"n": made}
    return said, reverse("formings", args=[one.school_id])


def back_of(one: Forming) -> str:
    """The page on which a proposal is listed."""
    if one.kind == Forming.Kind.WORK:
        return reverse("work-groups", args=[one.source_id])
    return reverse("formings", args=[one.school_id])


VERBS: dict[str, Callable[[HttpRequest, Forming], Said]] = {
    "propose": _propose,
    "move": _move,
    "free": _free,
    "name": _name,
    "wish": wish_views.wish,
    "no-longer": wish_views.no_longer,
    "adopt": _adopt,
    "discard": _discard,
    "inside": _inside,
}
WHOLE = VERBS | {"propose": whole_views.propose, "move": whole_views.move}


def _verbs(one: Forming) -> dict[str, Callable[[HttpRequest, Forming], Said]]:
    """What can be done with a proposal: what is within a whole school is proposed, and stands, with the whole."""
    if one.within_id:
        return {key: VERBS[key] for key in ("move", "free", "name", "wish", "no-longer")}
    return WHOLE if one.is_whole else VERBS
