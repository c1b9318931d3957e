"""What a network learns, one belief, and one roll-out."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from trellis.core.community.clock import zone_named
from trellis.core.community.models import Role
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.core.foundation.section_messages import read_section_messages
from trellis.improvement.cycles.permissions import READER_ROLES
from trellis.improvement.cycles.views import network_or_404

from . import selectors
from .belief_page import belief_page_or_404
from .forms.beliefs import BELIEF_FORMS, AddBeliefForm
from .forms.roll_outs import ROLL_OUT_FORMS, StartRollOutForm


@page_for(*READER_ROLES)
@never_cache
def network_learning(request: Request, network_id: UUID) -> HttpResponse:
    """What a network learns from its schools. Its improvement lead opens it before a meeting of the network with
    fifteen minutes, or prints it, and leaves with what to talk about. Staff of a school read in five what the network
    believes."""
    network = network_or_404(request.viewer, network_id)
    page = selectors.learning_page(request.viewer, network)
    actions = PageActions(request, (AddBeliefForm,), page)
    if actions.done:
        return actions.redirect_to(request.path)
    context = {
        "page": page,
        "network": network,
        "actions": actions,
        "section_messages": read_section_messages(request),
    }
    return render(request, "network_learning/learning.html", context, status=actions.status)


@page_for(*READER_ROLES)
@never_cache
def belief(request: Request, belief_id: UUID) -> HttpResponse:
    """One belief. Program staff open it on the day to look again with ten minutes, read what speaks for it and against
    it, and leave having said whether it still holds."""
    page = belief_page_or_404(request.viewer, belief_id)
    actions = PageActions(request, BELIEF_FORMS, page)
    if actions.done:
        return actions.redirect_to(request.path)
    context = {
        "page": page,
        "belief": page.belief,
        "actions": actions,
        "section_messages": read_section_messages(request),
    }
    with timezone.override(zone_named(page.belief.network.time_zone)):
        return render(request, "network_learning/belief.html", context, status=actions.status)


@page_for(Role.NETWORK_STAFF)
@never_cache
def start_roll_out(request: Request, network_id: UUID) -> HttpResponse:
    """A roll-out of the network. Its improvement lead opens it with ten minutes, and leaves with a practice, a measure
    and a page on which to add schools."""
    network = network_or_404(request.viewer, network_id)
    actions = PageActions(request, (StartRollOutForm,), network)
    form = actions.form(StartRollOutForm)
    if actions.done:
        return redirect("roll-out", form.roll_out.pk)
    context = {"network": network, "form": form, "actions": actions}
    return render(request, "network_learning/start_roll_out.html", context, status=actions.status)


@page_for(*READER_ROLES)
@never_cache
def roll_out(request: Request, roll_out_id: UUID) -> HttpResponse:
    """One roll-out. Program staff open it when numbers come in with ten minutes, and leave knowing what can be said and
    what can't. A principal reads it in five before the school starts."""
    page = selectors.roll_out_page_or_404(request.viewer, roll_out_id)
    actions = PageActions(request, ROLL_OUT_FORMS, page)
    if actions.done:
        return actions.redirect_to(request.path)
    context = {
        "page": page,
        "roll_out": page.roll_out,
        "actions": actions,
        "section_messages": read_section_messages(request),
    }
    return render(request, "network_learning/roll_out.html", context, status=actions.status)
