"""What the gaps engine hands back, and the sentence it raises when it cannot answer.

Units: a rate is a share from 0 to 1; a gap between rates is in percentage points (18.7, not 0.187);
a mean and a gap between means are in the units of the value. Every interval is a 95% interval.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

EstimateKind = Literal["rate", "mean"]
GroupLabels = tuple[str, ...]

EVERYBODY_ELSE = "all other students"
NOT_RECORDED = "not recorded"

METHODS: dict[str, dict[str, str]] = {
    "rate": {
        "estimate": "Wilson score interval (Wilson 1927)",
        "gap": "Newcombe hybrid score interval, method 10 (Newcombe 1998)",
        "ratio": "Katz log interval (Katz, Baptista, Azen and Pike 1978)",
        "z": "two-proportion z with pooled variance",
    },
    "mean": {
        "estimate": "Student t interval",
        "gap": "Welch t interval (Welch 1947)",
        "ratio": "Fieller interval (Fieller 1954), degrees of freedom as Welch",
    },
}


class InvalidInputError(ValueError):
    """The data cannot answer what was asked; the message says what is wrong and what to do."""


class InvalidCellError(InvalidInputError):
    """One cell, or one row, cannot be used. `column` is its name, `row` counts rows of data from 1."""

    def __init__(self, what: str, column: str | None = None, row: int | None = None) -> None:
        where = [f"row {row}" if row else "", f'column "{column}"' if column else ""]
        super().__init__(": ".join([", ".join(part for part in where if part), what]).removeprefix(": "))
        self.what, self.column, self.row = what, column, row


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is not there: a code that a page can translate, and plain words."""

    code: str
    words: str

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class Estimate:
    """A rate (0 to 1) or a mean, with its 95% interval and the number of students it stands on."""

    kind: EstimateKind
    value: float
    low: float | None
    high: float | None
    n: int
    numerator: int | None = None
    note: Reason | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One estimate against another: points (or units), ratio, z, and what could not be said and why.

    `p` is the two-sided p-value that the two are one: of z for rates, of Welch's t for means.
    """

    points: float | None = None
    points_low: float | None = None
    points_high: float | None = None
    ratio: float | None = None
    ratio_low: float | None = None
    ratio_high: float | None = None
    z: float | None = None
    p: float | None = None
    notes: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap(Difference):
    """One group's row. A hidden group carries its labels, its reason and nothing else."""

    labels: dict[str, str] = field(default_factory=dict)
    name: str = ""
    comparison: str = EVERYBODY_ELSE
    is_comparison: bool = False
    hidden: Reason | None = None
    estimate: Estimate | None = None
    comparison_estimate: Estimate | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """All groups within one level of `by` (or all there is, when `level` is None)."""

    level: str | None
    comparison: str
    comparison_estimate: Estimate | None
    total: Estimate | None
    gaps: tuple[Gap, ...]
    note: Reason | None = None

    def gap(self, name: str) -> Gap:
        """The row of the group called `name` ("a × b" when crossed). KeyError when there is none."""
        for row in self.gaps:
            if row.name == name:
                return row
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole answer. `comparison` names who every group is compared with."""

    kind: EstimateKind
    group: tuple[str, ...]
    by: str | None
    comparison: str
    min_n: int
    unit: str
    methods: dict[str, str]
    facets: tuple[Facet, ...]
    numerator: str | None = None
    denominator: str | None = None
    value: str | None = None

    @property
    def with_everybody_else(self) -> bool:
        """Whether the comparison is everybody else, and so another one for each group."""
        return self.comparison == EVERYBODY_ELSE

    def facet(self, level: str | None = None) -> Facet:
        """The facet of one level of `by`. KeyError when there is none."""
        for facet in self.facets:
            if facet.level == level:
                return facet
        raise KeyError(level)


NO_VALUE = "-"


def printable(text: str) -> str:
    """Text of a file as one line that is safe on a screen: no control characters, no escapes."""
    return "".join(char if char.isprintable() else " " for char in text)


def format_estimate(estimate: Estimate) -> str:
    return f"{100 * estimate.value:.1f}%" if estimate.kind == "rate" else format_number(estimate.value)


def format_interval(estimate: Estimate) -> str:
    if estimate.low is None or estimate.high is None:
        return NO_VALUE
    if estimate.kind == "rate":
        return f"{100 * estimate.low:.1f} to {100 * estimate.high:.1f}"
    return f"{format_number(estimate.low)} to {format_number(estimate.high)}"


def format_gap(gap: Gap, kind: EstimateKind) -> str:
    return NO_VALUE if gap.points is None else format_signed(gap.points, kind)


def format_gap_interval(gap: Gap, kind: EstimateKind) -> str:
    if gap.points_low is None or gap.points_high is None:
        return NO_VALUE
    return f"{format_signed(gap.points_low, kind)} to {format_signed(gap.points_high, kind)}"


def format_ratio(gap: Gap) -> str:
    return NO_VALUE if gap.ratio is None else f"{gap.ratio:.3f}"


def format_ratio_interval(gap: Gap) -> str:
    if gap.ratio_low is None or gap.ratio_high is None:
        return NO_VALUE
    return f"{gap.ratio_low:.2f} to {gap.ratio_high:.2f}"


def format_z(gap: Gap) -> str:
    return NO_VALUE if gap.z is None else f"{gap.z:.2f}"


def format_signed(number: float, kind: EstimateKind) -> str:
    """With its sign always, and no sign on what rounds to nothing."""
    text = f"{number:+.1f}" if kind == "rate" else ("+" if number > 0 else "") + format_number(number)
    return text.lstrip("+-") if not any(digit in text for digit in "123456789") else text


def format_number(number: float) -> str:
    """Two decimals, or four figures where two decimals would say nothing or too much."""
    size = abs(number)
    return f"{number:.4g}" if size >= 1e7 or 0 < size < 0.095 else f"{number:,.2f}"
