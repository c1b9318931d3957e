"""Draws a run chart: where each line and point is, as text ready for an SVG, and what it shows in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil, floor

from django.utils.translation import gettext as _

from trellis.core.foundation.formatting import format_short_date

from .amounts import format_amount

WIDTH, HEIGHT = 660, 262
LEFT, RIGHT, TOP, BOTTOM = 60.0, 636.0, 28.0, 216.0
STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
MOST_LINES = 5
LABELS = 6


@dataclass(frozen=True)
class Scale:
    """From which amount to which the chart goes, and in what steps."""

    low: float
    high: float
    step: float
    is_share: bool

    @classmethod
    def of(cls, amounts: Sequence[float], is_share: bool) -> Scale:
        low, high = min(amounts), max(amounts)
        step = next((step for step in STEPS if (high - low) / step <= MOST_LINES - 1), (high - low) or 1.0)
        bottom, top = floor(low / step) * step, ceil(high / step) * step
        return cls(bottom, top if top > bottom else bottom + step, step, is_share)

    def y(self, amount: float) -> float:
        return BOTTOM - (amount - self.low) / (self.high - self.low) * (BOTTOM - TOP)

    def lines(self) -> list[tuple[str, str]]:
        """The height and the label of each grid line."""
        count = round((self.high - self.low) / self.step)
        marks = [self.low + number * self.step for number in range(count + 1)]
        return [(_text(self.y(mark)), format_amount(mark, self.is_share)) for mark in marks]


@dataclass(frozen=True)
class RunPoint:
    x: str
    y: str
    filled: bool


@dataclass(frozen=True)
class RunDrawing:
    """All positions are text with a point. center_end: where the baseline goes on as a dashed line."""

    grid: list[tuple[str, str]]
    points: list[RunPoint]
    path: str
    days: list[tuple[str, str]]
    center_y: str = ""
    center_end: str = ""
    center_label: str = ""
    predicted_y: str = ""
    predicted_label: str = ""
    change_x: str = ""
    change_label: str = ""
    description: str = ""
    size: tuple[int, int] = field(default=(WIDTH, HEIGHT))


def draw_run(
    days: Sequence[date],
    values: Sequence[float],
    scale: Scale,
    *,
    center: float | None,
    predicted: float | None,
    change: int | None,
    change_on: date | None,
    run: tuple[int, int] | None,
    baseline_last: int | None,
) -> RunDrawing:
    """Draw two numbers or more. change, run, baseline_last: points, counted from 1."""
    gap = (RIGHT - LEFT) / (len(values) - 1)
    places = [(LEFT + gap * number, scale.y(value)) for number, value in enumerate(values)]
    points = [
        RunPoint(_text(x), _text(y), run is not None and run[0] <= number <= run[1])
        for number, (x, y) in enumerate(places, start=1)
    ]
    every = ceil(len(days) / LABELS)
    share = scale.is_share
    return RunDrawing(
        scale.lines(),
        points,
        "M" + " L".join(f"{point.x} {point.y}" for point in points),
        [(points[number].x, format_short_date(days[number])) for number in range(0, len(days), every)],
        "" if center is None else _text(scale.y(center)),
        "" if baseline_last is None else _text(min(LEFT + gap * (baseline_last - 0.5), RIGHT)),
        "" if center is None else _("Baseline %(amount)s") % {"amount": format_amount(center, share)},
        "" if predicted is None else _text(scale.y(predicted)),
        "" if predicted is None else _("Predicted %(amount)s") % {"amount": format_amount(predicted, share)},
        "" if change is None else _text(max(LEFT + gap * (change - 1.5), LEFT)),
        "" if change is None or change_on is None else _change_label(change_on),
        _describe(values, share, center, change),
    )


def _text(place: float) -> str:
    return f"{place:.1f}"


def _change_label(change_on: date) -> str:
    return _("%(day)s: the change began") % {"day": format_short_date(change_on)}


def _describe(values: Sequence[float], is_share: bool, center: float | None, change: int | None) -> str:
    """The chart in sentences, for who hears it."""
    before = values[: change - 1] if change else values
    sentences = [
        _("%(n)d numbers before the change lie between %(low)s and %(high)s.") % _range(before, is_share)
        if before
        else ""
    ]
    if center is not None:
        sentences.append(_("The baseline is %(amount)s.") % {"amount": format_amount(center, is_share)})
    if change:
        since = values[change - 1 :]
        sentences.append(
            _("%(n)d numbers since the change lie between %(low)s and %(high)s.") % _range(since, is_share)
        )
    return " ".join(sentence for sentence in sentences if sentence)


def _range(values: Sequence[float], is_share: bool) -> dict[str, object]:
    return {
        "n": len(values),
        "low": format_amount(min(values), is_share),
        "high": format_amount(max(values), is_share),
    }
