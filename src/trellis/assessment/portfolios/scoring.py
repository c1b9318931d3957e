"""Scoring apart: each for themselves. Nothing here tells a scorer of another's scores before both have scored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.assessment.evidence.panel_evidence import RubricRow, first_unscored_row
from trellis.core.foundation import input_parsing, ledger
from trellis.core.foundation.content_guard import reject_immigration_status
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import EditConflict, FieldDifference, differences_between
from trellis.learning.languages.scales import available_scales

from .models import Scorer, ScorerFeedback, ScorerLevel, Task, TaskPart
from .score_resolution import continue_scoring
from .scorer_seats import withdrawn_message
from .scores import ScoringBasis, SeatScores, get_language_scale, lock_task_part, scores_of_seat


@dataclass(frozen=True)
class SubmittedScores:
    """One scorer's scores as sent: a level by row, words, and a level of language as typed, which may be empty."""

    levels: Mapping[str, int]
    comment: str = ""
    language: str = ""


class FeedbackValues(TypedDict):
    """What is written besides the levels of its rows."""

    comment: str
    scale: str
    language: int | None


def save_scores(
    seat: Scorer,
    basis: ScoringBasis,
    sent_scores: SubmittedScores,
    by: UUID | None,
    seen: int | None = None,
) -> TaskPart:
    """Save one scorer's scores. They may be changed until both have scored; then the part is
    final, or asks for talk or for a third.

    Raises ActionError for a row without a level, a level of language that is none, and once both have scored;
    EditConflict where the scorer saved other scores since the page was shown at revision `seen`.
    """
    comment = reject_immigration_status(input_parsing.clean_text(sent_scores.comment, 2000), about_work=True)
    with ledger.act("score a portfolio task", by=by, about=seat.task_part_id):
        task_part, own_seat = _lock_for_scoring(seat, basis, sent_scores, comment)
        if own_seat is None:
            return task_part
        open_row = first_unscored_row(basis.rows, sent_scores.levels)
        if open_row:
            raise ActionError(
                _("“%(row)s” has no level yet. Choose a level in every row.") % {"row": open_row.title}
            )
        scale, language = _parse_language_level(task_part.task, sent_scores.language)
        values: FeedbackValues = {"comment": comment, "scale": scale, "language": language}
        if seen is not None:
            _check_scores_unchanged(scores_of_seat(own_seat), basis, sent_scores, values, seen)
        _write_scores(own_seat, basis, sent_scores, values)
        continue_scoring(task_part, basis, by)
    return task_part


def _write_scores(
    seat: Scorer, basis: ScoringBasis, sent_scores: SubmittedScores, values: FeedbackValues
) -> None:
    now = timezone.now()
    feedback_rows = ScorerFeedback.objects.unscoped("read or write the scorer's own score")
    feedback, created = feedback_rows.get_or_create(
        scorer=seat, defaults={**values, "scored_at": now, "revision": 1}
    )
    if not created:
        own_row = feedback_rows.filter(pk=feedback.pk)
        own_row.update(**values, scored_at=now, revision=F("revision") + 1, modified=now)
    rows = ScorerLevel.objects.unscoped("read or write the scorer's own score")
    rows.filter(feedback=feedback).exclude(row__in=[row.key for row in basis.rows]).delete()
    for row in basis.rows:
        rows.update_or_create(feedback=feedback, row=row.key, defaults={"level": sent_scores.levels[row.key]})


def _check_scores_unchanged(
    stands: SeatScores,
    basis: ScoringBasis,
    sent_scores: SubmittedScores,
    values: FeedbackValues,
    seen: int,
) -> None:
    """Raise EditConflict, with both, where the scorer has saved other scores since."""
    feedback = stands.feedback
    if feedback is None or feedback.revision == seen:
        return
    differences = [
        _level_difference(row, stands.levels.get(row.key), sent_scores.levels[row.key])
        for row in basis.rows
        if stands.levels.get(row.key) != sent_scores.levels[row.key]
    ]
    labels = {"comment": _("Your comment to the student")}
    differences += differences_between(feedback, values, labels)
    before, now = (feedback.scale, feedback.language), (values["scale"], values["language"])
    if before != now:
        names = [_language_level_name(*scale_and_level) for scale_and_level in (before, now)]
        differences.append(FieldDifference("language", _("Language"), *names, typed=False))
    if differences:
        raise EditConflict(differences, feedback.revision, same_person=True)


def _level_difference(row: RubricRow, saved: int | None, sent: int) -> FieldDifference:
    names = {position: quality for position, quality, _sentence in row.levels}
    return FieldDifference(
        f"level-{row.key}", row.title, names.get(saved or 0, ""), names[sent], saved, sent, False
    )


def _language_level_name(scale: str, level: int | None) -> str:
    definition = available_scales().get(scale)
    return f"{level} {_(definition.name(level))}" if definition and level else ""


def _lock_for_scoring(
    seat: Scorer, basis: ScoringBasis, sent_scores: SubmittedScores, comment: str
) -> tuple[TaskPart, Scorer | None]:
    """The task part, held so that two who score at once come one after the other, and the scorer's seat in it.

    No seat: what is sent is what already stands, once more. Raises ActionError for anything else that comes too late.
    """
    task_part = lock_task_part(seat)
    own_seat = (
        Scorer.objects.unscoped("change the scorer's own seat").filter(pk=seat.pk, deleted_at=None).first()
    )
    if own_seat is None and task_part.deleted_at:
        raise ActionError(withdrawn_message(seat))
    if own_seat is None:
        raise ActionError(_("Someone else is scoring this now. Thank you."))
    if not (task_part.open_at or task_part.is_closed_for(own_seat)):
        return task_part, own_seat
    stands = scores_of_seat(own_seat)
    again = {row.key: sent_scores.levels.get(row.key) for row in basis.rows}
    if stands.feedback is None or (stands.levels, stands.feedback.comment) != (again, comment):
        raise ActionError(_("Both of you have scored this. Your scores cannot be changed now. Thank you."))
    return task_part, None


def _parse_language_level(task: Task, text: str) -> tuple[str, int | None]:
    text = text.strip()
    if not text:
        return "", None
    student_scale = get_language_scale(task)
    if student_scale is None:
        raise ActionError(_("This student has no language scale. Leave this blank."), field="language")
    key, scale = student_scale
    top = len(scale.levels)
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= top):
        raise ActionError(
            _("Enter a level as a whole number from 1 to %(top)d.") % {"top": top}, field="language"
        )
    return key, int(text)
