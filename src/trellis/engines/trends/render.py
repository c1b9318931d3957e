"""The answer for a person, in sentences and a table, or for a program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from textwrap import fill

from trellis.engines.gaps.results import printable

from .answer import TrendAnswer
from .interrupted import Effect, InterruptedSeries
from .results import BaselineUsed, BeforeAfter, ControlChart, RunChart

CHART_NAMES = {
    "xmr": "XmR chart (single values and moving ranges)",
    "p": "p chart (shares)",
    "laney": "Laney p' chart (shares that vary more than chance makes them)",
    "t": "t chart (time between events)",
    "g": "g chart (cases between events)",
}
NO_VALUE = "-"


def as_dict(answer: TrendAnswer) -> dict:
    """All of it, ready for JSON; dates as 2026-09-14."""
    fields = asdict(answer)
    fields["series"]["dates"] = [str(day) for day in answer.series.dates]
    fields["chart"]["signal"] = answer.chart.signal
    return fields


def as_text(answer: TrendAnswer, width: int | None = None) -> str:
    """Sentences first, then a row for each point. `width` is the screen's; None, for a pipe, never wraps."""
    lines = [
        *_chart_sentences(answer),
        *(_change_sentences(answer) if answer.before_after else []),
    ]
    room = max(width or 0, 40)
    wrapped = [fill(line, room, break_on_hyphens=False) if width else line for line in map(printable, lines)]
    return "\n".join([*wrapped, "", *_table(answer)])


class Units:
    """How numbers of a series are written: shares as percentages, and their differences in points."""

    def __init__(self, answer: TrendAnswer) -> None:
        self.is_share = answer.series.is_share

    def value(self, number: float | None) -> str:
        if number is None:
            return NO_VALUE
        return (
            f"{100 * number:.1f}%"
            if self.is_share
            else f"{number:,.4g}"
            if abs(number) < 1e4
            else f"{number:,.0f}"
        )

    def difference(self, number: float) -> str:
        return f"{100 * number:+.1f}" if self.is_share else f"{number:+,.4g}"

    def interval(self, low: float, high: float) -> str:
        return f"95% interval {self.difference(low)} to {self.difference(high)}"

    @property
    def points(self) -> str:
        return " percentage points" if self.is_share else ""


def _chart_sentences(answer: TrendAnswer) -> Iterator[str]:
    chart = answer.chart
    name = "Run chart" if isinstance(chart, RunChart) else CHART_NAMES[chart.kind]
    dates = answer.series.dates
    yield f"{name}: {len(answer.series.values)} points, {dates[0]} to {dates[-1]}."
    if chart.refusal:
        yield str(chart.refusal)
        return
    if chart.baseline is not None:
        yield f"Center line {Units(answer).value(chart.center)}, {_baseline_words(answer, chart.baseline)}."
    if isinstance(chart, RunChart):
        yield from _run_sentences(answer, chart)
    else:
        yield from _control_sentences(answer, chart)


def _baseline_words(answer: TrendAnswer, baseline: BaselineUsed) -> str:
    if baseline.first is None or baseline.last is None:
        return "as it was given"
    dates = answer.series.dates
    if not baseline.frozen:
        return "from all points. Choose a baseline, so that it stays when points are added"
    return (
        f"from points {baseline.first} to {baseline.last} ({dates[baseline.first - 1]} to {dates[baseline.last - 1]}). "
        "It stays when points are added"
    )


def _run_sentences(answer: TrendAnswer, chart: RunChart) -> Iterator[str]:
    run, limits = chart.longest, chart.limits
    if run is None or limits is None:
        return
    where = f"{answer.series.dates[run.first - 1]} to {answer.series.dates[run.last - 1]}"
    if chart.shift:
        yield (
            f"Signal: {run.length} points in a row are {run.side} the center line ({where}). "
            f"Up to {limits.longest_run} would be usual."
        )
    if chart.few_crossings:
        yield (
            f"Signal: the points cross the center line {chart.crossings} times. "
            f"{limits.crossings} or more would be usual."
        )
    if not chart.signal:
        yield (
            f"No signal: the longest run is {run.length} points (up to {limits.longest_run} is usual), and the points "
            f"cross the center line {chart.crossings} times ({limits.crossings} or more is usual)."
        )
    if limits.false_alarm is not None:
        yield f"Of 100 series that do not change, about {100 * limits.false_alarm:.0f} give a signal by chance."


