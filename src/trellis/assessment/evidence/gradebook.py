"""The gradebook: outcomes by student over a year, summed up by the rule that the school chose; and levels typed in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import numpy as np
from django.db import transaction
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from trellis.core.community.models import Person, School
from trellis.core.community.viewer import Viewer
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import create_or_save_if_current
from trellis.design.frameworks.models import Outcome
from trellis.engines import summary
from trellis.learning.projects.models import Member, Product

from . import versions
from .level_conflicts import Cell, LevelChanges, check_level_conflicts
from .models import AveragingPolicy, Score, Work
from .services import get_or_create_product_work, remove_score, save_score


def averaging_rule_of(school: UUID) -> summary.SummaryRule:
    """Return the rule by which a school combines scores: the most recent score unless it has chosen another."""
    chosen = AveragingPolicy.objects.filter(school=school).values_list("rule", flat=True).first()
    return summary.SummaryRule(chosen or summary.SummaryRule.MOST_RECENT)


def choose_averaging_rule(school: School, rule: str, by: Person, seen: int | None = None) -> None:
    """Choose how a school combines scores. No score changes. Raises ActionError for an unknown rule."""
    if rule not in AveragingPolicy.Rule.values:
        raise ActionError(_("Choose a rule from the list."))
    with ledger.act("choose an averaging rule", by=by.pk, about=school.pk, rule=rule):
        values, labels = {"rule": rule, "chosen_by": by}, {"rule": _("How scores are combined")}
        create_or_save_if_current(AveragingPolicy, {"school": school}, values, seen, labels)


def outcomes_scored_since(
    viewer: Viewer, students: list[Person], outcomes: list[Outcome], since: datetime
) -> list[Outcome]:
    """Return those of some outcomes on which work of these students was scored since a moment."""
    if not outcomes:
        return []
    scores = Score.objects.seen_by(viewer).filter(
        outcome__in=outcomes, work__student__in=students, work__shown_at__gte=since
    )
    scored_ids = set(scores.values_list("outcome_id", flat=True).distinct())
    return [outcome for outcome in outcomes if outcome.pk in scored_ids]


def summarize_scores(
    viewer: Viewer,
    students: Iterable[Person],
    outcomes: Iterable[Outcome],
    rule: summary.SummaryRule,
    top: int,
    since: datetime,
    within: Q | None = None,
) -> dict[Cell, summary.Summary]:
    """Summarize the scores since a moment, by student and outcome, of works `within` a condition. Several
    scorers of one work count as one: their mean, on the day the work was shown."""
    students, outcomes = list(students), list(outcomes)
    works = list(
        Work.objects.seen_by(viewer)
        .filter(within or Q(), student__in=students, shown_at__gte=since)
        .annotate(**_ids_as_text(key="pk", by="student_id", of="product_id"))
        .values_list("key", "by", "of", "shown_at")
    )
    place = {key: number for number, (key, *_rest) in enumerate(works)}
    number = {outcome.pk: at for at, outcome in enumerate(outcomes)}
    every_version = versions.outcome_versions(outcomes, top)
    carried = {
        text: (number[version.stands_for], version.carried)
        for version in every_version
        for text in _id_spellings(version.outcome)
    }
    scores = Score.objects.seen_by(viewer).filter(
        work__student__in=students, work__shown_at__gte=since, outcome__in=[v.outcome for v in every_version]
    )
    if within is not None:
        scores = scores.filter(work__in=Work.objects.seen_by(viewer).filter(within))
    codes, levels = _mean_levels(scores, place, carried, len(outcomes))
    table = _summary_table(works, students, outcomes, codes, levels)
    summaries = summary.summarize_many(table, rule, top=top)
    return {
        (student.pk, outcome.pk): cell_summary
        for at, student in enumerate(students)
        for outcome in outcomes
        if (cell_summary := summaries.get(at * len(outcomes) + number[outcome.pk])) is not None
    }


def _summary_table(
    works: list[tuple[str, str, str | None, datetime]],
    students: list[Person],
    outcomes: list[Outcome],
    codes: NDArray[np.int64],
    levels: NDArray[np.float64],
) -> summary.RatingTable:
    """The engine's table, in columns of numbers: 24,000 little tuples would cost more than all the sums.

    codes: a work's place times the number of outcomes, plus the outcome's place.
    """
    wide = max(1, len(outcomes))
    whose = {text: at for at, student in enumerate(students) for text in _id_spellings(student.pk)}
    weights = _outcome_weights({of for _key, _by, of, _at in works if of}, outcomes)
    who = np.array([whose[by] for _key, by, _of, _at in works], np.int64)
    days = np.array([at.date() for *_rest, at in works], "datetime64[D]")
    even = [1.0] * wide
    heavy = np.array([weights.get(of, even) for _key, _by, of, _at in works], np.float64).reshape(-1, wide)
    work, outcome = codes // wide, codes % wide
    return summary.RatingTable(
        cells=(who[work] * wide + outcome).tolist(),
        keys=codes.tolist(),
        levels=levels,
        at=days[work],
        weights=heavy[work, outcome],
    )


def _ids_as_text(**columns: str) -> dict[str, Cast]:
    """Ids as the database spells them: turning 24,000 of them into UUIDs takes longer than everything else."""
    return {name: Cast(column, TextField()) for name, column in columns.items()}


def _id_spellings(key: UUID) -> tuple[str, str]:
    """An id as SQLite and as PostgreSQL spell it."""
    return key.hex, str(key)


def _mean_levels(
    scores: QuerySet[Score],
    place: Mapping[str, int],
    carried: Mapping[str, tuple[int, tuple[float, ...]]],
    wide: int,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The mean level of each work on each outcome: the pair as one number (work times outcomes, plus outcome), and
    the level, carried over from whichever version it was scored with."""
    rows = list(
        scores.annotate(**_ids_as_text(of="work_id", on="outcome_id")).values_list("of", "on", "level")
    )
    codes = np.array([place[work] * wide + carried[on][0] for work, on, _level in rows], np.int64)
    levels = np.array(
        [(to := carried[on][1])[min(level, len(to)) - 1] for _work, on, level in rows], np.float64
    )
    cells, at = np.unique(codes, return_inverse=True)
    return cells, np.bincount(at, levels, len(cells)) / np.maximum(1, np.bincount(at, minlength=len(cells)))


