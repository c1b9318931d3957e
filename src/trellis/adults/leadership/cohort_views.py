"""The cohorts of a network, and one with its members and meetings."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from trellis.core.community.clock import zone_of_viewer
from trellis.core.community.models import Role
from trellis.core.community.selectors import get_network_or_404
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.core.foundation.section_messages import read_section_messages
from trellis.learning.internships.apprenticeships.selectors import others_apprenticeships

from . import cohort_selectors as selectors
from . import pathway_selectors
from .cohort_forms import COHORT_FORMS, AddCohortForm
from .permissions import PATHWAY_ROLES


@page_for(Role.NETWORK_STAFF)
@never_cache
def cohorts(request: Request, network_id: UUID) -> HttpResponse:
    """Cohorts. The network's program manager opens it in the summer, with half an hour, to bring people on one stage
    together; they leave with a cohort, its members and its first dates."""
    network = get_network_or_404(request.viewer, network_id)
    actions = PageActions(request, (AddCohortForm,), network)
    if actions.done:
        return redirect("pathway-cohort", actions.form(AddCohortForm).cohort.pk)
    with timezone.override(zone_of_viewer(request.viewer)):
        context = {
            "network": network,
            "cohorts": selectors.network_cohorts(request.viewer, network),
            "shared": pathway_selectors.shared_cards(request.viewer),
            "others_apprenticeships": others_apprenticeships(request.viewer),
            "actions": actions,
        }
        return render(request, "leadership/cohorts.html", context, status=actions.status)


@page_for(*PATHWAY_ROLES)
@never_cache
def cohort(request: Request, cohort_id: UUID) -> HttpResponse:
    """One cohort. A member opens it the evening before a meeting, with two minutes, and leaves knowing when, where and
    what about; the program manager writes agenda and notes here."""
    page = selectors.cohort_page_or_404(request.viewer, cohort_id)
    with timezone.override(zone_of_viewer(request.viewer)):
        actions = PageActions(request, COHORT_FORMS, page)
        if actions.done:
            return actions.redirect_to(request.path)
        context = {
            "page": page,
            "cohort": page.cohort,
            "section_messages": read_section_messages(request),
            "actions": actions,
        }
        return render(request, "leadership/cohort.html", context, status=actions.status)
