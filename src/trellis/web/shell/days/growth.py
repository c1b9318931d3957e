"""How a student's work was scored, outcome by outcome, in the school's own scale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from trellis.design.blueprint.package import Package

from .student_overviews import StudentOverview


@dataclass(frozen=True)
class OutcomeGrowth:
    """One outcome: the level of the latest score, of how many levels, and how many scores there are."""

    title: str
    level: int | None  # from 1; None: nothing scored yet
    level_count: int
    quality: str
    score_count: int
    last_scored_at: datetime | None


def outcome_growth(overview: StudentOverview, package: Package | None) -> list[OutcomeGrowth]:
    """The outcomes of the school's framework in its order. Empty without a model."""
    if package is None:
        return []
    scales = {scale.key: scale.levels for scale in package.rubrics.scales}
    levels_by_outcome = {
        criterion.outcome: scales[rubric.scale]
        for rubric in package.rubrics.rubrics
        for criterion in rubric.criteria
    }
    rows = []
    for outcome in package.outcomes.outcomes:
        levels = levels_by_outcome.get(outcome.key)
        if levels is None:
            continue  # nobody can score it without a rubric
        scores = overview.scores.get(outcome.key, [])
        level = min(scores[0].level, len(levels)) if scores else None
        quality = levels[level - 1].quality if level else ""
        last = scores[0].scored_at if scores else None
        rows.append(OutcomeGrowth(outcome.title, level, len(levels), quality, len(scores), last))
    return rows


def least_scored(rows: list[OutcomeGrowth]) -> OutcomeGrowth | None:
    """The outcome with the fewest scores, when it has fewer than the others."""
    if not rows:
        return None
    least = min(rows, key=lambda row: row.score_count)
    return least if least.score_count < max(row.score_count for row in rows) else None
