"""Grades of a course. Who: a teacher in the last week of a quarter, at a school that must give them; they leave with
grades that they gave themselves, beside what the scores propose."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Group, Role, Term
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import gradebook, grades
from .forms import GradesForm, LetterBandsForm, TermGrades
from .gradebook_views import GRADEBOOK_ROLES, get_gradebook_or_404, year_start_moment
from .models import AveragingPolicy


@page_for(*GRADEBOOK_ROLES)
@never_cache
def grades_page(request: Request, group_id: UUID) -> HttpResponse:
    """Each student's sum as a percent and a letter, and the grade that is given for the term."""
    group, words, outcomes, top = get_gradebook_or_404(request, group_id)
    viewer = request.viewer
    term = _current_term(request, group)
    lines = grades.grade_lines(
        viewer, group, term, list(outcomes.values()), top, year_start_moment(request, group.school)
    )
    rule = gradebook.averaging_rule_of(group.school_id)
    leads = group.school_id in viewer.to("school", Role.LEADER)
    form_classes = (GradesForm, LetterBandsForm) if leads else (GradesForm,)
    actions = PageActions(request, form_classes, TermGrades(group, term, lines, rule.value, top))
    if actions.done:
        return redirect("grades", group_id)
    bands = ", ".join(f"{letter} {least:g}" for least, letter in grades.letter_bands_of(group.school_id, top))
    context = {
        "group": group,
        "words": words,
        "term": term,
        "lines": _with_typed_grades(actions.form(GradesForm), lines),
        "actions": actions,
        "averaging_policy": AveragingPolicy.objects.filter(school=group.school_id).first(),
        "rule": AveragingPolicy.Rule(rule.value).label,
        "bands": bands,
        "bands_form": _letter_bands_form(actions, bands) if leads else None,
        "leads": leads,
        "top": top,
    }
    return render(request, "evidence/grades.html", context, status=actions.status)


def _letter_bands_form(actions: PageActions, bands: str) -> LetterBandsForm:
    """The form for the letters: with what was typed, else with those that are in use."""
    form = actions.form(LetterBandsForm)
    form.initial.setdefault("bands", bands)
    return form


def _current_term(request: Request, group: Group) -> Term:
    """The shortest term of the school that today stands in, or the last that began. 404 where it has none."""
    today = school_local_time(group.school, timezone.now()).date()
    terms = Term.objects.seen_by(request.viewer).filter(school=group.school, starts__lte=today)
    begun_terms = sorted(
        terms, key=lambda term: (term.ends >= today, term.starts, term.kind != Term.Kind.YEAR)
    )
    if not begun_terms:
        raise Http404
    return begun_terms[-1]


def _with_typed_grades(form: GradesForm, lines: list[grades.GradeLine]) -> list[grades.GradeLine]:
    """The lines with what was typed and could not be saved, so that nobody types it twice."""
    typed = form.cells("grade-")
    return [replace(line, typed=typed.get(line.student.pk)) for line in lines]
