"""Drafts of groups. Who: a principal or counselor in August with an hour, who leaves with teams, strands or advisories
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

from . import new_draft_forms, selectors
from .draft_context import draft_context
from .draft_forms import forms_for
from .draft_page import DraftPage
from .forms import url_when_done


@page_for(*LEADING_ROLES)
@never_cache
def drafts(request: Request, school_id: UUID) -> HttpResponse:
    """Drafts of a school, and a short form that makes the next one."""
    school = selectors.led_school_or_404(request.viewer, school_id)
    page = new_draft_forms.SchoolPage(request.viewer, school)
    form_classes = [new_draft_forms.BeginGroupsForm, new_draft_forms.BeginSchoolForm]
    actions = PageActions(request, form_classes, page)
    if actions.done:
        return redirect(url_when_done(actions))
    context = {
        "school": school,
        "words": wording_of(school.pk),
        "drafts": selectors.drafts_at(request.viewer, school),
        "teams": selectors.teams_at(request.viewer, school),
        "students": page.student_count,
        "actions": actions,
        "form": actions.form(new_draft_forms.BeginGroupsForm),
    }
    return render(request, "teams/group_drafts.html", context, status=actions.status)


@page_for(*SCHOOL_ROLES)
@never_cache
def work_groups(request: Request, group_id: UUID) -> HttpResponse:
    """Work groups of a team, class or advisory: those there are, and a form that proposes new ones."""
    viewer = request.viewer
    group = selectors.source_or_404(viewer, group_id)
    actions = PageActions(request, [new_draft_forms.WorkGroupsForm], group)
    if actions.done:
        return redirect(url_when_done(actions))
    form = actions.form(new_draft_forms.WorkGroupsForm)
    context = {
        "group": group,
        "words": wording_of(group.school_id),
        "count": form.student_count,
        "drafts": selectors.drafts_from(viewer, group),
        "actions": actions,
        "form": form,
    }
    return render(request, "teams/work_groups.html", context, status=actions.status)


@page_for(*SCHOOL_ROLES)
@never_cache
def draft(request: Request, draft_id: UUID) -> HttpResponse:
    """One draft: who is where, how even it is and why, and what a person changes before it is adopted."""
    page = DraftPage(request.viewer, selectors.draft_or_404(request.viewer, draft_id))
    actions = PageActions(request, forms_for(page), page)
    if actions.done:
        return redirect(url_when_done(actions))
    if actions.sent:
        page.draft = selectors.draft_or_404(request.viewer, draft_id)
    context = draft_context(request, page) | {"actions": actions}
    return render(request, "teams/group_draft.html", context, status=actions.status)
