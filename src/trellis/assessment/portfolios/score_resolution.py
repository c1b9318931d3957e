"""What follows once both have scored: a level that both gave, talk, or a third scorer; then it is settled.

A third scores without the first two, as blind as they did.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trellis.assessment.evidence.panel_evidence import AssessedWork, save_as_evidence
from trellis.core.community.models import Person
from trellis.core.foundation import input_parsing, ledger
from trellis.core.foundation.content_guard import reject_immigration_status
from trellis.core.foundation.errors import ActionError
from trellis.learning.languages.services import save_level_from_work

from . import score_agreement
from .models import FinalLevel, PartOf, Scorer, ScorerLevel, TaskPart
from .practice import SETTLED_PRACTICE
from .scores import ScoringBasis, SeatScores, get_language_scale, lock_task_part, scores_of_task_part

DOMAIN_BY_PART = {PartOf.WRITTEN: "writing", PartOf.ORAL: "speaking"}


def _shared_row_levels(scored: Sequence[SeatScores], basis: ScoringBasis) -> list[dict[str, int]]:
    """The levels of each scorer in the rows that all have, in their order: a model may change a rubric meanwhile."""
    rows = [row.key for row in basis.rows if all(row.key in seat_scores.levels for seat_scores in scored)]
    return [{row: seat_scores.levels[row] for row in rows} for seat_scores in scored]


def _ask_to_score_again(task_part: TaskPart, scored: Sequence[SeatScores], basis: ScoringBasis) -> None:
    """No row was scored by all: whoever scored other rows scores once more. Their words stay, and nothing lies open."""
    row_keys = {row.key for row in basis.rows}
    old = [
        seat_scores.feedback
        for seat_scores in scored
        if seat_scores.feedback and row_keys - set(seat_scores.levels)
    ]
    ScorerLevel.objects.unscoped("remove levels of rubric rows that no longer exist").filter(
        feedback__in=old
    ).delete()
    task_part.third_at = task_part.open_at = None
    task_part.save(update_fields=["third_at", "open_at", "modified"])
    _reset_notices(task_part)


def continue_scoring(task_part: TaskPart, basis: ScoringBasis, by: UUID | None) -> None:
    """Continue once somebody has scored: settle, or ask for a discussion or a third scorer. Nothing until both have."""
    by_position = {
        seat_scores.scorer.position: seat_scores
        for seat_scores in scores_of_task_part(task_part)
        if seat_scores.feedback and seat_scores.levels
    }
    positions = (1, 2, 3) if task_part.third_at else (1, 2)
    if any(position not in by_position for position in positions):
        return
    levels = _shared_row_levels([by_position[position] for position in positions], basis)
    if not levels[0]:
        _ask_to_score_again(task_part, list(by_position.values()), basis)
        return
    if task_part.third_at:
        _settle_by_third(task_part, basis, levels, by)
        return
    first, second = levels
    verdict = score_agreement.compare_scores(
        first, second, basis.model_task.third_when, basis.model_task.passes
    )
    now = timezone.now()
    if verdict == score_agreement.AGREED:
        _save_final_levels(
            task_part, basis, {row: (level, score_agreement.AGREED, "") for row, level in first.items()}, by
        )
    elif verdict == score_agreement.TALK:
        task_part.open_at = now
        task_part.save(update_fields=["open_at", "modified"])
        _reset_notices(task_part)
    else:
        task_part.third_at = now
        task_part.save(update_fields=["third_at", "modified"])
        continue_scoring(task_part, basis, by)  # a third may have scored before the first two score anew


def _reset_notices(task_part: TaskPart) -> None:
    """Have the scorers notified once more: something else is wanted of them now."""
    seats = Scorer.objects.unscoped("reopen scoring for the two scorers").filter(
        task_part=task_part, deleted_at=None
    )
    seats.update(notified_at=None, modified=timezone.now())


def _settle_by_third(
    task_part: TaskPart, basis: ScoringBasis, levels: Sequence[Mapping[str, int]], by: UUID | None
) -> None:
    first, second, third = levels
    decisions = {
        row: (level, score_agreement.AGREED, "")
        if level == second[row]
        else (score_agreement.middle_level(level, second[row], third[row]), score_agreement.THIRD, "")
        for row, level in first.items()
    }
    _save_final_levels(task_part, basis, decisions, by)


def save_discussion(
    seat: Scorer, basis: ScoringBasis, levels: Mapping[str, int], words: str, by: UUID | None
) -> TaskPart:
    """Save the levels that two scorers agreed on where they lay a little apart. Rows that both scored alike stay.

    Raises ActionError before both have scored, once it is settled, without a sentence, for a level that lies outside
    what the two gave, and where the rubric has no row left that both scored: then they score anew.
    """
    words = input_parsing.clean_line(words, 600, _("Write one sentence about what you discussed."))
    reject_immigration_status(words, about_work=True)
    with ledger.act("settle a score by discussion", by=by, about=seat.task_part_id):
        task_part = lock_task_part(seat)
        if task_part.settled_at:
            raise ActionError(_("This is already final. The result is below."))
        if task_part.open_at is None:
            raise ActionError(_("You can discuss it after both of you have scored it."))
        scored_by = [
            seat_scores
            for seat_scores in scores_of_task_part(task_part)
            if seat_scores.feedback and seat_scores.scorer.position != 3
        ]
        first, second = _shared_row_levels(scored_by, basis)
        decisions = _decide_by_discussion(basis, first, second, levels, words)
        if decisions:
            _save_final_levels(task_part, basis, decisions, by)
        else:
            _ask_to_score_again(task_part, scored_by, basis)
            seat.task_part = task_part
    if not decisions:  # raised after the act, which stands: both score it again
        raise ActionError(
            _("The rubric has changed. Both of you need to score this again, each on your own.")
        )
    return task_part


def _decide_by_discussion(
    basis: ScoringBasis,
    first: Mapping[str, int],
    second: Mapping[str, int],
    levels: Mapping[str, int],
    words: str,
) -> dict[str, tuple[int, str, str]]:
    """Decide each row: the level that both gave, or else the one that they chose, with their words.

    Raises ActionError for a level that lies outside what the two gave.
    """
    decisions: dict[str, tuple[int, str, str]] = {}
    for row in basis.rows:
        if row.key not in first:
            continue
        both = first[row.key], second[row.key]
        if len(set(both)) == 1:
            decisions[row.key] = both[0], score_agreement.AGREED, ""
            continue
        level = levels.get(row.key, 0)
        if not score_agreement.is_between(level, both):
            raise ActionError(
                _("For “%(row)s”, choose a level that one of you gave, or one in between.")
                % {"row": row.title}
            )
        decisions[row.key] = level, score_agreement.TALK, words
    return decisions


def _save_final_levels(
    task_part: TaskPart, basis: ScoringBasis, decisions: Mapping[str, tuple[int, str, str]], by: UUID | None
) -> None:
    """Save the final levels, once, and what follows: evidence of the work, and the level of its language."""
    now = timezone.now()
    person = Person.objects.unscoped("find who settled the levels").filter(pk=by).first() if by else None
    for row, (level, how, words) in decisions.items():
        FinalLevel.objects.create(task_part=task_part, row=row, level=level, how=how, words=words, by=person)
    task_part.open_at = task_part.open_at or now
    task_part.settled_at = now
    task_part.passed = all(level >= basis.model_task.passes for level, _how, _words in decisions.values())
    task_part.save()
    task = task_part.task
    if task.practice:  # of an adult: it is evidence of no student's learning
        for follow in SETTLED_PRACTICE.values():
            follow(task_part, basis)
        return
    with translation.override(settings.LANGUAGE_CODE):  # kept for everybody, whoever reads in which language
        title = f"{task_part.submission.title} ({task_part.get_part_display()})"
    assessed_work = AssessedWork(task.student_id, title, task_part.submission.created, now, person)
    rows = [row for row in basis.rows if row.key in decisions]
    save_as_evidence(
        assessed_work, rows, {row: level for row, (level, _h, _w) in decisions.items()}, basis.outcomes
    )
    _save_language_level(task_part, by)


def _save_language_level(task_part: TaskPart, by: UUID | None) -> None:
    """What the work's language shows, apart from its levels: the lower of what its scorers gave, never a mean.

    A level on a scale that the student has left since is not carried over.
    """
    student = task_part.task.student
    scale = get_language_scale(task_part.task)
    if scale is None:
        return
    feedback_rows = [
        seat_scores.feedback for seat_scores in scores_of_task_part(task_part) if seat_scores.feedback
    ]
    levels = [
        feedback.language for feedback in feedback_rows if feedback.language and feedback.scale == scale[0]
    ]
    if levels:
        domain, title = DOMAIN_BY_PART[PartOf(task_part.part)], task_part.submission.title
        save_level_from_work(student, scale[0], domain, min(levels), task_part.pk, title, by)
