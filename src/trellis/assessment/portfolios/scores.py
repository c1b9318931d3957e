"""What a part is read on, and what was read of it so far. For verbs, and for pages once readings lie open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from trellis.assessment.evidence.panel_evidence import RubricRow
from trellis.core.community.models import Person
from trellis.core.foundation.errors import ActionError
from trellis.design.blueprint.package.portfolio import Task as ModelTask
from trellis.design.frameworks.models import Outcome
from trellis.learning.languages.models import LanguageProfile
from trellis.learning.languages.scales import Scale, available_scales

from .finding import guardian_pairs
from .models import FinalLevel, Scorer, ScorerFeedback, ScorerLevel, TaskPart

DEFAULT_SCALE = "wida"


@dataclass(frozen=True)
class ScoringBasis:
    """What a part is scored on: the task of the model, its rows, and the outcomes that it becomes evidence of."""

    model_task: ModelTask
    rows: Sequence[RubricRow]
    outcomes: Mapping[str, Outcome]


@dataclass
class SeatScores:
    """One scorer and their levels; `reading` is None until they have scored."""

    reader: Scorer
    reading: ScorerFeedback | None = None
    levels: dict[str, int] = field(default_factory=dict)

    @property
    def comment(self) -> str:
        """What the scorer wrote to the student, if anything."""
        return self.reading.comment if self.reading else ""


def get_language_scale(student: Person) -> tuple[str, Scale] | None:
    """The scale on which the student's English is read; None for whoever speaks nothing else at home."""
    profiles = LanguageProfile.objects.unscoped("find the scale of an English level").filter(student=student)
    key = profiles.values_list("scale", flat=True).first()
    if key is None and not set(student.home_languages) - {"en"}:
        return None
    scale = available_scales().get(key or DEFAULT_SCALE)
    return (key or DEFAULT_SCALE, scale) if scale else None


def scores_of_sitting(sitting: TaskPart) -> list[SeatScores]:
    """Return the scorers of a sitting by place, each with their levels. For services, and for pages once scores are
    open."""
    seats = Scorer.objects.unscoped("settle the level of a row from its scores").filter(
        sitting=sitting, deleted_at=None
    )
    by_seat = {seat.pk: SeatScores(seat) for seat in seats.select_related("person").order_by("place")}
    for reading in ScorerFeedback.objects.unscoped("settle the level of a row from its scores").filter(
        reader__in=by_seat
    ):
        by_seat[reading.reader_id].reading = reading
    rows = ScorerLevel.objects.unscoped("settle the level of a row from its scores").filter(
        reading__reader__in=by_seat
    )
    for seat, row, level in rows.values_list("reading__reader_id", "row", "level"):
        by_seat[seat].levels[row] = level
    return list(by_seat.values())


def final_levels(sitting: TaskPart) -> dict[str, FinalLevel]:
    """By row, what a reader's own sitting came to."""
    rows = FinalLevel.objects.unscoped("read the scores of the scorer's own part").filter(sitting=sitting)
    return {settled.row: settled for settled in rows}


def scores_of_seat(seat: Scorer) -> SeatScores:
    """Return what one scorer has scored so far, for their own page."""
    seat_scores = SeatScores(
        seat,
        ScorerFeedback.objects.unscoped("read or write the scorer's own score").filter(reader=seat).first(),
    )
    if seat_scores.reading:
        rows = ScorerLevel.objects.unscoped("read or write the scorer's own score").filter(
            reading=seat_scores.reading
        )
        seat_scores.levels = dict(rows.values_list("row", "level"))
    return seat_scores


def lock_sitting(seat: Scorer) -> TaskPart:
    """Return the locked sitting of a seat. Raises ActionError for a scorer who is in the student's family by now."""
    sittings = TaskPart.objects.unscoped("settle it only once").select_for_update(of=("self",))
    sitting = sittings.select_related("task__student", "task__school", "version").get(pk=seat.sitting_id)
    student = sitting.task.student_id
    if seat.person_id and (student, seat.person_id) in guardian_pairs([student]):
        raise ActionError(_("The student’s family and other students cannot score this. Ask someone else."))
    return sitting
