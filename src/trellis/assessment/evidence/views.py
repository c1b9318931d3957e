"""Pages of what a student has shown: the term's narrative, and credit."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Role
from trellis.core.community.selectors import get_student_or_404, school_of, term_on
from trellis.core.foundation.action_forms import ActionForm, PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import wording_of

from . import permissions, selectors
from .forms import NarrativeForm, ShareNarrativeForm, StudentTerm
from .models import Narrative

PAGE_ROLES = (Role.STUDENT, Role.ADVISOR, Role.TEACHER, Role.COUNSELOR, Role.LEADER, Role.GUARDIAN)


@page_for(*PAGE_ROLES)
@never_cache
def narrative(request: Request, student_id: UUID) -> HttpResponse:
    """The term under way: the evidence laid out, and beside it what the adult writes. The adult writes, nobody else."""
    viewer = request.viewer
    student = get_student_or_404(viewer, student_id)
    school = school_of(student.pk)
    local_now = school_local_time(school, timezone.now())
    term = term_on(viewer, school, local_now.date())
    writes = permissions.may_write_narrative(viewer, student)
    form_classes = (NarrativeForm, ShareNarrativeForm) if writes and term else ()
    actions = PageActions(request, form_classes, StudentTerm(student, term) if term else None)
    if actions.done:
        return redirect("narrative", student.pk)
    term_narrative = selectors.narrative_of(viewer, student, term) if term else None
    context = {
        "student": student,
        "term": term,
        "words": wording_of(school.pk if school else None),
        "writes": writes,
        "narrative": term_narrative,
        "actions": actions,
        "form": _narrative_form(actions, term_narrative),
        "narratives": selectors.narratives_of(viewer, student),
        "evidence": selectors.term_evidence(viewer, student, term) if term else None,
    }
    with timezone.override(local_now.tzinfo):
        return render(request, "evidence/narrative.html", context, status=actions.status)


def _narrative_form(actions: PageActions, narrative: Narrative | None) -> ActionForm | None:
    """The form with what was typed, else with the words as they are saved."""
    form = actions.sent or actions.forms.get("")
    if form and narrative and not form.is_bound:
        form.initial = {"words": narrative.words}
    return form


@page_for(*PAGE_ROLES)
@require_safe
def credit(request: Request, student_id: UUID) -> HttpResponse:
    """What a student's levels are worth by the school's crosswalk, with the score behind each."""
    student = get_student_or_404(request.viewer, student_id)
    school = school_of(student.pk)
    words = wording_of(school.pk if school else None)
    rules = words.package.credit if words.package else None
    if words.package is None or rules is None:
        raise Http404
    student_credit = selectors.credit_of(request.viewer, student, rules)
    titles = {outcome.key: outcome.title for outcome in words.package.outcomes.outcomes}
    context = {
        "student": student,
        "words": words,
        "rules": rules,
        "crosswalk": student_credit.crosswalk,
        "rows": [(titles.get(key, key), student_credit.latest_scores.get(key)) for key in rules.outcomes],
    }
    with timezone.override(school_local_time(school, timezone.now()).tzinfo):
        return render(request, "evidence/credit.html", context)
