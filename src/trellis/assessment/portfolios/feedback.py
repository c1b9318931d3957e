"""What a viewer may see of how task parts were scored."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from trellis.core.community.viewer import Viewer

from .models import FinalLevel, ScorerFeedback, ScorerLevel, TaskPart


@dataclass
class TaskPartFeedback:
    """What a viewer may know of task parts, by the task part's id."""

    settled: dict[UUID, dict[str, FinalLevel]]
    comments: dict[UUID, list[str]]
    levels: dict[UUID, dict[str, dict[str, int]]]


def load_feedback(viewer: Viewer, task_parts: list[TaskPart]) -> TaskPartFeedback:
    """Return what the viewer may see of task parts: final levels, comments, and each scorer's levels once open."""
    feedback = TaskPartFeedback(defaultdict(dict), defaultdict(list), defaultdict(dict))
    for settled in FinalLevel.objects.seen_by(viewer).filter(task_part__in=task_parts):
        feedback.settled[settled.task_part_id][settled.row] = settled
    open_ones = [task_part.pk for task_part in task_parts if task_part.open_at]
    feedback_rows = ScorerFeedback.objects.seen_by(viewer).filter(
        scorer__task_part__in=open_ones, scorer__deleted_at=None, scorer__task_part__settled_at__isnull=False
    )
    rows = feedback_rows.exclude(comment="").order_by("scorer__position")
    for task_part, comment in rows.values_list("scorer__task_part_id", "comment"):
        feedback.comments[task_part].append(comment)
    levels = ScorerLevel.objects.seen_by(viewer).filter(
        feedback__scorer__task_part__in=open_ones, feedback__scorer__deleted_at=None
    )
    rows = levels.select_related("feedback__scorer__person").order_by("feedback__scorer__position")
    for scorer_level in rows:
        seat = scorer_level.feedback.scorer
        feedback.levels[seat.task_part_id].setdefault(seat.display_name, {})[scorer_level.row] = (
            scorer_level.level
        )
    return feedback
