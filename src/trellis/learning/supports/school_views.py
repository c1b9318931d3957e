"""A school's partners, what it keeps for how long, and housing. Who: a counselor or a leader at a desk, now and then;
the liaison alone for housing."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from trellis.core.community.models import Role, School
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import wording_of

from . import housing, retention, school_forms, selectors
from .models import Area


def _get_school_or_404(request: Request, school_id: UUID, *roles: str) -> School:
    """The school, for whoever has one of these ties to it."""
    school_ids = (
        request.viewer.to("school", *roles) if roles != (Role.LIAISON,) else request.viewer.liaison_schools
    )
    if school_id not in school_ids:
        raise Http404
    return get_object_or_404(School.objects.seen_by(request.viewer), pk=school_id)


@page_for(Role.LEADER, Role.COUNSELOR)
@never_cache
def partners(request: Request, school_id: UUID) -> HttpResponse:
    """Whom the school works with, and who its liaison is."""
    viewer = request.viewer
    school = _get_school_or_404(request, school_id, Role.LEADER, Role.COUNSELOR)
    leads = school.pk in viewer.to("school", Role.LEADER)
    actions = PageActions(request, school_forms.partner_forms(leads), school)
    if actions.done:
        return redirect("support-partners", school.pk)
    labels = dict(Area.choices)
    context = {
        "school": school,
        "words": wording_of(school.pk),
        "partners": [
            (partner, [labels.get(key, key) for key in partner.areas])
            for partner in selectors.partners_of(viewer, school)
        ],
        "liaison": actions.form(school_forms.LiaisonForm).liaison
        if leads
        else housing.liaison_of(viewer, school),
        "leads": leads,
        "actions": actions,
    }
    return render(request, "supports/partners.html", context, status=actions.status)


@page_for(Role.LEADER, Role.COUNSELOR)
@never_cache
def retention_policy(request: Request, school_id: UUID) -> HttpResponse:
    """How long records are kept, and the proofs of what was permanently deleted."""
    school = _get_school_or_404(request, school_id, Role.LEADER, Role.COUNSELOR)
    leads = school.pk in request.viewer.to("school", Role.LEADER)
    actions = PageActions(request, (school_forms.RetentionForm,) if leads else (), school)
    if actions.done:
        return redirect("support-retention", school.pk)
    context = {
        "school": school,
        "words": wording_of(school.pk),
        "policy": retention.policy_of(school),
        "are_proofs_missing": retention.are_proofs_missing(request.viewer, school),
        "proofs": retention.deletion_proofs(request.viewer, school),
        "actions": actions,
        "form": actions.forms.get(school_forms.RetentionForm.do),
    }
    return render(request, "supports/retention_policy.html", context, status=actions.status)


@page_for(Role.LIAISON)
@never_cache
def housing_page(request: Request, school_id: UUID) -> HttpResponse:
    """Where students sleep who have no home of their own: the liaison's page, and nobody else's."""
    school = _get_school_or_404(request, school_id, Role.LIAISON)
    actions = PageActions(request, school_forms.HOUSING_FORMS, school)
    if actions.done:
        return redirect("housing", school.pk)
    context = {
        "school": school,
        "words": wording_of(school.pk),
        "housing_records": housing.housing_at(request.viewer, school),
        "actions": actions,
    }
    return render(request, "supports/housing.html", context, status=actions.status)
