"""Schools' copies of a network's practical measure, so that all of them count the same."""

from __future__ import annotations

from trellis.core.community.viewer import Viewer

from .models import PracticalMeasure


def copies_of(viewer: Viewer, measure: PracticalMeasure) -> list[PracticalMeasure]:
    """The copies of a network's measure that the viewer sees, by the school's name."""
    rows = PracticalMeasure.objects.seen_by(viewer).filter(same_as=measure).select_related("school")
    return list(rows.order_by("school__name", "pk"))
