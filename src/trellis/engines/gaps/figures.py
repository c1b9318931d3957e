"""Figures as they are written for a person: rates in percent, gaps with their sign, intervals in words."""

from .results import Estimate, Gap, Kind

NONE = "-"


def printable(text: str) -> str:
    """Text of a file as one line that is safe on a screen: no control characters, no escapes."""
    return "".join(char if char.isprintable() else " " for char in text)


def value(estimate: Estimate) -> str:
    return f"{100 * estimate.value:.1f}%" if estimate.kind == "rate" else plain(estimate.value)


def interval(estimate: Estimate) -> str:
    if estimate.low is None or estimate.high is None:
        return NONE
    if estimate.kind == "rate":
        return f"{100 * estimate.low:.1f} to {100 * estimate.high:.1f}"
    return f"{plain(estimate.low)} to {plain(estimate.high)}"


def points(gap: Gap, kind: Kind) -> str:
    return NONE if gap.points is None else signed(gap.points, kind)


def points_interval(gap: Gap, kind: Kind) -> str:
    if gap.points_low is None or gap.points_high is None:
        return NONE
    return f"{signed(gap.points_low, kind)} to {signed(gap.points_high, kind)}"


def ratio(gap: Gap) -> str:
    return NONE if gap.ratio is None else f"{gap.ratio:.3f}"


def ratio_interval(gap: Gap) -> str:
    if gap.ratio_low is None or gap.ratio_high is None:
        return NONE
    return f"{gap.ratio_low:.2f} to {gap.ratio_high:.2f}"


def z(gap: Gap) -> str:
    return NONE if gap.z is None else f"{gap.z:.2f}"


def signed(number: float, kind: Kind) -> str:
    """With its sign always, and no sign on what rounds to nothing."""
    text = f"{number:+.1f}" if kind == "rate" else ("+" if number > 0 else "") + plain(number)
    return text.lstrip("+-") if not any(digit in text for digit in "123456789") else text


def plain(number: float) -> str:
    """Two decimals, or four figures where two decimals would say nothing or too much."""
    size = abs(number)
    return f"{number:.4g}" if size >= 1e7 or 0 < size < 0.095 else f"{number:,.2f}"
