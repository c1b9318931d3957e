"""Handing a school over from one leader to the next."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from trellis.core.community.models import Role
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.core.foundation.section_messages import read_section_messages

from . import handover_selectors as selectors
from .handover_forms import (
    CancelForm,
    DetailsForm,
    FinishForm,
    GatherForm,
    InviteForm,
    StartForm,
    person_to_invite,
)
from .handover_item_forms import ITEM_FORMS
from .responsibilities import holders_by_school
from .responsibility_forms import AddPersonForm, RemovePersonForm

PACKET_FORMS = (DetailsForm, GatherForm, FinishForm, InviteForm, *ITEM_FORMS)


@page_for(Role.LEADER, Role.NETWORK_STAFF)
@never_cache
def school_handover(request: Request, school_id: UUID) -> HttpResponse:
    """The handovers of a school, and who shares what its leader does. A principal opens it the week she knows that
    she leaves, with ten minutes, and the network when a leader has gone; they leave with a packet that is gathered.
    In other years a principal leaves with a second person named for what only she handles."""
    school = selectors.school_or_404(request.viewer, school_id)
    actions = PageActions(request, (StartForm, AddPersonForm, RemovePersonForm), school)
    if actions.done:
        if actions.form(StartForm).is_bound:
            return redirect("leader-handover", actions.form(StartForm).handover.pk)
        return actions.redirect_to(request.path)
    context = {
        "school": school,
        "handovers": selectors.handovers_of(request.viewer, school),
        "holders": holders_by_school(request.viewer, [school])[school.pk],
        "leads": school.pk in request.viewer.to("school", Role.LEADER),
        "ends": selectors.ending_without_handover(request.viewer, school),
        "section_messages": read_section_messages(request),
        "actions": actions,
    }
    return render(request, "leadership/school_handover.html", context, status=actions.status)


@page_for(anyone=True)
@never_cache
def leader_handover(request: Request, handover_id: UUID) -> HttpResponse:
    """One packet. The leader who leaves opens it on several evenings, with half an hour, and leaves with each item in
    her words. The successor opens it before the first day, with an hour, and leaves with every open item confirmed,
    asked about, or known to be known by nobody."""
    handover = selectors.handover_or_404(request.viewer, handover_id)
    packet = selectors.Packet(request.viewer, handover)
    if request.method == "POST" and not handover.is_open:
        raise Http404
    actions = PageActions(request, PACKET_FORMS, packet)
    invited = actions.form(InviteForm)
    if actions.done and not invited.code:
        return actions.redirect_to(request.path)
    context = {
        "handover": handover,
        "school": handover.school,
        "packet": packet,
        "next_leader": handover.named_successor or gettext("the next leader"),
        "holders": [
            row
            for row in holders_by_school(request.viewer, [handover.school])[handover.school_id]
            if row.depends_on_one
        ],
        "may_invite": packet.may_arrange and person_to_invite(handover) is not None,
        "invited": invited,
        "join_url": request.build_absolute_uri(reverse("join")),
        "section_messages": read_section_messages(request),
        "actions": actions,
    }
    return render(request, "leadership/handover.html", context, status=actions.status)


@page_for(anyone=True)
@never_cache
def cancel_handover(request: Request, handover_id: UUID) -> HttpResponse:
    """Ask before a handover is canceled. The leader who stays after all opens it, with one minute; they leave with the
    school still theirs."""
    handover = selectors.handover_or_404(request.viewer, handover_id)
    packet = selectors.Packet(request.viewer, handover)
    if not packet.may_arrange:
        raise Http404
    actions = PageActions(request, (CancelForm,), packet)
    if actions.done:
        return redirect("home")
    context = {"handover": handover, "school": handover.school, "actions": actions}
    return render(request, "leadership/cancel_handover.html", context, status=actions.status)
