"""Surveys for the staff of a school, and their sums for a network."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community.clock import zone_named
from trellis.core.community.models import Role, School
from trellis.core.community.selectors import get_network_or_404
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.core.foundation.section_messages import read_section_messages

from . import selectors
from .content import questionnaire_of, surveys_of
from .forms.rounds import ROUND_FORMS, CancelRoundForm, StartRoundForm, SurveyLinkForm
from .permissions import READER_ROLES, leads_surveys
from .results_csv import results_response


@page_for(*READER_ROLES)
@never_cache
def school_surveys(request: Request, school_id: UUID) -> HttpResponse:
    """The surveys of a school. A principal opens it twice a year with ten minutes, and leaves with a survey planned;
    a teacher opens it to read what the last one found."""
    if school_id not in request.viewer.staff_schools:
        raise Http404
    school = get_object_or_404(School.objects.seen_by(request.viewer).select_related("network"), pk=school_id)
    leads = leads_surveys(request.viewer, school.pk)
    actions = PageActions(request, [StartRoundForm] if leads else [], school)
    if actions.done:
        return redirect("survey-round", actions.form(StartRoundForm).new_round.pk)
    surveys, _version = surveys_of(school)
    context = {
        "school": school,
        "rounds": [
            (row, questionnaire_of(row).title) for row in selectors.rounds_of_school(request.viewer, school)
        ],
        "has_surveys": surveys is not None,
        "leads": leads,
        "actions": actions,
    }
    return render(request, "surveys/school.html", context, status=actions.status)


@page_for(*READER_ROLES)
@never_cache
def survey_round(request: Request, survey_round_id: UUID) -> HttpResponse:
    """One round. Its leader opens it to see what is missing before it can open, with five minutes; after it has closed,
    a team reads what students said in a meeting of half an hour, and the leader writes what will change."""
    page = selectors.round_page_or_404(request.viewer, survey_round_id)
    actions = PageActions(request, ROUND_FORMS if page.leads else (), page)
    address = actions.form(SurveyLinkForm).address if page.leads else ""
    if actions.done and isinstance(actions.saved, CancelRoundForm):
        return redirect("school-surveys", page.row.school_id)
    if actions.done and not address:
        return actions.redirect_to(request.path)
    context = {
        "page": page,
        "row": page.row,
        "school": page.row.school,
        "section_messages": read_section_messages(request),
        "actions": actions,
        "address": address,
    }
    with timezone.override(zone_named(page.row.school.time_zone)):
        return render(request, "surveys/round.html", context, status=actions.status)


@page_for(*READER_ROLES)
@require_safe
@never_cache
def survey_csv(request: Request, survey_round_id: UUID) -> HttpResponse:
    """The results of a closed round as a table, as the page shows them. Who: a leader who writes a report."""
    page = selectors.round_page_or_404(request.viewer, survey_round_id)
    if not page.row.closed_on:
        raise Http404
    return results_response(page.items, f"survey-{page.row.opens}.csv")


@page_for(Role.NETWORK_STAFF)
@never_cache
def network_surveys(request: Request, network_id: UUID) -> HttpResponse:
    """What students, families and staff said over all schools of a network. Its staff open it before a meeting of
    principals, and leave with one thing that many schools share."""
    network = get_network_or_404(request.viewer, network_id)
    today = timezone.localdate(timezone=zone_named(network.time_zone))
    context = {"network": network, "surveys": selectors.network_surveys(network, today)}
    return render(request, "surveys/network.html", context)
