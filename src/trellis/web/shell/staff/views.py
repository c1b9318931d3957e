"""A network's staff. Who: the network lead, when a coach or colleague begins or leaves; they leave with a code.

And the schools of whoever looks after several: a coach before a visit, a superintendent before a board meeting.
"""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from trellis.core.community.models import Network, Role
from trellis.core.community.selectors import get_network_or_404
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from ..joining.code_sharing import SharedCode
from . import selectors
from .forms import AddStaffForm, EmailCodeForm, EndStaffForm


@page_for(Role.NETWORK_STAFF)
@require_http_methods(["GET", "POST"])
@never_cache
def network_staff(request: Request, network_id: UUID) -> HttpResponse:
    """Who works for the network, and a form to add somebody. A new person's code is shown once, here."""
    network = get_network_or_404(request.viewer, network_id)
    actions = PageActions(request, (AddStaffForm, EmailCodeForm), network)
    form, added = actions.form(AddStaffForm), None
    if actions.done:
        added = _shown_code(request, actions)
        form = AddStaffForm(request=request, subject=network)
    return _render_staff_page(request, network, form, actions, added)


def _shown_code(request: Request, actions: PageActions) -> SharedCode:
    """The code of who was just added, or was just sent a new one."""
    email_form, form = actions.form(EmailCodeForm), actions.form(AddStaffForm)
    if email_form.is_bound:
        return email_form.shared
    return SharedCode(form.person, form.code, request.build_absolute_uri(reverse("join")))


def _render_staff_page(
    request: Request,
    network: Network,
    form: AddStaffForm,
    actions: PageActions,
    added: SharedCode | None = None,
) -> HttpResponse:
    context = {
        "network": network,
        "form": form,
        "actions": actions,
        "added": added,
        "staff": selectors.staff_of(request.viewer, network),
    }
    return render(request, "shell/staff/network_staff.html", context, status=actions.status)


@page_for(Role.NETWORK_STAFF)
@never_cache
def end_network_staff(request: Request, network_id: UUID) -> HttpResponse:
    """End what one person does for the network, or for its schools and districts from outside."""
    # First: whether there is such a network is nobody else's to know.
    network = get_network_or_404(request.viewer, network_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    actions = PageActions(request, (EndStaffForm,), network)
    if actions.done:
        return redirect("network-staff", network.pk)
    return _render_staff_page(request, network, AddStaffForm(request=request, subject=network), actions)


@page_for(Role.COACH, Role.LEADER, Role.PARTNER)
@never_cache
def my_schools(request: Request) -> HttpResponse:
    """The schools that a coach, a superintendent or a district partner looks after."""
    schools = selectors.overseen_schools(request.viewer)
    if not request.viewer.oversees:
        raise Http404
    context = {"schools": schools, "districts": selectors.districts_of(request.viewer)}
    return render(request, "shell/staff/my_schools.html", context)
