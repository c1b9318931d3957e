"""Scoring a work row by row of the rubrics: what each row says, what was scored, and what the rows come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Person
from trellis.core.community.viewer import Viewer
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import EditConflict, FieldDifference
from trellis.design.blueprint.package import Package
from trellis.design.frameworks.models import Criterion, Outcome, Rubric
from trellis.learning.projects.models import Product

from .models import RowScore, Score
from .services import get_or_create_product_work, save_score


def scored_outcomes(package: Package, outcomes: dict[str, Outcome]) -> tuple[dict[str, Outcome], int]:
    """Return the outcomes that a rubric of the model scores, and the top level of its rubrics."""
    rubrics = package.rubrics
    levels = {scale.key: len(scale.levels) for scale in rubrics.scales}
    scored = {row.outcome for rubric in rubrics.rubrics for row in rubric.criteria}
    top = max(levels[rubric.scale] for rubric in rubrics.rubrics)
    return {key: outcome for key, outcome in outcomes.items() if key in scored}, top


def own_row_levels(viewer: Viewer, student: Person, product: Product) -> dict[UUID, int]:
    """Return the level that the viewer gave in this work, by criterion."""
    row_levels = RowScore.objects.seen_by(viewer).filter(
        score__work__student=student, score__work__product=product, score__scorer=viewer.person_id
    )
    return dict(row_levels.values_list("criterion_id", "level"))


@dataclass(frozen=True)
class OtherScore:
    """What somebody else scored on one outcome: shown once the viewer has scored it too."""

    scorer: str
    outcome: str
    level: int


def other_scores(viewer: Viewer, student: Person, product: Product) -> list[OtherScore]:
    """Return the others' scores of this work."""
    scores = Score.objects.seen_by(viewer).filter(work__student=student, work__product=product)
    rows = scores.exclude(scorer=viewer.person_id).select_related("scorer", "outcome")
    return [
        OtherScore(score.scorer.name if score.scorer else "", score.outcome.title, score.level)
        for score in rows.order_by("outcome__position", "created")
    ]


def level_from_rows(levels: Iterable[int]) -> int:
    """Return an outcome's level from its rows: their mean, to the nearest level, a half upward."""
    levels = list(levels)
    return int(sum(levels) / len(levels) + 0.5)


def save_row_levels(
    student: Person,
    product: Product,
    rubrics: Iterable[Rubric],
    sent: Mapping[UUID, int],
    by: Person,
    shown: Mapping[UUID, int] | None = None,
) -> list[Score]:
    """Save a scorer's levels, row by row; each outcome's level is the mean of its rows. Rows that are left open count
    for nothing. Raises ActionError for a row that these rubrics do not have, a level that it does not have, and none.

    shown: by criterion, the levels that the page showed. Rows that were not changed on it stay as they are now; one
    that was saved with another level meanwhile is a EditConflict with both.
    """
    rows = {criterion.pk: criterion for rubric in rubrics for criterion in rubric.criteria.all()}
    if not sent:
        raise ActionError(_("Choose a level in at least one row."))
    for key, level in sent.items():
        if key not in rows or level not in {
            criterion_level.position for criterion_level in rows[key].levels.all()
        }:
            raise ActionError(_("The rubric has changed since you opened this page. Open the page again."))
    by_outcome: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    with ledger.act("score work by rubric rows", by=by.pk, about=student.pk, product=str(product.pk)):
        newest = sent if shown is None else _merge_levels(student, product, rows, sent, shown, by)
        for key, level in newest.items():
            by_outcome[rows[key].outcome_id][key] = level
        return [
            _save_outcome_score(student, product, outcome, levels, by)
            for outcome, levels in sorted(by_outcome.items())
        ]


def _merge_levels(
    student: Person,
    product: Product,
    rows: Mapping[UUID, Criterion],
    sent: Mapping[UUID, int],
    shown: Mapping[UUID, int],
    by: Person,
) -> dict[UUID, int]:
    """The levels to keep: those that the page changed, and of the others those that are saved now."""
    row_levels = RowScore.objects.unscoped("read the scorer's own levels").filter(
        score__work__student=student, score__work__product=product, score__scorer=by
    )
    stands = dict(row_levels.values_list("criterion_id", "level"))
    differences = [
        level_difference(row, stands.get(key), sent.get(key))
        for key, row in rows.items()
        if sent.get(key) != shown.get(key) and stands.get(key) not in (shown.get(key), sent.get(key))
    ]
    if differences:
        raise EditConflict(differences, same_person=True)
    levels = {key: (stands if sent.get(key) == shown.get(key) else sent).get(key) for key in rows}
    return {key: level for key, level in levels.items() if level is not None}


def level_difference(row: Criterion, saved: int | None, sent: int | None) -> FieldDifference:
    """One row whose saved level is not the one that was sent. The fields of the form are called `row-ID`."""
    names = {level.position: f"{level.position} · {level.quality}" for level in row.levels.all()}
    levels = [names.get(level, "") if level else "" for level in (saved, sent)]
    return FieldDifference(f"row-{row.pk}", row.description, *levels, saved, sent, typed=False)


def _save_outcome_score(
    student: Person, product: Product, outcome: UUID, levels: Mapping[UUID, int], by: Person
) -> Score:
    """Save a scorer's levels in the rows of one outcome, and its score, which comes from them."""
    work = get_or_create_product_work(student.pk, product)
    level = level_from_rows(levels.values())
    return save_score(work, outcome, level, by, timezone.now(), row_levels=levels)[0]


def rows_across_versions(framework: UUID) -> list[tuple[Criterion, list[tuple[str, Criterion]]]]:
    """Each row of the newest rubrics with the same row of older versions: (version, row), the newest first."""
    now = Criterion.objects.filter(rubric__framework=framework, deleted_at=None).select_related(
        "rubric", "outcome", "rubric__framework"
    )
    rows = list(now.prefetch_related("levels").order_by("rubric__created", "position"))
    if not rows:
        return []
    older: dict[tuple[str, str], list[tuple[str, Criterion]]] = defaultdict(list)
    older_rows = (
        Criterion.objects.filter(rubric__framework__key=rows[0].rubric.framework.key, deleted_at=None)
        .exclude(rubric__framework=framework)
        .select_related("rubric__framework")
        .prefetch_related("levels")
        .order_by("-rubric__framework__created")
    )
    for row in older_rows:
        older[row.rubric.key, row.description].append((row.rubric.framework.version, row))
    return [(row, older[row.rubric.key, row.description]) for row in rows]


def is_reworded(row: Criterion, other: Criterion) -> bool:
    """Whether the levels of a row are described in other words in another version."""
    texts, other_texts = ([level.description for level in each.levels.all()] for each in (row, other))
    return texts != other_texts


def titled_levels(scores: Iterable[Score]) -> list[tuple[str, int]]:
    """Return the title and level of each outcome, for the message after saving."""
    rows = list(scores)
    titles = dict(
        Outcome.objects.filter(pk__in=[score.outcome_id for score in rows]).values_list("pk", "title")
    )
    return [(titles[score.outcome_id], score.level) for score in rows]
