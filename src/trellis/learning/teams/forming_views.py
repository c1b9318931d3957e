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

from trellis.core.community.models import Group, School
from trellis.core.community.selectors import students_in
from trellis.core.community.viewer import LEADING_ROLES, SCHOOL_ROLES
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.refusal import ActionError
from trellis.core.foundation.revisions import posted_revision, shown_revision
from trellis.core.foundation.typed import parse_small_number, posted_id
from trellis.design.blueprint.wording import wording_of

from . import (
    adopting,
    forming,
    permissions,
    presenters,
    selectors,
    traits,
    whole,
    whole_views,
    wish_views,
)
from .models import Forming, Place
from .proposal_context import proposal_context
from .whole_views import get_seat_or_404

KIND_CHOICES = [choice for choice in Forming.Kind.choices if choice[0] != Forming.Kind.WORK]


@page_for(*LEADING_ROLES)
@never_cache
def formings(request: HttpRequest, school_id: UUID) -> HttpResponse:
    """Proposals of a school, and a short form that makes the next one."""
    school, status = selectors.led_school_or_404(request.viewer, school_id), 200
    if request.method == "POST":
        try:
            began = whole_views.begin_school_forming if request.POST.get("do") == "whole" else _begin_forming
            proposal = began(request, school)
        except ActionError as error:
            messages.error(request, error.message)
            status = 422
        else:
            return redirect("forming", proposal.pk)
    context = {
        "school": school,
        "words": wording_of(school.pk),
        "formings": selectors.formings_at(request.viewer, school),
        "kinds": KIND_CHOICES,
        "teams": selectors.teams_at(request.viewer, school),
        "sources": selectors.sources_at(request.viewer, school),
        "sensible": whole_views.suggested_counts(request, school),
        **_form_choices(request, school.pk, list(traits.TRAITS)),
        "whole": request.POST if status == 422 and request.POST.get("do") == "whole" else {},
        "sent": request.POST if status == 422 and request.POST.get("do") != "whole" else {},
    }
    return render(request, "teams/formings.html", context, status=status)


def _form_choices(request: HttpRequest, school_id: UUID, chosen: list[str]) -> dict[str, Any]:
    if request.method == "POST":
        chosen = request.POST.getlist("balance")
    may = permissions.traits_to_mix_by(request.viewer, school_id)
    return {
        "rules": Forming.Rule.choices,
        "traits": [(key, traits.TRAITS[key], key in chosen) for key in may],
    }


def _begin_forming(request: HttpRequest, school: School) -> Forming:
    post = request.POST
    if post.get("kind") not in dict(KIND_CHOICES):
        raise ActionError(_("Choose what to build: teams, strands or advisories."))
    source = None
    if post.get("source"):
        sources_by_key = {str(group.pk): group for group in selectors.sources_at(request.viewer, school)}
        source = sources_by_key.get(post["source"])
        if source is None:
            raise ActionError(_("Choose one of the groups, or the whole school."))
    fields = post.get("title", ""), source, parse_small_number(post.get("count", "")), post.get("rule", "")
    by, seen = request.viewer.person_id, posted_revision(request)
    return forming.begin_forming(school, post["kind"], *fields, post.getlist("balance"), by, seen=seen)


