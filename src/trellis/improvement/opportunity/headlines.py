"""Which gaps are put in words at the top of a page, and the sentence each of them gets."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from trellis.core.foundation.measures import Direction, MeasureKind
from trellis.engines import gaps

from . import figures

MIN_N = 20
"""The fewest students on either side of a gap that a page may put in words."""
SIGNIFICANCE_LEVEL = 0.05
"""The chance, over all gaps of a page together, that one of those it puts in words is luck."""

GapKey = tuple[str, str, str]
"""A measure's key, a facet and a level."""


def adjusted_p_values(
    measured_gaps: Iterable[tuple[GapKey, Direction, gaps.Gap]],
) -> dict[GapKey, float]:
    """Of all gaps that are considered for one network or school: how likely each is chance, all of them counted.

    Groups under MIN_N are not considered, nor are gaps to fewer others. Holm's correction: of the gaps at or below
    SIGNIFICANCE_LEVEL, the chance that even one is a false alarm is at most that, however many are compared.
    """
    considered = [measured_gap for measured_gap in measured_gaps if _is_large_enough(measured_gap[2])]
    adjusted = gaps.holm([gap.p or 0.0 for *_, gap in considered])
    return {key: p for (key, *_), p in zip(considered, adjusted, strict=True)}


def is_clear(p: float | None) -> bool:
    """Whether a gap is more than chance, by its adjusted p-value; None for one that is not considered."""
    return p is not None and p <= SIGNIFICANCE_LEVEL


def _is_large_enough(gap: gaps.Gap) -> bool:
    sides = (gap.estimate, gap.comparison_estimate)
    return gap.p is not None and all(side is not None and side.n >= MIN_N for side in sides)


def is_behind(gap: gaps.Gap, direction: Direction) -> bool:
    """Whether the group has less of what is good, or more of what is not."""
    points = gap.points or 0.0
    return points < 0 if direction == "more" else points > 0


def gap_sentence(
    group: str, points: float, kind: MeasureKind, direction: Direction, between: float | None = None
) -> str:
    """The gap of a group that is behind, in words, with the part that comes from which school students attend.

    points, between: in percentage points, or in the unit of a mean. `between` is None where there is no split.
    """
    decimals = 0 if kind == "rate" else 1
    size = abs(round(points, decimals))
    words = {"group": group, "gap": figures.format_points(points, kind)}
    if between is None:
        return plain_sentence(direction) % words
    part = round(between if points > 0 else -between, decimals)
    within = round(size - part, decimals)
    words |= {
        "part": figures.format_value(abs(part), decimals),
        "within": figures.format_points(within, kind),
    }
    return _split_sentence(direction, part, within) % words


def plain_sentence(direction: Direction) -> str:
    """The sentence of a group that is behind, with places for `group` and `gap`."""
    if direction == "more":
        return _("%(group)s: %(gap)s lower than all other students.")
    return _("%(group)s: %(gap)s higher than all other students.")


def _split_sentence(direction: Direction, part: float, within: float) -> str:
    """The sentence for a gap of which `part` lies between schools, and `within` inside them."""
    if part < 0:
        return _masked_sentence(direction)
    if within < 0:
        return _reversed_sentence(direction)
    more = direction == "more"
    if part == 0:
        return (
            _("%(group)s: %(gap)s lower than all other students, all of it inside schools.")
            if more
            else _("%(group)s: %(gap)s higher than all other students, all of it inside schools.")
        )
    if within == 0:
        return (
            _(
                "%(group)s: %(gap)s lower than all other students, all because of which school students attend."
            )
            if more
            else _(
                "%(group)s: %(gap)s higher than all other students, all because of which school students attend."
            )
        )
    return (
        _(
            "%(group)s: %(gap)s lower than all other students, %(part)s of that because of which school students "
            "attend."
        )
        if more
        else _(
            "%(group)s: %(gap)s higher than all other students, %(part)s of that because of which school students "
            "attend."
        )
    )


def _masked_sentence(direction: Direction) -> str:
    """Which school students attend makes the gap smaller than it is inside schools."""
    if direction == "more":
        return _(
            "%(group)s: %(gap)s lower than all other students. Inside schools, the gap is "
            "%(within)s. Which school students attend makes the overall gap smaller."
        )
    return _(
        "%(group)s: %(gap)s higher than all other students. Inside schools, the gap is "
        "%(within)s. Which school students attend makes the overall gap smaller."
    )


def _reversed_sentence(direction: Direction) -> str:
    """Inside schools the group is ahead; it attends schools where all students have it worse."""
    if direction == "more":
        return _(
            "%(group)s: %(gap)s lower than all other students, all because of which school students attend. "
            "Inside schools this group is %(within)s higher."
        )
    return _(
        "%(group)s: %(gap)s higher than all other students, all because of which school students attend. "
        "Inside schools this group is %(within)s lower."
    )
