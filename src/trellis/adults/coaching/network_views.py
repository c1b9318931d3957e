"""Coaching as the network's staff see it."""

from __future__ import annotations

from io import StringIO
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community.clock import zone_named
from trellis.core.community.models import Role
from trellis.core.community.selectors import get_network_or_404
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.csv_export import ExportWriter
from trellis.core.foundation.input_parsing import parse_small_number
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from .caseload import LONG_PAUSE, coaching_table, network_coaching
from .handover_forms import HandoverForm


@page_for(Role.NETWORK_STAFF)
@never_cache
def network_coaching_page(request: Request, network_id: UUID) -> HttpResponse:
    """Who coaches which school. The network's lead opens it once a month with fifteen minutes; they leave knowing which
    school nobody has visited for long, and whose hours run out."""
    network = get_network_or_404(request.viewer, network_id)
    today = timezone.localdate(timezone=zone_named(network.time_zone))
    pause = parse_small_number(request.GET.get("days", "")) or LONG_PAUSE
    context = {
        "network": network,
        "coaching": network_coaching(request.viewer, network, today, pause),
        "pause": pause,
        "pauses": (30, LONG_PAUSE, 90),
    }
    return render(request, "coaching/network_coaching.html", context)


def titles() -> list[str]:
    """The titles of the file's columns."""
    return [
        _("School"), _("Visits planned"), _("Visits made"), _("Hours used"), _("Hours in the contract"),
        _("Last visit"), _("Commitments due"), _("Commitments done"),
    ]  # fmt: skip


@page_for(Role.NETWORK_STAFF)
@never_cache
@require_safe
def network_coaching_csv(request: Request, network_id: UUID) -> HttpResponse:
    """The same as a file, by school; it names no person."""
    network = get_network_or_404(request.viewer, network_id)
    today = timezone.localdate(timezone=zone_named(network.time_zone))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="coaching.csv"'
    table = StringIO()
    writer = ExportWriter(table)
    writer.writerow(titles())
    writer.writerows(coaching_table(network_coaching(request.viewer, network, today).schools))
    response.write("\ufeff" + table.getvalue())
    return response


@page_for(Role.NETWORK_STAFF)
@never_cache
def hand_over_schools(request: Request, network_id: UUID) -> HttpResponse:
    """A coach leaves or changes schools. The network's lead opens it that day with five minutes; they leave with each
    school, its planned visits and its open commitments with the next coach."""
    network = get_network_or_404(request.viewer, network_id)
    actions = PageActions(request, (HandoverForm,), network)
    if actions.done:
        return redirect("network-coaching", network.pk)
    context = {"network": network, "actions": actions, "form": actions.form(HandoverForm)}
    return render(request, "coaching/handover.html", context, status=actions.status)
