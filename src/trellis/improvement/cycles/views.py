"""What a school and a network work on, one aim, and one cycle."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community.clock import zone_of_viewer
from trellis.core.community.models import Network, Role, School
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.core.foundation.section_messages import read_section_messages
from trellis.learning.projects.file_views import file_response

from . import selectors
from .forms.aims import AIM_FORMS
from .forms.cycles import NextCycleForm
from .forms.doing import ALL_CYCLE_FORMS
from .models import Cycle, Observation
from .page_hooks import cycle_actions, improvement_sections
from .permissions import READER_ROLES, networks_of, schools_of

PAGE_SIZE = 30


def school_or_404(viewer: Viewer, school_id: UUID) -> School:
    """A school, for who works at it or coaches it, and for its network's program staff."""
    school = get_object_or_404(School.objects.seen_by(viewer).select_related("network"), pk=school_id)
    if school.pk in schools_of(viewer) or school.network_id in viewer.to("network", Role.NETWORK_STAFF):
        return school
    raise Http404


def network_or_404(viewer: Viewer, network_id: UUID) -> Network:
    """A network, for its program staff, and for who works at or coaches one of its schools."""
    if network_id not in networks_of(viewer):
        raise Http404
    return get_object_or_404(Network.objects.seen_by(viewer), pk=network_id)


@page_for(*READER_ROLES)
@never_cache
def school_improvement(request: Request, school_id: UUID) -> HttpResponse:
    """What a school works on. A team's lead opens it before a team meeting, with two minutes; they leave with the cycle
    they came for. A principal reads it in ten, and leaves knowing which decisions are due."""
    school = school_or_404(request.viewer, school_id)
    context = {
        "school": school,
        "place": school,
        "starts_here": selectors.starts_at(request.viewer, school),
        "of_network": [aim for aim in selectors.open_aims(request.viewer, school.network) if aim.network_id],
        "sections": improvement_sections(request.viewer, school),
    }
    return _render_lists(request, selectors.of_school(school.pk), context)


@page_for(*READER_ROLES)
@never_cache
def network_improvement(request: Request, network_id: UUID) -> HttpResponse:
    """What a network works on. Its improvement lead opens it once a week with fifteen minutes, and leaves knowing which
    cycles end soon and what schools found. Staff of a school see the network's own aims and cycles, and their school's.
    """
    network = network_or_404(request.viewer, network_id)
    leads = network.pk in request.viewer.to("network", Role.NETWORK_STAFF)
    context = {"network": network, "place": network, "starts_here": leads}
    return _render_lists(request, selectors.in_network(network), context, with_copies=False)


def _render_lists(
    request: Request, rows: Q, context: dict[str, object], *, with_copies: bool = True
) -> HttpResponse:
    decision = request.GET.get("decision", "")
    decision = decision if decision in Cycle.Decision.values else ""
    words = " ".join(request.GET.get("words", "").replace("\x00", "").split())[:120]
    lists = selectors.lists(request.viewer, rows, decision, words, with_copies=with_copies)
    with timezone.override(zone_of_viewer(request.viewer)):
        context |= {
            "lists": lists,
            "today": timezone.localdate(),
            "finished": Paginator(lists.finished, PAGE_SIZE).get_page(request.GET.get("page")),
            "decision": decision,
            "words": words,
            "filters": urlencode({"decision": decision, "words": words}) + "&",
            "decisions": Cycle.Decision.choices,
        }
        return render(request, "cycles/improvement.html", context)


@page_for(*READER_ROLES)
@never_cache
def aim(request: Request, aim_id: UUID) -> HttpResponse:
    """One aim. Whoever works on it opens it when a cycle ends, with five minutes, and leaves knowing how far it is and
    what was tried."""
    page = selectors.aim_page_or_404(request.viewer, aim_id)
    actions = PageActions(request, AIM_FORMS, page)
    if actions.done:
        return actions.redirect_to(request.path)
    context = {
        "page": page,
        "aim": page.aim,
        "sections": improvement_sections(request.viewer, page.aim.place, page.aim),
        "section_messages": read_section_messages(request),
        "actions": actions,
    }
    return render(request, "cycles/aim.html", context, status=actions.status)


@page_for(*READER_ROLES)
@never_cache
def cycle(request: Request, cycle_id: UUID) -> HttpResponse:
    """One cycle. A team's lead opens it in a meeting, on a screen that all see, with fifteen minutes; the team leaves
    with a decision. Between meetings they open it for a minute, to write down what they saw."""
    page = selectors.cycle_page_or_404(request.viewer, cycle_id)
    actions = PageActions(request, ALL_CYCLE_FORMS, page)
    if actions.done:
        if isinstance(actions.saved, NextCycleForm):
            return redirect("cycle", actions.saved.cycle.pk)
        return actions.redirect_to(request.path)
    context = {
        "page": page,
        "cycle": page.cycle,
        "links": cycle_actions(request.viewer, page.cycle),
        "section_messages": read_section_messages(request),
        "actions": actions,
    }
    return render(request, "cycles/cycle.html", context, status=actions.status)


@page_for(*READER_ROLES)
@require_safe
@never_cache
def observation_photo(request: Request, observation_id: UUID) -> FileResponse:
    """The photo of an observation, for whoever reads it."""
    rows = Observation.objects.seen_by(request.viewer).filter(deleted_at=None).exclude(photo="")
    row = get_object_or_404(rows, pk=observation_id)
    return file_response(row.photo, "photo.jpg", "image/jpeg")
