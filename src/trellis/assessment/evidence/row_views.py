"""Reading one work by the rows of its rubrics. Who: a teacher with a work in front of them; they leave with each row
read, and with what the rows come to. And the rubrics themselves, beside their older versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community.models import Person, Role, School
from trellis.core.community.selectors import students_in
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.formatting import format_list
from trellis.core.foundation.permissions import page_for
from trellis.design.blueprint.selectors import framework_of
from trellis.learning.languages.selectors import language_summary, multilingual_students, own_levels_in_work
from trellis.learning.languages.services import WORK_DOMAINS, save_language_in_work, work_level_field
from trellis.learning.projects.models import Member, Piece, Product

from . import rows
from .gradebook_views import GRADEBOOK_ROLES, get_gradebook_or_404


@page_for(*GRADEBOOK_ROLES)
@never_cache
def work_page(request: HttpRequest, group_id: UUID, product_id: UUID, student_id: UUID) -> HttpResponse:
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
    rubrics = rows.rubrics_for(framework_of(group.school_id), product)
    status = 200
    if request.method == "POST":
        try:
            readings = _save_posted_levels(request, student, product, rubrics)
        except ActionError as error:
            messages.error(request, error.message)
            status = 422
        else:
            levels_text = format_list(f"{title} {level}" for title, level in rows.titled_levels(readings))
            messages.success(
                request,
                _("Saved. Levels: %(levels)s.") % {"levels": levels_text} if readings else _("Saved."),
            )
            return redirect("read-work", group_id, product_id, student_id)
    own_levels, sent = rows.own_row_levels(viewer, student, product), request.POST if status == 422 else {}
    context = {"group": group, "words": words, "student": student, "product": product}
    context |= _rubrics_context(rubrics, own_levels, sent) | _neighbor_context(
        [student for student in students if student.pk in member_ids], student
    )
    context["language"] = _language_context(request, student, product, sent)
    context["others"] = rows.other_scores(viewer, student, product) if own_levels else []
    pieces = Piece.objects.seen_by(viewer).filter(member__student=student, step__project=product.project_id)
    context["pieces"] = pieces.select_related("step").order_by("-created")[:12]
    return render(request, "evidence/read_work.html", context, status=status)


def _save_posted_levels(
    request: HttpRequest, student: Person, product: Product, rubrics: list[Any]
) -> list[Any]:
    """Keep what was read of content, and of language apart: the one says nothing of the other. All or nothing."""
    sent, viewer, post = _posted_row_levels(request, "row-"), request.viewer, request.POST
    shown, seen = None, None
    if any(name.startswith("shown-") for name in post):
        shown = _posted_row_levels(request, "shown-row-")
        seen = {key: post.get(f"shown-{work_level_field(key)}", "") for key in WORK_DOMAINS}
    levels = {key: post.get(work_level_field(key), "") for key in WORK_DOMAINS}
    with transaction.atomic():
        scale = language_summary(viewer, student).scale_key
        read = save_language_in_work(student, product, scale, levels, viewer.person, seen)
        if not sent and read:
            return []
        return rows.save_row_levels(student, product, rubrics, sent, viewer.person, shown)


def _language_context(
    request: HttpRequest, student: Person, product: Product, sent: Mapping[str, str]
) -> dict[str, Any] | None:
    """The scale and one's own levels, for a student who is learning English; None for the others."""
    if not multilingual_students(request.viewer, [student]):
        return None
    scale = language_summary(request.viewer, student).scale
    own_levels = own_levels_in_work(request.viewer, student, product)
    return {
        "title": scale.title,
        "levels": list(enumerate(scale.levels, 1)),
        "domains": [
            (key, key.label, *_field_values(work_level_field(key), own_levels.get(key), sent))
            for key in WORK_DOMAINS
        ],
    }


def _posted_row_levels(request: HttpRequest, prefix: str) -> dict[UUID, int]:
    """By criterion a level: fields named by the prefix and its id. What cannot be is refused by the verb."""
    levels_by_criterion: dict[UUID, int] = {}
    for name, value in request.POST.items():
        if name.startswith(prefix) and value:
            try:
                levels_by_criterion[UUID(name.removeprefix(prefix))] = int(value[:4])
            except ValueError:
                raise ActionError(
                    _("The rubric has changed since you opened this page. Open the page again.")
                ) from None
    return levels_by_criterion


def _rubrics_context(
    rubrics: list[Any], own_levels: dict[UUID, int], sent: Mapping[str, str]
) -> dict[str, Any]:
    def row_of(row: Any) -> tuple[Any, list[Any], str, str]:
        return row, list(row.levels.all()), *_field_values(f"row-{row.pk}", own_levels.get(row.pk), sent)

    return {"rubrics": [(rubric, [row_of(row) for row in rubric.criteria.all()]) for rubric in rubrics]}


def _field_values(field: str, saved: int | None, sent: Mapping[str, str]) -> tuple[str, str]:
    """What a field holds, and what it was shown with: after an error what was sent, so that nothing chosen is lost."""
    saved_text = "" if saved is None else str(saved)
    return sent.get(field, saved_text), sent.get(f"shown-{field}", saved_text)


def _neighbor_context(students: list[Person], student: Person) -> dict[str, Any]:
    """Who comes before and after, by name, of those who make the same product."""
    at = students.index(student)
    return {
        "before": students[at - 1] if at else None,
        "after": students[at + 1] if at + 1 < len(students) else None,
    }


@page_for(Role.ADVISOR, Role.TEACHER, Role.COUNSELOR, Role.LEADER)
@require_safe
def rubrics_page(request: HttpRequest, school_id: UUID) -> HttpResponse:
    """The rows of the school's rubrics, each beside what it said in older versions, and how levels carry over."""
    school = get_object_or_404(School.objects.seen_by(request.viewer), pk=school_id)
    framework = framework_of(school.pk)
    if school.pk not in request.viewer.staff_schools or framework is None:
        raise Http404
    rows_by_rubric: dict[str, list[Any]] = {}
    versions: set[str] = set()
    for row, older in rows.rows_across_versions(framework):
        changed = [(version, criterion) for version, criterion in older if rows.is_reworded(row, criterion)]
        versions.update(version for version, _one in older)
        rows_by_rubric.setdefault(row.rubric.title, []).append((row, changed))
    context = {"school": school, "rubrics": rows_by_rubric, "versions": sorted(versions)}
    return render(request, "evidence/rubrics.html", context)
