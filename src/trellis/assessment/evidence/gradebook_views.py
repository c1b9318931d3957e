"""The gradebook of a group. Who: a teacher with a pile of work and a keyboard; they leave with levels that are kept,
and with the rule by which they are summed up in plain sight."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Group, Person, Role, School
from trellis.core.community.school_years import school_year_start
from trellis.core.community.selectors import students_in
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.formatting import reader_decimal_separator
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.selectors import outcomes_of
from trellis.design.blueprint.wording import Wording, wording_of
from trellis.design.frameworks.models import Outcome
from trellis.engines.summary import Summary, SummaryRule
from trellis.learning.projects.permissions import own_project_ids

from . import gradebook, levels_table, rubric_scoring, versions
from .gradebook_forms import (
    AveragingRuleForm,
    OutcomeCells,
    OutcomeLevelsActions,
    OutcomeLevelsForm,
    OutcomeWeightsForm,
)
from .models import AveragingPolicy

GRADEBOOK_ROLES = (Role.ADVISOR, Role.TEACHER, Role.LEADER)
PAGE_SIZE = 50
"""Students on one page of sums."""


def get_gradebook_or_404(request: Request, group_id: UUID) -> tuple[Group, Wording, dict[str, Outcome], int]:
    """Return the group, its school's terms, the outcomes that a rubric scores, and the top level. 404 for others'
    groups."""
    viewer = request.viewer
    groups = Group.objects.seen_by(viewer).select_related("school")
    group = get_object_or_404(groups, pk=group_id)
    teaches = group.pk in viewer.to("group", Role.ADVISOR, Role.TEACHER)
    if not (teaches or group.school_id in viewer.to("school", Role.LEADER)):
        raise Http404
    words = wording_of(group.school_id)
    if words.package is None:
        raise Http404
    outcomes, top = rubric_scoring.scored_outcomes(words.package, outcomes_of(group.school_id))
    return group, words, outcomes, top


@page_for(*GRADEBOOK_ROLES)
@never_cache
def group_page(request: Request, group_id: UUID) -> HttpResponse:
    """Every outcome of every student, summed up; a leader sees what another rule would change, and chooses it."""
    group, words, outcomes, top = get_gradebook_or_404(request, group_id)
    may_choose = group.school_id in request.viewer.to("school", Role.LEADER)
    actions = PageActions(request, (AveragingRuleForm,) if may_choose else (), group)
    if actions.done:
        return redirect("gradebook", group_id)
    context = _group_context(request, group, outcomes, top, may_choose) | {"words": words, "actions": actions}
    return render(request, "evidence/gradebook.html", context, status=actions.status)


def _group_context(
    request: Request, group: Group, outcomes: dict[str, Outcome], top: int, may_choose: bool
) -> dict[str, object]:
    """The sums of a group's students, and what another rule would make of them where one is tried."""
    viewer, rule = request.viewer, gradebook.averaging_rule_of(group.school_id)
    requested = request.GET.get("try", "") if may_choose else ""
    other = (
        AveragingPolicy.Rule(requested)
        if requested in AveragingPolicy.Rule.values and requested != rule.value
        else None
    )
    students = students_in(viewer, group)
    since = year_start_moment(request, group.school)
    retired = gradebook.outcomes_scored_since(
        viewer, students, versions.retired_outcomes(outcomes.values()), since
    )
    outcomes = outcomes | {outcome.key: outcome for outcome in retired}

    def sums_by(key: str) -> dict[gradebook.Cell, Summary]:
        return gradebook.summarize_scores(viewer, students, outcomes.values(), SummaryRule(key), top, since)

    context: dict[str, Any] = {  # Any: what a template is given
        "group": group,
        "outcomes": [(outcome, outcome not in retired) for outcome in outcomes.values()],
        "retired": [outcome.title for outcome in retired],
        "rule": AveragingPolicy.Rule(rule.value).label,
        "chosen": rule.value,
        "rules": AveragingPolicy.Rule.choices,
        "averaging_policy": AveragingPolicy.objects.filter(school=group.school_id).first(),
        "may_choose": may_choose,
        "top": top,
        "other": other,
    }
    then = sums_by(other.value) if other else {}
    context |= _student_rows(students, list(outcomes.values()), sums_by(rule.value), then)
    context["page"] = Paginator(context.pop("rows"), PAGE_SIZE).get_page(request.GET.get("page"))
    return context


