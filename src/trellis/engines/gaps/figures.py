"""Figures as they are written for a person: rates in percent, gaps with their sign, intervals in words."""

from .results import Estimate, EstimateKind, Gap

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
