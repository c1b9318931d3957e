"""Two designs side by side. Who: a principal who has two drafts and ten minutes before the leadership team meets; they
leave with a sentence for each figure that differs."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community.viewer import LEADING_ROLES
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from .comparison import compare_figures, compute_design_figures
from .input_selectors import get_design_or_404
from .models import WeekDesign
from .week_contents import load_contents
from .week_grid import WeekGrid


@page_for(*LEADING_ROLES)
@never_cache
@require_safe
def compare_weeks(request: Request, design_id: UUID) -> HttpResponse:
    """A design beside another: `with` names it, otherwise the one it was copied from or the week in use."""
    viewer = request.viewer
    design = get_design_or_404(viewer, design_id)
    rows = WeekDesign.objects.seen_by(viewer).filter(school=design.school_id, deleted_at=None)
    others = list(rows.exclude(pk=design.pk).order_by("adopted_at", "-created"))
    other = _other(design, others, request.GET.get("with", ""))
    contents = load_contents(design, viewer)
    other_contents = load_contents(other, viewer) if other else None
    context = {
        "design": design,
        "school": design.school,
        "other": other,
        "others": others,
        "rows": compare_figures(compute_design_figures(contents), compute_design_figures(other_contents))
        if other_contents
        else [],
        "weeks": [(design, WeekGrid(contents, {}))]
        + ([(other, WeekGrid(other_contents, {}))] if other and other_contents else []),
        "counts": (contents, other_contents),
    }
    return render(request, "schedules/compare.html", context)


def _other(design: WeekDesign, others: list[WeekDesign], requested: str) -> WeekDesign | None:
    by_id = {str(row.pk): row for row in others}
    if requested in by_id:
        return by_id[requested]
    if str(design.copied_from_id) in by_id:
        return by_id[str(design.copied_from_id)]
    adopted = [row for row in others if row.adopted_at]
    return (adopted or others or [None])[0]
