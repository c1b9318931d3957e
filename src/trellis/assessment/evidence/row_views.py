"""Scoring one work by the rows of its rubrics. Who: a teacher with a work in front of them; they leave with each row
scored, and with what the rows come to. And the rubrics themselves, beside their older versions."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community.models import Person, Role, School
from trellis.core.community.selectors import students_in
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.selectors import framework_of
from trellis.design.frameworks.models import Criterion
from trellis.learning.projects.models import Member, Product, StepSubmission
from trellis.learning.projects.selectors import rubrics_for

from . import rubric_scoring
from .gradebook_views import GRADEBOOK_ROLES, get_gradebook_or_404
from .work_forms import StudentWork, WorkLevelsForm


@page_for(*GRADEBOOK_ROLES)
@never_cache
def work_page(request: Request, group_id: UUID, product_id: UUID, student_id: UUID) -> HttpResponse:
    """One student's work on one product: what was handed in, the rubrics' rows, and one's own levels."""
    viewer = request.viewer
    group, words, _outcomes, _top = get_gradebook_or_404(request, group_id)
    students = students_in(viewer, group)
    student = next((student for student in students if student.pk == student_id), None)
    product = get_object_or_404(Product.objects.seen_by(viewer).select_related("project"), pk=product_id)
    inside = Member.objects.seen_by(viewer).filter(project=product.project_id)
    member_ids = set(inside.values_list("student_id", flat=True))
    if student is None or student.pk not in member_ids:
        raise Http404
    framework = framework_of(group.school_id)
    if framework is None:
        raise Http404
    work = StudentWork(student, product, rubrics_for(framework, product))
    actions = PageActions(request, (WorkLevelsForm,), work)
    if actions.done:
        return redirect("score-work", group_id, product_id, student_id)
    form = actions.form(WorkLevelsForm)
    context = {"group": group, "words": words, "student": student, "product": product, "actions": actions}
    context |= {"rubrics": form.rubric_rows(), "language": form.language()}
    context |= _neighbor_context([student for student in students if student.pk in member_ids], student)
    context["others"] = rubric_scoring.other_scores(viewer, student, product) if form.own_levels else []
    pieces = StepSubmission.objects.seen_by(viewer).filter(
        member__student=student, step__project=product.project_id
    )
    context["pieces"] = pieces.select_related("step").order_by("-created")[:12]
    return render(request, "evidence/score_work.html", context, status=actions.status)


def _neighbor_context(students: list[Person], student: Person) -> dict[str, Person | None]:
    """Who comes before and after, by name, of those who make the same product."""
    at = students.index(student)
    return {
        "before": students[at - 1] if at else None,
        "after": students[at + 1] if at + 1 < len(students) else None,
    }


@page_for(Role.ADVISOR, Role.TEACHER, Role.COUNSELOR, Role.LEADER)
@require_safe
def rubrics_page(request: Request, school_id: UUID) -> HttpResponse:
    """The rows of the school's rubrics, each beside what it said in older versions, and how levels carry over."""
    school = get_object_or_404(School.objects.seen_by(request.viewer), pk=school_id)
    framework = framework_of(school.pk)
    if school.pk not in request.viewer.staff_schools or framework is None:
        raise Http404
    rows_by_rubric: dict[str, list[tuple[Criterion, list[tuple[str, Criterion]]]]] = {}
    versions: set[str] = set()
    for row, older in rubric_scoring.rows_across_versions(framework):
        changed = [
            (version, criterion) for version, criterion in older if rubric_scoring.is_reworded(row, criterion)
        ]
        versions.update(version for version, _criterion in older)
        rows_by_rubric.setdefault(row.rubric.title, []).append((row, changed))
    context = {"school": school, "rubrics": rows_by_rubric, "versions": sorted(versions)}
    return render(request, "evidence/rubrics.html", context)
