"""Forming groups. Who: a principal or counselor in August with an hour, who leaves with teams, strands or advisories
that are each a small picture of the school, and can say why; a team in September with ten minutes and work groups.

A whole school in one go: a principal in June with half an hour, who leaves with every team, strand and advisory of
next year, can say why somebody is where they are, and has changed nothing for anybody before they all stand."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from trellis.core.community.viewer import LEADING_ROLES, SCHOOL_ROLES
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import wording_of

from . import forming_forms, selectors
from .forms import url_when_done
from .proposal_context import proposal_context
from .proposal_forms import forms_for
from .proposal_page import ProposalPage


@page_for(*LEADING_ROLES)
@never_cache
def formings(request: Request, school_id: UUID) -> HttpResponse:
    """Proposals of a school, and a short form that makes the next one."""
    school = selectors.led_school_or_404(request.viewer, school_id)
    page = forming_forms.SchoolPage(request.viewer, school)
    form_classes = [forming_forms.BeginGroupsForm, forming_forms.BeginSchoolForm]
    actions = PageActions(request, form_classes, page)
    if actions.done:
        return redirect(url_when_done(actions))
    context = {
        "school": school,
        "words": wording_of(school.pk),
        "formings": selectors.formings_at(request.viewer, school),
        "teams": selectors.teams_at(request.viewer, school),
        "students": page.student_count,
        "actions": actions,
        "form": actions.form(forming_forms.BeginGroupsForm),
    }
    return render(request, "teams/formings.html", context, status=actions.status)


@page_for(*SCHOOL_ROLES)
@never_cache
def work_groups(request: Request, group_id: UUID) -> HttpResponse:
    """Work groups of a team, class or advisory: those there are, and a form that proposes new ones."""
    viewer = request.viewer
    group = selectors.source_or_404(viewer, group_id)
    actions = PageActions(request, [forming_forms.WorkGroupsForm], group)
    if actions.done:
        return redirect(url_when_done(actions))
    form = actions.form(forming_forms.WorkGroupsForm)
    context = {
        "group": group,
        "words": wording_of(group.school_id),
        "count": form.student_count,
        "formings": selectors.formings_from(viewer, group),
        "actions": actions,
        "form": form,
    }
    return render(request, "teams/work_groups.html", context, status=actions.status)


@page_for(*SCHOOL_ROLES)
@never_cache
def proposal(request: Request, forming_id: UUID) -> HttpResponse:
    """One proposal: who is where, how even it is and why, and what a person changes before it is adopted."""
    page = ProposalPage(request.viewer, selectors.forming_or_404(request.viewer, forming_id))
    actions = PageActions(request, forms_for(page), page)
    if actions.done:
        return redirect(url_when_done(actions))
    if actions.sent:
        page.proposal = selectors.forming_or_404(request.viewer, forming_id)
    context = proposal_context(request, page) | {"actions": actions}
    return render(request, "teams/forming.html", context, status=actions.status)