@page_for(*SCHOOL_ROLES)
@never_cache
def work_groups(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Work groups of a team, class or advisory: those there are, and a form that proposes new ones."""
    viewer, status = request.viewer, 200
    group = selectors.source_or_404(viewer, group_id)
    students = students_in(viewer, group)
    if request.method == "POST":
        try:
            proposal = _begin_work_groups(request, group, len(students))
        except ActionError as error:
            messages.error(request, error.message)
            status = 422
        else:
            return redirect("forming", proposal.pk)
    context = {
        "group": group,
        "words": wording_of(group.school_id),
        "count": len(students),
        "formings": selectors.formings_from(viewer, group),
        **_form_choices(request, group.school_id, ["language", "english"]),
        "sent": request.POST if status == 422 else {},
    }
    return render(request, "teams/work_groups.html", context, status=status)


def _begin_work_groups(request: HttpRequest, group: Group, students: int) -> Forming:
    post, size = request.POST, parse_small_number(request.POST.get("size", ""))
    if not 2 <= size <= 40 or students < size:
        raise ActionError(
            _(
                "Enter the number of students per group, from 2 to 40. There must be enough students for "
                "one group."
            )
        )
    return forming.begin_forming(
        group.school,
        Forming.Kind.WORK,
        post.get("title", ""),
        group,
        max(1, round(students / size)),
        post.get("rule", ""),
        post.getlist("balance"),
        request.viewer.person_id,
        permissions.traits_to_mix_by(request.viewer, group.school_id),
        posted_revision(request),
    )


@page_for(*SCHOOL_ROLES)
@never_cache
def proposal(request: HttpRequest, forming_id: UUID) -> HttpResponse:
    """One proposal: who is where, how even it is and why, and what a person changes before it stands."""
    proposal, status = selectors.forming_or_404(request.viewer, forming_id), 200
    if request.method == "POST":
        verb = _actions_for(proposal).get(request.POST.get("do", ""))
        if verb is None:
            raise Http404
        try:
            message, where = verb(request, proposal)
        except ActionError as error:
            messages.error(request, error.message)
            status = 422
        else:
            if message:
                messages.success(request, message)
            return redirect(where or reverse("forming", args=[proposal.pk]))
        proposal = selectors.forming_or_404(request.viewer, forming_id)
    return render(request, "teams/forming.html", proposal_context(request, proposal, status), status=status)


ActionResult = tuple[str, str]
"""What is said afterwards, if anything, and where one goes; "" stays."""


def _propose_groups(request: HttpRequest, proposal: Forming) -> ActionResult:
    post = request.POST
    settings = parse_small_number(post.get("count", "")), post.get("rule", ""), post.getlist("balance")
    may = permissions.traits_to_mix_by(request.viewer, proposal.school_id)
    forming.propose_groups(proposal, *settings, request.viewer.person_id, may, posted_revision(request))
    return _("New draft built. Locked students stayed in their groups."), ""


def _move_student(request: HttpRequest, proposal: Forming) -> ActionResult:
    seat = get_seat_or_404(request, proposal)
    number, seen = parse_small_number(request.POST.get("place", "")), shown_revision(request, "seat", seat.pk)
    forming.move_student(seat, number, request.viewer.person_id, seen)
    return _("%(name)s is locked in this group and stays there when you build a new draft.") % {
        "name": seat.student.name
    }, ""


def _release_students(request: HttpRequest, proposal: Forming) -> ActionResult:
    """One student who is held, or all whom the page showed as held: whom somebody put somewhere since stays."""
    service, by = whole if proposal.is_whole else forming, request.viewer.person_id
    if request.POST.get("seat") == "all":
        seats = [
            seat
            for seat in presenters.seats_of(request.viewer, proposal)
            if shown_revision(request, "held", seat.pk) in (None, seat.revision)
        ]
        count = service.free(proposal, seats, by)
    else:
        seat = get_seat_or_404(request, proposal)
        count = service.free(proposal, [seat], by, shown_revision(request, "seat", seat.pk))
    message = ngettext("%(n)d student unlocked.", "%(n)d students unlocked.", count)
    return message % {"n": count}, ""


def _name_group(request: HttpRequest, proposal: Forming) -> ActionResult:
    places = Place.objects.seen_by(request.viewer).filter(forming=proposal)
    place = get_object_or_404(places, pk=posted_id(request, "place"))
    requested = {each for each in request.POST.getlist("adult") if each}
    staff = selectors.staff_of(request.viewer, proposal.school_id)
    adults = [each for each in staff if str(each.pk) in requested]
    if requested and (
        not permissions.may_form_at(request.viewer, proposal.school_id) or len(adults) < len(requested)
    ):
        raise ActionError(_("Choose adults who work at the school."))
    by, seen = request.viewer.person_id, posted_revision(request)
    forming.name_group(place, request.POST.get("title", ""), adults, by, seen)
    return _("Saved."), ""


def _adopt_groups(request: HttpRequest, proposal: Forming) -> ActionResult:
    room = whole if proposal.is_whole else adopting
    count = room.adopt(proposal, "replace" in request.POST, request.viewer.person_id)
    if not count:
        return _("These groups are already adopted."), ""
    message = ngettext(
        "%(n)d group adopted. Its students are in it now.",
        "%(n)d groups adopted. Their students are in them now.",
        count,
    )
    return message % {"n": count}, ""


def _discard_proposal(request: HttpRequest, proposal: Forming) -> ActionResult:
    forming.discard_proposal(proposal, request.viewer.person_id)
    return _("Draft discarded."), proposals_url(proposal)


def _propose_inside(request: HttpRequest, proposal: Forming) -> ActionResult:
    if not permissions.may_form_at(request.viewer, proposal.school_id):
        raise Http404
    post = request.POST
    kind, count = post.get("kind", ""), parse_small_number(post.get("count", ""))
    created_count = adopting.propose_inside(proposal, kind, count, request.viewer.person_id)
    message = ngettext("%(n)d draft built.", "%(n)d drafts built.", created_count) % {"n": created_count}
    return message, reverse("formings", args=[proposal.school_id])


def proposals_url(proposal: Forming) -> str:
    """The page on which a proposal is listed."""
    if proposal.kind == Forming.Kind.WORK:
        return reverse("work-groups", args=[proposal.source_id])
    return reverse("formings", args=[proposal.school_id])


ACTIONS: dict[str, Callable[[HttpRequest, Forming], ActionResult]] = {
    "propose": _propose_groups,
    "move": _move_student,
    "free": _release_students,
    "name": _name_group,
    "wish": wish_views.save_wish,
    "no-longer": wish_views.remove_wish,
    "adopt": _adopt_groups,
    "discard": _discard_proposal,
    "inside": _propose_inside,
}
WHOLE_SCHOOL_ACTIONS = ACTIONS | {"propose": whole_views.propose_school, "move": whole_views.move_student}


def _actions_for(proposal: Forming) -> dict[str, Callable[[HttpRequest, Forming], ActionResult]]:
    """What can be done with a proposal: what is within a whole school is proposed, and stands, with the whole."""
    if proposal.within_id:
        return {key: ACTIONS[key] for key in ("move", "free", "name", "wish", "no-longer")}
    return WHOLE_SCHOOL_ACTIONS if proposal.is_whole else ACTIONS
