"""When two scores settle a level, when their scorers talk, and when a third scores. Pure: levels in, an answer out.

Equal levels stand. Where two lie less than `third_when` apart and on one side of `passes`, the scorers talk and one
level between theirs is written down. Otherwise a third scores, and the middle of the three stands: where the third
scores as one of the two did, that is their level.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

AGREED, TALK, THIRD = "agreed", "talk", "third"


def compare_levels(first: int, second: int, third_when: int, passes: int) -> str:
    """What two levels of one row ask for: AGREED, TALK or THIRD."""
    if first == second:
        return AGREED
    far = abs(first - second) >= third_when
    across = (first >= passes) != (second >= passes)
    return THIRD if far or across else TALK


def compare_scores(first: Mapping[str, int], second: Mapping[str, int], third_when: int, passes: int) -> str:
    """What two scorers' levels of the same rows ask for: the most that one of their rows does."""
    verdicts = {compare_levels(first[row], second[row], third_when, passes) for row in first}
    return next((verdict for verdict in (THIRD, TALK) if verdict in verdicts), AGREED)


def middle_level(first: int, second: int, third: int) -> int:
    """The level that stands where three have scored."""
    return sorted((first, second, third))[1]


def is_between(level: int, given: Iterable[int]) -> bool:
    """Whether a level that was talked about lies between what was given."""
    levels = list(given)
    return min(levels) <= level <= max(levels)
