"""Work that people score together on rubrics of the school's model: the rows, what was sent of them, and what stays.

Exhibitions and portfolios both end here, so that one level of one piece of work means the same wherever it was scored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from trellis.core.community.models import Person
from trellis.design.blueprint.package import Package
from trellis.design.blueprint.package.learning import Criterion, Rubric
from trellis.design.blueprint.package.schema import RubricCell
from trellis.design.frameworks.models import Outcome

from .models import Work
from .services import save_score


@dataclass(frozen=True)
class RubricRow:
    """One row of a rubric. `levels`: from first to furthest."""

    key: str
    title: str
    outcome: str
    levels: tuple[RubricCell, ...]


def rubric_rows_of(package: Package, rubric: Rubric) -> tuple[RubricRow, ...]:
    """Every row of a rubric."""
    return tuple(rubric_row_of(package, rubric, criterion) for criterion in rubric.criteria)


def rubric_row_of(package: Package, rubric: Rubric, criterion: Criterion) -> RubricRow:
    cells = package.cells(rubric, criterion)
    return RubricRow(criterion.key, criterion.title, criterion.outcome, cells)


def practice_rows(package: Package, rubric_key: str) -> tuple[RubricRow, ...]:
    """Every row of a rubric that adults' practice is scored on. They are evidence of no student's outcome."""
    part = package.credentials
    rubric = part.find_rubric(rubric_key) if part else None
    if part is None or rubric is None:
        return ()
    return tuple(
        RubricRow(
            criterion.key,
            criterion.title,
            "",
            tuple(
                RubricCell(level.position, level.quality, sentence)
                for level, sentence in zip(part.levels, criterion.levels, strict=True)
            ),
        )
        for criterion in rubric.criteria
    )


def first_unscored_row(rows: Iterable[RubricRow], levels: Mapping[str, int]) -> RubricRow | None:
    """Return the first row without a level on its own scale; None when every row has one."""
    return next((row for row in rows if not 1 <= levels.get(row.key, 0) <= len(row.levels)), None)


@dataclass(frozen=True)
class AssessedWork:
    """What was scored, whose it is, and when it was shown and scored. `by` is nobody where they have no record."""

    student: UUID
    title: str
    shown_at: datetime
    scored_at: datetime
    by: Person | None


def save_as_evidence(
    assessed_work: AssessedWork,
    rows: Iterable[RubricRow],
    levels: Mapping[str, int],
    outcomes: Mapping[str, Outcome],
) -> Work:
    """Save one piece of work with one score on each outcome. Where two rows score one outcome, the lower level counts.

    Call it inside the act that settles the levels, once: nothing here notices a second time.
    """
    work = Work.objects.create(
        student_id=assessed_work.student, title=assessed_work.title[:200], shown_at=assessed_work.shown_at
    )
    lowest: dict[str, int] = {}
    for row in rows:
        lowest[row.outcome] = min(levels[row.key], lowest.get(row.outcome, levels[row.key]))
    for key, level in lowest.items():
        if key in outcomes:
            save_score(work, outcomes[key].pk, level, assessed_work.by, assessed_work.scored_at)
    return work