def _outcome_weights(products: set[str], outcomes: Iterable[Outcome]) -> dict[str, list[float]]:
    """By product (as the database spells it), how much it says of each outcome; 1 where its design does not say."""
    keys = [outcome.key for outcome in outcomes]
    rows = Product.objects.unscoped("read the weights of a product").filter(pk__in=map(UUID, products))
    return {
        text: [float(weights.get(key, 1)) for key in keys]
        for pk, weights in rows.values_list("pk", "weights")
        for text in _id_spellings(pk)
    }


def products_for_outcome(viewer: Viewer, students: Iterable[Person], outcome: Outcome) -> list[Product]:
    """Products of the students' projects that say something of an outcome, by the day their project ends."""
    members = Member.objects.seen_by(viewer).filter(student__in=list(students))
    products = Product.objects.seen_by(viewer).filter(project__in=members.values("project"))
    rows = products.select_related("project").order_by("project__ends", "position", "created")
    return [product for product in rows if outcome.key in product.weights]


def products_without_outcome(
    viewer: Viewer, students: Iterable[Person], outcome: Outcome, projects: Iterable[UUID]
) -> list[Product]:
    """Products of the students' projects, among some projects, that say nothing of an outcome yet."""
    members = Member.objects.seen_by(viewer).filter(student__in=list(students), project__in=list(projects))
    products = Product.objects.seen_by(viewer).filter(project__in=members.values("project"))
    rows = products.select_related("project").order_by("project__ends", "position")
    return [product for product in rows if outcome.key not in product.weights]


