"""The tasks of a school's model, who does them, and the rows that each part is scored on."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from trellis.assessment.evidence.panel_evidence import (
    RubricRow,
    practice_rows,
    rubric_row_of,
    rubric_rows_of,
)
from trellis.core.community.models import Person
from trellis.design.blueprint.package import Package
from trellis.design.blueprint.package.credentials import PIECE_SEPARATOR
from trellis.design.blueprint.package.portfolio import Task as ModelTask
from trellis.design.blueprint.wording import Wording, wording_of


class PortfolioModel(NamedTuple):
    """The model of a school, which has portfolios, and the school's words."""

    package: Package
    words: Wording


def find_portfolio_model(school_id: UUID | None) -> PortfolioModel | None:
    """The model and the words of a school whose model has portfolios; None for another."""
    words = wording_of(school_id)
    if words.package is None or words.package.portfolio is None:
        return None
    return PortfolioModel(words.package, words)


def model_tasks(package: Package) -> tuple[ModelTask, ...]:
    """Every task of the model; none where it has no portfolios."""
    return package.portfolio.tasks if package.portfolio else ()


def find_model_task(package: Package, key: str) -> ModelTask | None:
    """A task of the model, or a piece for a credential; None where it has none of that key (any more)."""
    if PIECE_SEPARATOR in key:
        credential = package.credentials.find(key) if package.credentials else None
        return credential.as_task(key) if credential else None
    return next((task for task in model_tasks(package) if task.key == key), None)


def tasks_for_student(package: Package, student: Person) -> list[ModelTask]:
    """The tasks that a student does: those of their grade. A student without a recorded grade sees them all."""
    return [
        task
        for task in model_tasks(package)
        if not task.grades or not student.grade or student.grade in task.grades
    ]


def rows_for_part(package: Package, model_task: ModelTask, part: str) -> tuple[RubricRow, ...]:
    """The rows that a part is scored on: of its rubric, or every row that scores one of the task's outcomes.

    Where rows of several rubrics meet, a row is named by its rubric and itself: two rubrics may both have a "claim".
    """
    named = model_task.rubric_of(part)
    if PIECE_SEPARATOR in model_task.key:
        return practice_rows(package, named or "")
    if named:
        return rubric_rows_of(
            package, next(rubric for rubric in package.rubrics.rubrics if rubric.key == named)
        )
    rows = []
    for rubric in package.rubrics.rubrics:
        for criterion in rubric.criteria:
            if criterion.outcome in model_task.outcomes:
                row = rubric_row_of(package, rubric, criterion)
                rows.append(RubricRow(f"{rubric.key}.{row.key}", row.title, row.outcome, row.levels))
    return tuple(rows)
