"""Figures in words: one group's row as a page shows it, numbers written in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.core.foundation.formatting import format_number, format_percent, format_signed
from trellis.engines.gaps import Estimate, Gap

MIN_N = 10
"""The fewest students that a figure is shown for."""


@dataclass(frozen=True)
class FigureRow:
    """One group: where it stands on the chart (`value`, `low`, `high`), and what is written of it.

    A hidden row has a name, the reason in `hidden`, and nothing else.
    """

    key: str
    name: str
    hidden: str = ""
    code: str = ""
    """Why it is hidden, as the engine names it."""
    size: int = 0
    value: float | None = None
    low: float | None = None
    high: float | None = None
    estimate: str = ""
    interval: str = ""
    n: str = ""
    points: float | None = None
    gap: str = ""
    gap_interval: str = ""
    apart: bool = False
    """Whether the group is behind, and not by chance alone: drawn in another color."""


def format_int(n: float) -> str:
    return format_number(int(n), 0)


def format_value(value: float, decimals: int = 0) -> str:
    return format_number(value, decimals)


def format_share(value: float, decimals: int = 0) -> str:
    return format_percent(value, decimals)


def format_estimate(figure: Estimate, decimals: int = 0) -> str:
    return format_share(figure.value, decimals) if figure.kind == "rate" else format_number(figure.value, 1)


def format_interval(figure: Estimate, decimals: int = 0) -> str:
    if figure.low is None or figure.high is None:
        return ""
    if figure.kind == "rate":
        ends = (format_number(100 * v, decimals) for v in (figure.low, figure.high))
    else:
        ends = (format_number(v, 1) for v in (figure.low, figure.high))
    return _("%(low)s to %(high)s") % dict(zip(("low", "high"), ends, strict=True))


def format_points(value: float, kind: str = "rate") -> str:
    """A gap's size with its unit."""
    if kind == "mean":
        return format_number(abs(value), 1)
    size = abs(round(value))
    return ngettext("%(n)s point", "%(n)s points", size) % {"n": format_number(size, 0)}


def hidden_reason(code: str) -> str:
    """Why a group is not shown."""
    return {
        "small": _("Not enough data (fewer than %(n)s students)") % {"n": MIN_N},
        "cover": _("Hidden to protect the privacy of a smaller group"),
        "unrecorded": _("Nothing recorded yet"),
    }.get(code, _("No students"))


def hidden_row(key: str, name: str, code: str) -> FigureRow:
    """A group that is not shown, with the reason."""
    return FigureRow(key, name, hidden=hidden_reason(code), code=code)


def gap_row(key: str, name: str, gap: Gap, kind: str, decimals: int = 0, apart: bool = False) -> FigureRow:
    """The engine's row, ready to show."""
    if gap.hidden or gap.estimate is None:
        return hidden_row(key, name, gap.hidden.code if gap.hidden else "empty")
    row = estimate_row(key, name, gap.estimate, decimals)
    gap_decimals = decimals if kind == "rate" else 1
    return replace(
        row,
        points=gap.points,
        apart=apart,
        gap="" if gap.points is None else format_signed(gap.points, gap_decimals),
        gap_interval=_format_gap_interval(gap, gap_decimals),
    )


def estimate_row(key: str, name: str, figure: Estimate, decimals: int = 0) -> FigureRow:
    """A group's row with one estimate, compared with nobody."""
    return FigureRow(
        key,
        name,
        size=figure.n,
        value=figure.value,
        low=figure.low,
        high=figure.high,
        estimate=format_estimate(figure, decimals),
        interval=format_interval(figure, decimals),
        n=format_int(figure.n),
    )


def _format_gap_interval(gap: Gap, decimals: int) -> str:
    if gap.points is None or gap.points_low is None or gap.points_high is None:
        return ""
    ends = {"low": format_signed(gap.points_low, decimals), "high": format_signed(gap.points_high, decimals)}
    return _("%(low)s to %(high)s") % ends