def _student_rows(
    students: list[Person],
    outcomes: list[Outcome],
    now: dict[gradebook.Cell, Summary],
    then: dict[gradebook.Cell, Summary],
) -> dict[str, object]:
    """By student, each outcome's sum, with the one that another rule would give where it differs."""
    differs = {cell for cell, summary in then.items() if abs(summary.value - now[cell].value) >= 0.05}
    point = reader_decimal_separator()

    # There are 600 cells: a filter for each in the template would cost more than all the sums.
    def value_text(summary: Summary | None) -> str:
        return f"{summary.value:.1f}".replace(".", point) if summary else ""

    rows = []
    for student in students:
        cells = []
        for outcome in outcomes:
            cell = student.pk, outcome.pk
            summary = now.get(cell)
            other = value_text(then[cell]) if cell in differs else ""
            cells.append((outcome.key, value_text(summary), summary.count if summary else 0, other))
        rows.append((student, cells))
    return {"rows": rows, "would_change": len(differs), "sums": len(now)}


def year_start_moment(request: Request, school: School) -> datetime:
    """Return the moment at which the school's current year began."""
    local_now = school_local_time(school, timezone.now())
    return datetime.combine(school_year_start(school, local_now.date()), time(), tzinfo=local_now.tzinfo)


@page_for(*GRADEBOOK_ROLES)
@never_cache
def outcome_page(request: Request, group_id: UUID, key: str) -> HttpResponse:
    """One outcome: students by products, levels typed in; arrow keys walk the cells."""
    group, words, outcomes, top = get_gradebook_or_404(request, group_id)
    outcome = outcomes.get(key)
    if outcome is None:
        raise Http404
    viewer = request.viewer
    students = students_in(viewer, group)
    products = gradebook.products_for_outcome(viewer, students, outcome)
    assigned_cells = gradebook.assigned_cells(viewer, students, products)
    rule = gradebook.averaging_rule_of(group.school_id)
    book = gradebook.OutcomeGradebook(
        students, {product.pk: product for product in products}, outcome, top, rule
    )
    own_projects = own_project_ids(viewer)
    without_outcome = gradebook.products_without_outcome(viewer, students, outcome, own_projects)
    since = year_start_moment(request, group.school)
    cells = OutcomeCells(book, assigned_cells, since, without_outcome)
    form_classes = (OutcomeLevelsForm, *((OutcomeWeightsForm,) if own_projects else ()))
    actions = OutcomeLevelsActions(request, form_classes, cells)
    if actions.done:
        return redirect("gradebook-outcome", group_id, key)
    form = actions.form(OutcomeLevelsForm)
    context = {
        "group": group,
        "words": words,
        "form": form,
        "actions": actions,
        "others": _other_outcomes(outcomes, group),
        **_outcome_context(viewer, book, assigned_cells, form.typed_levels() if actions.sent else {}),
    }
    return render(request, "evidence/gradebook_outcome.html", context, status=actions.status)


def _outcome_context(
    viewer: Viewer,
    book: gradebook.OutcomeGradebook,
    assigned_cells: set[gradebook.Cell],
    typed: dict[gradebook.Cell, str],
) -> dict[str, object]:
    """The levels of an outcome, a row for each student; beside each product, the first student who makes it."""
    first = {
        product: student
        for student in reversed(book.students)
        for product in book.products
        if (student.pk, product) in assigned_cells
    }
    products = list(book.products.values())
    levels_by_cell = gradebook.cell_levels(viewer, book.students, products, book.outcome)
    return {
        "outcome": book.outcome,
        "products": [(product, first.get(product.pk)) for product in products],
        "rows": levels_table.render_rows(book.students, products, levels_by_cell, assigned_cells, typed),
        "top": book.top,
        "rule": AveragingPolicy.Rule(book.rule.value).label,
    }


def _other_outcomes(outcomes: dict[str, Outcome], group: Group) -> list[tuple[str, str, str]]:
    return [
        (key, outcome.title, reverse("gradebook-outcome", args=[group.pk, key]))
        for key, outcome in outcomes.items()
    ]
