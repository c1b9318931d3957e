"""How a student's work was read, outcome by outcome, in the school's own scale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from trellis.design.blueprint.package import Package

from .student_overviews import StudentOverview


@dataclass(frozen=True)
class OutcomeGrowth:
    """One outcome: the level that the latest reading found, of how many, and how often work was read."""

    title: str
    level: int | None  # from 1; None: nothing read yet
    of: int
    quality: str
    readings: int
    last: datetime | None


def outcome_growth(picture: StudentOverview, package: Package | None) -> list[OutcomeGrowth]:
    """The outcomes of the school's framework in its order. Empty without a model."""
    if package is None:
        return []
    scales = {scale.key: scale.levels for scale in package.rubrics.scales}
    of_outcome = {
        criterion.outcome: scales[rubric.scale]
        for rubric in package.rubrics.rubrics
        for criterion in rubric.criteria
    }
    rows = []
    for outcome in package.outcomes.outcomes:
        levels = of_outcome.get(outcome.key)
        if levels is None:
            continue  # nobody can read it without a rubric
        read = picture.read.get(outcome.key, [])
        level = min(read[0].level, len(levels)) if read else None
        quality = levels[level - 1].quality if level else ""
        last = read[0].read_at if read else None
        rows.append(OutcomeGrowth(outcome.title, level, len(levels), quality, len(read), last))
    return rows


def least_scored(rows: list[OutcomeGrowth]) -> OutcomeGrowth | None:
    """The outcome that was read least, when it was read less than the others."""
    least = min(rows, key=lambda each: each.readings, default=None)
    return least if least and least.readings < max(each.readings for each in rows) else None
