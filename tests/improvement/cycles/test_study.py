"""What constructed numbers say about a change."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from trellis.core.foundation.ids import new_id
from trellis.improvement.cycles.models import CycleMeasure, DataPoint, PracticalMeasure, Prediction
from trellis.improvement.cycles.study import MeasureStudy, study_measure

FIRST = date(2026, 9, 7)
BEFORE = [8, 9, 9, 8, 8, 10, 9, 7, 8, 9]
HIGHER = [13, 12, 14, 13, 15, 12, 14, 13, 15, 14]
SAME = [8, 9, 10, 8, 9, 7, 8, 9, 10, 8]
CHANGE = FIRST + timedelta(weeks=len(BEFORE))


def study(since: list[int], frozen: bool = True, predicted: float | None = None) -> MeasureStudy:
    """A study of shares out of 20, week by week, with the change after ten weeks."""
    practical = PracticalMeasure(title="First calls", kind="share")
    points = [
        DataPoint(measure=practical, day=FIRST + timedelta(weeks=week), numerator=done, denominator=20)
        for week, done in enumerate([*BEFORE, *since])
    ]
    row = CycleMeasure(practical=practical)
    if frozen:
        row.baseline_first, row.baseline_last = FIRST, CHANGE - timedelta(weeks=1)
    predictions = [Prediction(sourced_id=new_id(), practical=practical, value=predicted)] if predicted else []
    return study_measure(row, points, predictions, CHANGE)


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (HIGHER[:3], "Too early to tell."),
        ([], "Too early to tell."),
        (SAME, "Could be chance."),
        (HIGHER, "More than chance would do."),
    ],
)
def test_the_verdict_follows_from_the_numbers_since_the_change(since, words):
    assert study(since).verdict_words == words


def test_without_a_frozen_baseline_it_is_too_early():
    answer = study(HIGHER, frozen=False)
    assert answer.verdict_words == "Too early to tell."
    assert any("isn’t frozen" in note for note in answer.notes)


def test_the_size_of_the_change_comes_with_its_range():
    answer = study(HIGHER)
    assert answer.before == "42%"
    assert answer.before_line == "85 of 200"
    assert answer.result == "68%"
    assert answer.change.startswith("Change: +25 points. Likely between +")


@pytest.mark.parametrize(
    ("predicted", "says"),
    [
        (65, "The prediction fits the result."),
        (95, "The result is below the prediction."),
        (45, "The result is above the prediction."),
    ],
)
def test_a_prediction_stands_beside_the_result(predicted, says):
    assert study(HIGHER, predicted=predicted).predictions[0].says == says


def test_numbers_since_the_change_never_move_the_frozen_baseline():
    baselines = {study(since).drawing.center_label for since in (HIGHER, SAME, HIGHER[:3])}
    assert baselines == {"Baseline 42%"}


def test_the_chart_says_aloud_what_it_shows():
    drawing = study(HIGHER).drawing
    assert drawing.description == (
        "10 numbers before the change lie between 35% and 50%. The baseline is 42%. "
        "10 numbers since the change lie between 60% and 75%."
    )
    assert drawing.change_label.endswith("the change began")
    assert all("," not in point.x + point.y for point in drawing.points)


def test_a_measure_with_no_number_is_no_error():
    practical = PracticalMeasure(title="First calls", kind="number")
    answer = study_measure(CycleMeasure(practical=practical), [], [], CHANGE)
    assert answer.notes == ["No numbers yet."]
    assert answer.drawing is None