def _control_sentences(answer: TrendAnswer, chart: ControlChart) -> Iterator[str]:
    units, dates = Units(answer), answer.series.dates
    for point in chart.outside:
        yield f"Signal: {units.value(point.value)} on {dates[point.point - 1]} is {point.side} the limits."
    for point in chart.outside_ranges:
        yield (
            f"Signal: the step to {dates[point.point - 1]} is {units.value(point.value)}. "
            f"Up to {units.value(chart.range_upper)} would be usual."
        )
    if not chart.signal:
        yield "No signal: every point is within its limits."
    yield from map(str, chart.notes)


def _change_sentences(answer: TrendAnswer) -> Iterator[str]:
    result = answer.before_after
    if result is None or answer.change_point is None:
        return
    yield ""
    yield f"Change from {answer.series.dates[answer.change_point - 1]} on."
    if result.refusal:
        yield str(result.refusal)
    else:
        yield from _verdict_sentences(Units(answer), result)
    if answer.interrupted:
        yield from _line_sentences(Units(answer), answer.interrupted)


def _verdict_sentences(units: Units, result: BeforeAfter) -> Iterator[str]:
    if result.verdict == "too-early":
        yield (
            f"It is too early to say: there are {result.after_points} points since the change, and the plan is to wait "
            f"for {result.wait_for}."
        )
        return
    if result.change is None or result.change_low is None or result.change_high is None:
        return
    medians = f"The median was {units.value(result.before)} before and is {units.value(result.after)} since."
    size = f"{units.difference(result.change)}{units.points} ({units.interval(result.change_low, result.change_high)})"
    if result.verdict == "signal":
        higher = {"up": "higher", "down": "lower"}.get(result.direction or "", "different")
        yield f"Signal: the points since the change are {higher}. {medians} The difference is {size}."
        yield "This shows that the points differ. It does not show what made them differ."
    else:
        yield f"No signal so far. {medians} The difference is {size}, so it may be nothing."
    yield from map(str, result.notes)


def _line_sentences(units: Units, lines: InterruptedSeries) -> Iterator[str]:
    if lines.refusal:
        yield f"Without a line before and a line after: {lines.refusal}"
        return
    if lines.level is None or lines.slope is None or lines.at_end is None:
        return
    yield (
        f"With a line before and a line after: at the change the level moved by {_effect_words(units, lines.level)}. "
        f"Each point after it moved by {_effect_words(units, lines.slope)} more than each point before. "
        f"The last point's line is {_effect_words(units, lines.at_end)} from where the first line was going."
    )


def _effect_words(units: Units, effect: Effect) -> str:
    return f"{units.difference(effect.value)}{units.points} ({units.interval(effect.low, effect.high)})"


def _table(answer: TrendAnswer) -> list[str]:
    units, chart = Units(answer), answer.chart
    rows = [["date", "value"]]
    limited = isinstance(chart, ControlChart) and bool(chart.lower)
    if limited:
        rows[0] += ["lower limit", "upper limit"]
    outside = {point.point: point.side for point in chart.outside} if isinstance(chart, ControlChart) else {}
    for point, (day, value) in enumerate(
        zip(answer.series.dates, answer.series.values, strict=True), start=1
    ):
        row = [str(day), units.value(value)]
        if isinstance(chart, ControlChart) and limited:
            row += [units.value(chart.lower[point - 1]), units.value(chart.upper[point - 1])]
        marks = [outside[point]] if point in outside else []
        rows.append([*row, *marks, *(["change"] if point == answer.change_point else [])])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return ["  ".join([*map(str.rjust, row, widths), *row[len(widths) :]]) for row in rows]
