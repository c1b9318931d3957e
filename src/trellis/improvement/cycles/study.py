"""What the numbers of a practical measure say about a change, beside what was predicted.

A verdict needs a frozen baseline: one that moves with every number would move the answer too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trellis.core.foundation.formatting import format_number
from trellis.engines import trends

from .amounts import format_amount
from .models import CycleMeasure, DataPoint, PracticalMeasure, Prediction
from .run_chart import RunDrawing, Scale, draw_run

VERDICTS = {
    "too-early": gettext_lazy("Too early to tell."),
    "no-signal": gettext_lazy("Could be chance."),
    "signal": gettext_lazy("More than chance would do."),
}
REASONS = {
    "few-before": gettext_lazy("The baseline has fewer than 8 numbers, too few to compare with."),
    "same-value": gettext_lazy("All numbers are the same, so nothing can be compared."),
    "baseline-moved": gettext_lazy(
        "The baseline was not stable itself, so a difference may have started before the change."
    ),
    "points-linked": gettext_lazy(
        "Numbers that follow each other are alike, so the difference is less certain than its range says."
    ),
    "few-points": gettext_lazy("Fewer than 10 numbers lie off the baseline."),
    "short-baseline": gettext_lazy("The baseline has fewer than 8 numbers. Wait for more."),
    "many-on-line": gettext_lazy(
        "More than half of the numbers lie on the baseline, so the chart shows little."
    ),
}


@dataclass(frozen=True)
class PredictionText:
    """A prediction beside the result. says: whether it fits; "" where that cannot be told."""

    prediction: Prediction
    amount: str
    says: str = ""


@dataclass(frozen=True)
class MeasureStudy:
    """One measure of a cycle, studied. verdict: a key of VERDICTS; "" where no change is marked."""

    row: CycleMeasure
    points: list[DataPoint]
    verdict: str = ""
    notes: list[str] = field(default_factory=list)
    before: str = ""
    before_line: str = ""
    result: str = ""
    result_line: str = ""
    change: str = ""
    run_sentence: str = ""
    predictions: list[PredictionText] = field(default_factory=list)
    drawing: RunDrawing | None = None
    compared: trends.BeforeAfter | None = None

    @property
    def practical(self) -> PracticalMeasure:
        return self.row.practical

    @property
    def verdict_words(self) -> str:
        return str(VERDICTS[self.verdict]) if self.verdict else ""

    @property
    def amounts(self) -> list[tuple[DataPoint, str]]:
        return [(point, format_amount(point.amount, self.practical.is_share)) for point in self.points]


@dataclass(frozen=True)
class _Series:
    """The numbers with where the baseline and the change are. change: the first point since, counted from 1."""

    points: Sequence[DataPoint]
    is_share: bool
    baseline: trends.Baseline | None
    change: int | None

    @property
    def values(self) -> list[float]:
        return [point.amount for point in self.points]

    @property
    def frozen(self) -> Sequence[DataPoint]:
        if self.baseline is None or self.baseline.first is None:
            return []
        return self.points[self.baseline.first - 1 : self.baseline.last]

    @property
    def since(self) -> Sequence[DataPoint]:
        return self.points[self.change - 1 :] if self.change else []


def study_measure(
    row: CycleMeasure, points: list[DataPoint], predictions: list[Prediction], change_on: date | None
) -> MeasureStudy:
    """Study one measure. points: in order of their days."""
    series = _series(row, points, change_on)
    chart = trends.run_chart(series.values, series.baseline) if points else None
    compared = _compare(series)
    return MeasureStudy(
        row,
        points,
        _verdict(change_on, compared),
        _notes(series, change_on, chart, compared),
        _middle(series.frozen, series.is_share),
        _line(series.frozen, series.is_share),
        _middle(series.since, series.is_share),
        _line(series.since, series.is_share),
        _change_sentence(compared, series.is_share),
        _run_sentence(chart),
        [_prediction(each, row.practical, compared) for each in predictions],
        _draw(series, chart, predictions, change_on),
        compared,
    )


def _series(row: CycleMeasure, points: list[DataPoint], change_on: date | None) -> _Series:
    first, last = row.baseline_first, row.baseline_last
    places = [
        place for place, point in enumerate(points, start=1) if first and last and first <= point.day <= last
    ]
    before = sum(point.day < change_on for point in points) if change_on else len(points)
    change = before + 1 if change_on and before < len(points) else None
    baseline = trends.Baseline(places[0], places[-1]) if places else None
    return _Series(points, row.practical.is_share, baseline, change)


def _compare(series: _Series) -> trends.BeforeAfter | None:
    if series.baseline is None or series.change is None or series.change < 2:
        return None
    if series.baseline.last is None or series.baseline.last >= series.change:
        return None
    return trends.before_after(series.values, series.change, series.baseline)


def _verdict(change_on: date | None, compared: trends.BeforeAfter | None) -> str:
    if change_on is None:
        return ""
    return (compared.verdict if compared else None) or "too-early"


def _notes(
    series: _Series,
    change_on: date | None,
    chart: trends.RunChart | None,
    compared: trends.BeforeAfter | None,
) -> list[str]:
    """Why it is too early, and what else to keep in mind."""
    if not series.points:
        return [_("No numbers yet.")]
    notes = []
    if series.baseline is None:
        notes.append(_("The baseline isn’t frozen yet. Freeze it before the change begins."))
    if change_on is None:
        notes.append(_("No change is marked yet. Enter the day when it begins in the plan."))
    elif compared is None or compared.verdict == "too-early":
        since, wait = len(series.since), compared.wait_for if compared else 8
        notes.append(
            ngettext(
                "There is %(n)d number since the change. We wait for %(wait)d.",
                "There are %(n)d numbers since the change. We wait for %(wait)d.",
                since,
            )
            % {"n": since, "wait": wait}
        )
    reasons = [compared.refusal, *compared.notes] if compared else [chart.refusal if chart else None]
    return notes + [str(REASONS[reason.code]) for reason in reasons if reason and reason.code in REASONS]


def _middle(points: Sequence[DataPoint], is_share: bool) -> str:
    """Of all that were counted, the share that did it; of numbers, the one in the middle."""
    if not points:
        return ""
    if not is_share:
        return format_amount(median(point.amount for point in points), False)
    return format_amount(100 * _sum(points, "numerator") / max(_sum(points, "denominator"), 1), True)


def _line(points: Sequence[DataPoint], is_share: bool) -> str:
    if not points:
        return ""
    if not is_share:
        return ngettext("The middle of %(n)d number", "The middle of %(n)d numbers", len(points)) % {
            "n": len(points)
        }
    counts = {"done": _sum(points, "numerator"), "all": _sum(points, "denominator")}
    return _("%(done)d of %(all)d") % counts


def _sum(points: Sequence[DataPoint], name: str) -> int:
    return sum(getattr(point, name) or 0 for point in points)


def _change_sentence(compared: trends.BeforeAfter | None, is_share: bool) -> str:
    """The size of the difference with its range."""
    if compared is None or compared.change is None:
        return ""
    size, low, high = (
        _signed(amount)
        for amount in (compared.change, compared.change_low or 0.0, compared.change_high or 0.0)
    )
    params = {"size": size, "low": low, "high": high}
    if is_share:
        return _("Change: %(size)s points. Likely between %(low)s and %(high)s.") % params
    return _("Change: %(size)s. Likely between %(low)s and %(high)s.") % params


def _signed(value: float) -> str:
    rounded = round(value, 1)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return f"{sign}{format_number(abs(rounded), 0 if rounded == round(rounded) else 1)}"


def _run_sentence(chart: trends.RunChart | None) -> str:
    if chart is None or chart.longest is None or chart.limits is None:
        return ""
    return _(
        "In %(useful)d numbers off the baseline, more than %(limit)d in a row on one side are rare when nothing has "
        "changed. The longest run here is %(longest)d."
    ) % {"useful": chart.useful, "limit": chart.limits.longest_run, "longest": chart.longest.length}


def _prediction(
    prediction: Prediction, practical: PracticalMeasure, compared: trends.BeforeAfter | None
) -> PredictionText:
    amount = format_amount(prediction.value, practical.is_share)
    if prediction.value is None or compared is None or compared.change is None or compared.before is None:
        return PredictionText(prediction, amount)
    expected = prediction.value - compared.before
    if expected < (compared.change_low or 0.0):
        says = _("The result is above the prediction.")
    elif expected > (compared.change_high or 0.0):
        says = _("The result is below the prediction.")
    else:
        says = _("The prediction fits the result.")
    return PredictionText(prediction, amount, says)


def _draw(
    series: _Series, chart: trends.RunChart | None, predictions: list[Prediction], change_on: date | None
) -> RunDrawing | None:
    if len(series.points) < 2:
        return None
    run = chart.longest if chart and chart.shift else None
    center = chart.center if chart and series.baseline else None
    predicted = next((each.value for each in predictions if each.value is not None), None)
    scale = Scale.of(
        [*series.values, *(each for each in (center, predicted) if each is not None)], series.is_share
    )
    return draw_run(
        [point.day for point in series.points],
        series.values,
        scale,
        center=center,
        predicted=predicted,
        change=series.change,
        change_on=change_on,
        run=(run.first, run.last) if run else None,
        baseline_last=series.baseline.last if series.baseline else None,
    )
