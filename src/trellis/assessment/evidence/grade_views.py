"""Grades of a course. Who: a teacher in the last week of a quarter, at a school that must give them; they leave with
grades that they gave themselves, beside what the readings propose."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Group, Role, Term
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.revisions import posted_revision

from . import gradebook, grades
from .gradebook_views import GRADEBOOK_ROLES, get_gradebook_or_404, year_start_moment
from .models import Summing


@page_for(*GRADEBOOK_ROLES)
@never_cache
def grades_page(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Each student's sum as a percent and a letter, and the grade that is given for the term."""
    group, words, outcomes, top = get_gradebook_or_404(request, group_id)
    viewer, status = request.viewer, 200
    term = _current_term(request, group)
    lines = grades.grade_lines(
        viewer, group, term, list(outcomes.values()), top, year_start_moment(request, group.school)
    )
    rule = gradebook.averaging_rule_of(group.school_id)
    leads = group.school_id in viewer.to("school", Role.LEADER)
    if request.method == "POST":
        try:
            if request.POST.get("do") == "bands":
                messages.success(request, _choose_bands(request, group, top, leads))
            else:
                sent, shown = _posted_cells(request, "grade-"), _posted_cells(request, "shown-grade-")
                count = grades.post_grades(group, term, lines, sent, rule.value, viewer.person, shown)
                message = ngettext("%(n)d grade posted.", "%(n)d grades posted.", count) % {"n": count}
                messages.success(request, message)
        except ActionError as error:
            messages.error(request, error.message)
            status = 422
        else:
            return redirect("grades", group_id)
    context = {
        "group": group,
        "words": words,
        "term": term,
        "lines": _with_typed_grades(request, lines) if status == 422 else lines,
        "summing": Summing.objects.filter(school=group.school_id).first(),
        "rule": Summing.Rule(rule.value).label,
        "bands": ", ".join(
            f"{letter} {least:g}" for least, letter in grades.letter_bands_of(group.school_id, top)
        ),
        "leads": leads,
        "top": top,
    }
    return render(request, "evidence/grades.html", context, status=status)


def _choose_bands(request: HttpRequest, group: Group, top: int, leads: bool) -> str:
    if not leads:
        raise Http404
    bands, seen = request.POST.get("bands", ""), posted_revision(request)
    grades.choose_letter_bands(group.school, bands, top, request.viewer.person, seen)
    return _("Saved. Grades already posted did not change.")


def _current_term(request: HttpRequest, group: Group) -> Term:
    """The shortest term of the school that today stands in, or the last that began. 404 where it has none."""
    today = school_local_time(group.school, timezone.now()).date()
    terms = Term.objects.seen_by(request.viewer).filter(school=group.school, starts__lte=today)
    begun_terms = sorted(
        terms, key=lambda term: (term.ends >= today, term.starts, term.kind != Term.Kind.YEAR)
    )
    if not begun_terms:
        raise Http404
    return begun_terms[-1]


def _posted_cells(request: HttpRequest, prefix: str) -> dict[UUID, str]:
    """The fields of the table that begin with a prefix, by student."""
    cells = {}
    for name, value in request.POST.items():
        if name.startswith(prefix):
            try:
                cells[UUID(name.removeprefix(prefix))] = value
            except ValueError:
                continue
    return cells


def _with_typed_grades(request: HttpRequest, lines: list[grades.GradeLine]) -> list[grades.GradeLine]:
    """The lines with what was typed and could not be saved, so that nobody types it twice."""
    typed = _posted_cells(request, "grade-")
    return [replace(line, typed=typed.get(line.student.pk)) for line in lines]
