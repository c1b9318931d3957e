"""What a network can take on this year, and the implementation record for researchers."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from trellis.core.community.models import Role
from trellis.core.community.selectors import get_network_or_404
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import capacity
from .capacity_forms import COLUMNS, CapacityForm
from .record_forms import RecordForm
from .selectors import coaches_of


@page_for(Role.NETWORK_STAFF)
@never_cache
def capacity_page(request: Request, network_id: UUID) -> HttpResponse:
    """How many new schools the network can take on this year. Its lead opens it when the budget is set and before they
    say yes to a school, with ten minutes; they leave knowing whether there are coach days and money for one more."""
    network = get_network_or_404(request.viewer, network_id)
    year = capacity.current_year(network)
    numbers = capacity.year_capacity(request.viewer, network, year)
    actions = PageActions(request, (CapacityForm,), network)
    if actions.done:
        return redirect("joining-capacity", network.pk)
    form = actions.form(CapacityForm)
    if not form.is_bound:
        form = CapacityForm(request=request, subject=network, row=numbers.row)
        form.initial |= {name: getattr(numbers.row, name, None) for name in COLUMNS}
    taken = capacity.days_taken_by_coach(request.viewer, network, year)
    days = numbers.row.days_by_coach if numbers.row else {}
    context = {
        "network": network,
        "numbers": numbers,
        "amounts": [(form.fields[name].label, getattr(numbers, name)) for name in COLUMNS],
        "coaches": [
            (person, capacity.Amount(days.get(str(person.pk)), taken.get(person.pk, 0)))
            for person in coaches_of(request.viewer, network)
        ],
        "actions": actions,
        "form": form,
    }
    return render(request, "joining/capacity.html", context, status=actions.status)


@page_for(Role.NETWORK_STAFF)
@never_cache
def implementation_record(request: Request, network_id: UUID) -> HttpResponse:
    """Which school adopted what, when, and what it changed. The network's research partner asks for it once a year; its
    staff open it with ten minutes and the agreement in hand, and leave with a file and its dictionary."""
    network = get_network_or_404(request.viewer, network_id)
    actions = PageActions(request, (RecordForm,), network)
    form = actions.form(RecordForm)
    if actions.done:
        response = HttpResponse(form.archive, content_type="application/zip")
        response["Content-Disposition"] = 'attachment; filename="implementation-record.zip"'
        return response
    context = {"network": network, "actions": actions, "form": form}
    return render(request, "joining/record.html", context, status=actions.status)
