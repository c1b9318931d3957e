"""What a part is scored on, and what was scored of it so far. For services, and for pages once scores lie open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from trellis.assessment.evidence.panel_evidence import RubricRow
from trellis.core.foundation.errors import ActionError
from trellis.design.blueprint.package.portfolio import Task as ModelTask
from trellis.design.frameworks.models import Outcome
from trellis.learning.languages.models import LanguageProfile
from trellis.learning.languages.scales import Scale, available_scales

from .models import FinalLevel, Scorer, ScorerFeedback, ScorerLevel, Task, TaskPart
from .scorer_candidates import guardian_pairs

DEFAULT_SCALE = "wida"


@dataclass(frozen=True)
class ScoringBasis:
    """What a part is scored on: the task of the model, its rows, and the outcomes that it becomes evidence of."""

    model_task: ModelTask
    rows: Sequence[RubricRow]
    outcomes: Mapping[str, Outcome]


@dataclass
class SeatScores:
    """One scorer and their levels; `feedback` is None until they have scored."""

    scorer: Scorer
    feedback: ScorerFeedback | None = None
    levels: dict[str, int] = field(default_factory=dict)

    @property
    def comment(self) -> str:
        """What the scorer wrote to the student, if anything."""
        return self.feedback.comment if self.feedback else ""


def get_language_scale(task: Task) -> tuple[str, Scale] | None:
    """The scale on which the student's English is scored; None for whoever speaks nothing else at home, and for an
    adult."""
    if task.practice:
        return None
    student = task.student
    profiles = LanguageProfile.objects.unscoped("find the scale of an English level").filter(student=student)
    key = profiles.values_list("scale", flat=True).first()
    if key is None and not set(student.home_languages) - {"en"}:
        return None
    scale = available_scales().get(key or DEFAULT_SCALE)
    return (key or DEFAULT_SCALE, scale) if scale else None


def scores_of_task_part(task_part: TaskPart) -> list[SeatScores]:
    """Return the scorers of a task part by position, each with their levels. For services, and for pages once
    scores are open."""
    seats = Scorer.objects.unscoped("settle the level of a row from its scores").filter(
        task_part=task_part, deleted_at=None
    )
    by_seat = {seat.pk: SeatScores(seat) for seat in seats.select_related("person").order_by("position")}
    for feedback in ScorerFeedback.objects.unscoped("settle the level of a row from its scores").filter(
        scorer__in=by_seat
    ):
        by_seat[feedback.scorer_id].feedback = feedback
    rows = ScorerLevel.objects.unscoped("settle the level of a row from its scores").filter(
        feedback__scorer__in=by_seat
    )
    for seat, row, level in rows.values_list("feedback__scorer_id", "row", "level"):
        by_seat[seat].levels[row] = level
    return list(by_seat.values())


def final_levels(task_part: TaskPart) -> dict[str, FinalLevel]:
    """By row, what a scorer's own task part came to."""
    rows = FinalLevel.objects.unscoped("read the scores of the scorer's own part").filter(task_part=task_part)
    return {settled.row: settled for settled in rows}


def scores_of_seat(seat: Scorer) -> SeatScores:
    """Return what one scorer has scored so far, for their own page."""
    seat_scores = SeatScores(
        seat,
        ScorerFeedback.objects.unscoped("read or write the scorer's own score").filter(scorer=seat).first(),
    )
    if seat_scores.feedback:
        rows = ScorerLevel.objects.unscoped("read or write the scorer's own score").filter(
            feedback=seat_scores.feedback
        )
        seat_scores.levels = dict(rows.values_list("row", "level"))
    return seat_scores


def lock_task_part(seat: Scorer) -> TaskPart:
    """Return the locked task part of a seat. Raises ActionError for a scorer who is in the student's family by now."""
    task_parts = TaskPart.objects.unscoped("settle it only once").select_for_update(of=("self",))
    task_part = task_parts.select_related("task__student", "task__school", "submission").get(
        pk=seat.task_part_id
    )
    student = task_part.task.student_id
    if seat.person_id and (student, seat.person_id) in guardian_pairs([student]):
        raise ActionError(_("The student’s family and other students cannot score this. Ask someone else."))
    return task_part
