"""A network's staff. Who: the network lead, when a coach or colleague begins or leaves; they leave with a code.

And the schools of whoever looks after several: a coach before a visit, a superintendent before a board meeting.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from trellis.core.community.models import Network, Role, Tie
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.permissions import page_for

from . import selectors, services
from .forms import AddStaffForm


@page_for(Role.NETWORK_STAFF)
@require_http_methods(["GET", "POST"])
@never_cache
def network_staff(request: HttpRequest, network_id: UUID) -> HttpResponse:
    """Who works for the network, and a form to add somebody. A new person's code is shown once, here."""
    network = _get_own_network_or_404(request, network_id)
    form = AddStaffForm(network, request.viewer, request.POST or None)
    added = None
    if request.method == "POST" and form.is_valid():
        person, code = services.add_staff(
            network,
            form.cleaned_data["role"],
            form.targets(),
            request.viewer.person_id,
            **_chosen_or_new_person(form),
        )
        added = {"person": person, "code": code, "join": request.build_absolute_uri(reverse("join"))}
        form = AddStaffForm(network, request.viewer)
    context = {
        "network": network,
        "form": form,
        "added": added,
        "staff": selectors.staff_of(request.viewer, network),
    }
    return render(request, "shell/staff/network_staff.html", context, status=422 if form.errors else 200)


def _chosen_or_new_person(form: AddStaffForm) -> dict:
    chosen = form.cleaned_data.get("same_person", "new")
    for person, _label in form.alike:
        if str(person.pk) == chosen:
            return {"person": person}
    return {
        name: " ".join(form.cleaned_data[name].split()) for name in ("given_name", "family_name", "email")
    }


@page_for(Role.NETWORK_STAFF)
@never_cache
def end_network_staff(request: HttpRequest, network_id: UUID) -> HttpResponse:
    """End what one person does for the network, or for its schools and districts from outside."""
    network = _get_own_network_or_404(
        request, network_id
    )  # first: whether there is such a network is nobody else's to know
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    tie_ids = set(request.POST.getlist("tie"))
    for member in selectors.staff_of(request.viewer, network):
        if tie_ids and tie_ids <= {str(key) for key in member.ties}:
            ties = Tie.objects.unscoped("find the person behind a tie to the network").filter(pk__in=tie_ids)
            try:
                services.end_staff(network, ties, request.viewer.person_id)
            except ActionError as refusal:
                messages.error(request, refusal.message)
            else:
                messages.success(
                    request, _("%(name)s no longer has this role.") % {"name": member.person.name}
                )
    return redirect("network-staff", network.pk)


def _get_own_network_or_404(request: HttpRequest, network_id: UUID) -> Network:
    if network_id not in request.viewer.to("network", Role.NETWORK_STAFF):
        raise Http404
    return get_object_or_404(Network.objects.seen_by(request.viewer), pk=network_id)


@page_for(Role.COACH, Role.LEADER, Role.PARTNER)
@never_cache
def my_schools(request: HttpRequest) -> HttpResponse:
    """The schools that a coach, a superintendent or a district partner looks after."""
    schools = selectors.overseen_schools(request.viewer)
    if not request.viewer.oversees:
        raise Http404
    context = {"schools": schools, "districts": selectors.districts_of(request.viewer)}
    return render(request, "shell/staff/my_schools.html", context)