def assigned_cells(viewer: Viewer, students: Iterable[Person], products: Iterable[Product]) -> set[Cell]:
    """Return who makes what: students by the products of the projects that they work in."""
    rows = Member.objects.seen_by(viewer).filter(student__in=list(students))
    students_by_project: dict[UUID, list[UUID]] = defaultdict(list)
    for project, student in rows.values_list("project_id", "student_id"):
        students_by_project[project].append(student)
    return {
        (student, product.pk) for product in products for student in students_by_project[product.project_id]
    }


@dataclass(frozen=True)
class CellLevels:
    """The levels in one cell: the viewer's own, and the others'."""

    own_level: int | None
    others: tuple[int, ...]


def cell_levels(
    viewer: Viewer, students: Iterable[Person], products: Iterable[Product], outcome: Outcome
) -> dict[Cell, CellLevels]:
    """Return the levels on one outcome, by student and product."""
    scores = Score.objects.seen_by(viewer).filter(
        outcome__in=versions.version_ids(outcome),
        work__student__in=list(students),
        work__product__in=list(products),
    )
    own_levels: dict[Cell, int] = {}
    others: dict[Cell, list[int]] = defaultdict(list)
    for student, product, scorer, level, of in scores.values_list(
        "work__student_id", "work__product_id", "scorer_id", "level", "outcome_id"
    ):
        if scorer == viewer.person_id and of == outcome.pk:
            own_levels[student, product] = level
        else:
            others[student, product].append(level)
    return {
        cell: CellLevels(own_levels.get(cell), tuple(others.get(cell, ()))) for cell in {*own_levels, *others}
    }


def save_levels(
    changes: LevelChanges,
    products: Mapping[UUID, Product],
    outcome: Outcome,
    top: int,
    by: Person,
) -> int:
    """Save a scorer's own levels. Return how many changed. All of them or none.

    changes: by student and product, the level that stood on the page and the new one (None: none). Raises ActionError
    for a level outside the rubric, and EditConflict when a cell changed since the page was opened.
    """
    for _was, level in changes.values():
        if level is not None and not 1 <= level <= top:
            raise ActionError(_("Enter a level from 1 to %(top)d.") % {"top": top})
    with ledger.act("score work", by=by.pk, about=outcome.pk, cells=len(changes)):
        check_level_conflicts(changes, products, outcome, by)
        return sum(
            _save_level(student, products[product], level, outcome, by)
            for (student, product), (_was, level) in changes.items()
        )


def _save_level(student: UUID, product: Product, level: int | None, outcome: Outcome, by: Person) -> bool:
    """Save one cell. Return whether its level changed."""
    work = get_or_create_product_work(student, product)
    if level is None:
        return remove_score(work, outcome.pk, by)
    return save_score(work, outcome.pk, level, by, timezone.now())[1]


SummaryChange = tuple[Person, float | None, float | None]
"""A student, what an outcome comes to now, and what it would come to."""


@dataclass(frozen=True)
class OutcomeGradebook:
    """One outcome of a group: its students, what they make, the top level, and the rule that combines scores."""

    students: list[Person]
    products: dict[UUID, Product]
    outcome: Outcome
    top: int
    rule: summary.SummaryRule


def preview_changes(
    viewer: Viewer, changes: LevelChanges, book: OutcomeGradebook, since: datetime
) -> list[SummaryChange]:
    """Return whose summary some changes would change, and how. The changes are made, read and rolled back."""

    def summary_values() -> list[float | None]:
        summaries = summarize_scores(viewer, book.students, [book.outcome], book.rule, book.top, since)
        cells = [(student.pk, book.outcome.pk) for student in book.students]
        return [summaries[cell].value if cell in summaries else None for cell in cells]

    now = summary_values()
    with transaction.atomic():
        save_levels(changes, book.products, book.outcome, book.top, viewer.person)
        then = summary_values()
        transaction.set_rollback(True)
    return [
        (student, was, will)
        for student, was, will in zip(book.students, now, then, strict=True)
        if was != will
    ]
