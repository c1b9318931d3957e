"""What the trends engine hands back. Points are counted from 1, as people count them; units are those of the values.

A chart or a comparison that cannot be made has a `refusal`, a `Reason` with a key that a page can translate and plain
words. Input that makes no sense raises `InvalidInputError` with a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from trellis.engines.gaps.results import InvalidInputError, Reason

from .run_limits import LimitSource, RunLimits

Side = Literal["above", "below"]
Direction = Literal["up", "down"]
Verdict = Literal["too-early", "no-signal", "signal"]
ChartKind = Literal["xmr", "p", "laney", "t", "g"]

__all__ = [
    "Baseline",
    "BaselineUsed",
    "BeforeAfter",
    "ChartKind",
    "ControlChart",
    "Direction",
    "InvalidInputError",
    "LimitSource",
    "OutsidePoint",
    "Reason",
    "Run",
    "RunChart",
    "RunLimits",
    "Side",
    "Verdict",
]


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a chart's center line and limits stand on: points `first` to `last`, or numbers that were agreed on before.

    A person freezes it. The engine takes it as it is: later points never change the center line or the limits.
    `spread` is the mean moving range of an XmR or t chart, or sigma z of a Laney chart.
    """

    first: int | None = None
    last: int | None = None
    center: float | None = None
    spread: float | None = None

    def __post_init__(self) -> None:
        if (self.first is None) != (self.last is None) or (self.first is None) == (self.center is None):
            raise InvalidInputError("Give a baseline's first and last point, or its center line, not both.")
        if self.first is not None and self.last is not None and not 1 <= self.first <= self.last:
            raise InvalidInputError(
                f"A baseline goes from an earlier to a later point, counted from 1; not {self.first} to {self.last}."
            )


@dataclass(frozen=True, slots=True)
class BaselineUsed:
    """The points that a center line and limits stand on, how many of them have a value, and whether they are frozen.

    first, last: None where the numbers were given. frozen: False where all points are the baseline because nobody chose
    one; the numbers then change with every new point.
    """

    first: int | None
    last: int | None
    points: int
    frozen: bool


@dataclass(frozen=True, slots=True)
class Run:
    """Points that follow each other on one side of the center line (points on it are passed over)."""

    length: int
    first: int
    last: int
    side: Side


@dataclass(frozen=True, slots=True)
class RunChart:
    """A run chart and what its rules say.

    useful: points that are not on the center line. trend: None where the trend rule was not asked for.
    """

    points: int
    useful: int = 0
    center: float | None = None
    baseline: BaselineUsed | None = None
    longest: Run | None = None
    crossings: int = 0
    limits: RunLimits | None = None
    shift: bool = False
    few_crossings: bool = False
    trend: bool | None = None
    refusal: Reason | None = None

    @property
    def signal(self) -> bool:
        return self.shift or self.few_crossings or bool(self.trend)


@dataclass(frozen=True, slots=True)
class OutsidePoint:
    """A point outside the limits."""

    point: int
    value: float
    side: Side


@dataclass(frozen=True, slots=True)
class ControlChart:
    """A control chart: each point with its limits, and the points outside them. One rule only, three sigma.

    lower, upper: None at points for which no limit can be set (see `notes`), or where the chart has none.
    spread: the mean moving range (xmr; t, of the transformed times) or sigma z (laney).
    range_upper, outside_ranges: of the moving ranges of an XmR chart; point n is the range from n - 1 to n.
    """

    kind: ChartKind
    values: tuple[float | None, ...]
    center: float | None = None
    lower: tuple[float | None, ...] = ()
    upper: tuple[float | None, ...] = ()
    outside: tuple[OutsidePoint, ...] = ()
    spread: float | None = None
    range_upper: float | None = None
    outside_ranges: tuple[OutsidePoint, ...] = ()
    baseline: BaselineUsed | None = None
    notes: tuple[Reason, ...] = ()
    refusal: Reason | None = None

    @property
    def signal(self) -> bool:
        return bool(self.outside or self.outside_ranges)


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """What the points after a marked change say beside those before it.

    change: the Hodges-Lehmann estimate of the difference, after less before, with its 95% interval.
    verdict "too-early": fewer points after the change than were planned to be waited for.
    """

    verdict: Verdict | None
    before_points: int
    after_points: int
    wait_for: int
    direction: Direction | None = None
    before: float | None = None
    after: float | None = None
    change: float | None = None
    change_low: float | None = None
    change_high: float | None = None
    notes: tuple[Reason, ...] = ()
    refusal: Reason | None = None
