"""Starting an aim, a cycle or a practical measure, of a network, or of a school and its teams."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from trellis.core.community.models import Network, Role, School
from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from .forms.aims import StartAimForm
from .forms.cycles import StartCycleForm
from .forms.owners import StartForm, StartingPoint
from .forms.practical import StartMeasureForm
from .gap_link import filled_in_by_gap
from .page_hooks import filled_in_by_origin
from .views import network_or_404, school_or_404

FROM_ADDRESS = ("aim", "team", "driver", "change_idea")
"""What the address can fill in for a new cycle."""
AIM, CYCLE, MEASURE = _("Start an aim"), _("Start a cycle"), _("Add a practical measure")


@page_for(Role.NETWORK_STAFF)
@never_cache
def start_network_aim(request: Request, network_id: UUID) -> HttpResponse:
    """An aim of the network. Its lead opens it from a gap with ten minutes, and leaves with an aim that has a number, a
    day and a group."""
    return _start_aim(request, network_or_404(request.viewer, network_id))


@page_for(*SCHOOL_ROLES)
@never_cache
def start_school_aim(request: Request, school_id: UUID) -> HttpResponse:
    """An aim of a school or a team. A principal opens it from a gap with ten minutes, and leaves with an aim that has
    a number, a day and a group."""
    return _start_aim(request, school_or_404(request.viewer, school_id))


def _start_aim(request: Request, place: Network | School) -> HttpResponse:
    measure, group = request.GET.get("measure", ""), request.GET.get("group", "")
    filled_in = filled_in_by_gap(request.viewer, place, measure, group) if measure else ({}, {})
    return _start(request, StartAimForm, StartingPoint(place, *filled_in), AIM)


@page_for(Role.NETWORK_STAFF)
@never_cache
def start_network_cycle(request: Request, network_id: UUID) -> HttpResponse:
    """A cycle of the network. Its improvement lead opens it with ten minutes, and leaves with a question, a change and
    a day to decide."""
    return _start_cycle(request, network_or_404(request.viewer, network_id))


@page_for(*SCHOOL_ROLES)
@never_cache
def start_school_cycle(request: Request, school_id: UUID) -> HttpResponse:
    """A cycle of a school or a team. A team's lead opens it in a meeting with ten minutes, and leaves with a question,
    a change and a day to decide."""
    return _start_cycle(request, school_or_404(request.viewer, school_id))


def _start_cycle(request: Request, place: Network | School) -> HttpResponse:
    initial: dict[str, object] = {name: request.GET.get(name, "") for name in FROM_ADDRESS}
    initial |= filled_in_by_origin(request.viewer, place, request.GET)
    return _start(request, StartCycleForm, StartingPoint(place, initial, {}), CYCLE)


@page_for(Role.NETWORK_STAFF)
@never_cache
def start_network_measure(request: Request, network_id: UUID) -> HttpResponse:
    """A practical measure of the network. Its improvement lead opens it with five minutes, and leaves with a question
    that a number answers."""
    place = network_or_404(request.viewer, network_id)
    return _start(request, StartMeasureForm, StartingPoint(place, {}, {}), MEASURE)


@page_for(*SCHOOL_ROLES)
@never_cache
def start_school_measure(request: Request, school_id: UUID) -> HttpResponse:
    """A practical measure of a school or a team. A teacher opens it with five minutes, and leaves with a question that
    a number answers."""
    place = school_or_404(request.viewer, school_id)
    return _start(request, StartMeasureForm, StartingPoint(place, {}, {}), MEASURE)


def _start(
    request: Request, form_class: type[StartForm], subject: StartingPoint, title: str | Promise
) -> HttpResponse:
    actions = PageActions(request, (form_class,), subject)
    form = cast("StartForm", actions.forms[form_class.do])
    if actions.done:
        if isinstance(form, StartAimForm):
            return redirect("aim", form.aim.pk)
        if isinstance(form, StartCycleForm):
            return redirect("cycle", form.cycle.pk)
        return redirect("practical-measure", cast("StartMeasureForm", form).practical.pk)
    context = {
        "place": subject.place,
        "is_network": isinstance(subject.place, Network),
        "title": title,
        "form": form,
        "actions": actions,
        "from_gap": bool(subject.finding),
    }
    return render(request, "cycles/start.html", context, status=actions.status)
