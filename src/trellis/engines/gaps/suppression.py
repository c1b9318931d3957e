"""Which groups of one table are hidden, so that nobody can be picked out and no hidden group worked out.

The rule, after the one New York State publishes by:

1. A group of fewer than `min_n` students is hidden.
2. As long as the hidden groups could be worked out from the total and the groups that are shown, the
   smallest group still shown is hidden too: together they must have `min_n` students or more (so they are two
   or more), and no one's size may follow from what is left over.

What is hidden follows from the sizes alone, never from the reference: two pages of one table with two
references hide the same groups, so neither gives away what the other hides. The promise holds within one
table; `suppress_across` keeps it between the tables of several places and the table of them all. Other crossings and
other dates are another question.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from .results import GroupLabels, Reason


def too_small_reason(min_n: int) -> Reason:
    return Reason("small", f"fewer than {min_n} students")


COMPLEMENTARY = Reason("cover", "hidden so that a smaller group cannot be worked out")
EMPTY_GROUP = Reason("empty", "no students")


@dataclass(frozen=True, slots=True)
class Suppression:
    """`reasons` for every hidden group; `total_safe` says whether the total may stand beside the rest."""

    reasons: dict[GroupLabels, Reason]
    total_safe: bool


def suppress(sizes: dict[GroupLabels, int], min_n: int, also: Collection[GroupLabels] = ()) -> Suppression:
    """Decide for every group of one table. Ties go by the order of `sizes`, which callers keep sorted.

    `also`: groups that stay hidden whatever their size, because another table would give somebody away.
    """
    small = [labels for labels, n in sizes.items() if 0 < n < min_n]
    cover = [labels for labels, n in sizes.items() if n >= min_n and labels in also]
    shown = sorted(
        (labels for labels, n in sizes.items() if n >= min_n and labels not in also), key=sizes.__getitem__
    )
    ruled = (
        not cover
    )  # a reader knows that a cover is no larger than what is shown, unless another table asked for it
    while (exposed := _can_be_worked_out(small, cover, shown, sizes, min_n, ruled)) and shown:
        cover.append(shown.pop(0))
    reasons = dict.fromkeys((labels for labels, n in sizes.items() if n == 0), EMPTY_GROUP)
    reasons |= dict.fromkeys(small, too_small_reason(min_n)) | dict.fromkeys(cover, COMPLEMENTARY)
    return Suppression(reasons, not exposed)


def _can_be_worked_out(small: list, cover: list, shown: list, sizes: dict, min_n: int, ruled: bool) -> bool:
    if not small and not cover:
        return False
    pool = sum(sizes[labels] for labels in small + cover)
    # What a reader knows of each size before subtracting: the reason printed, and this very rule.
    largest = sizes[shown[0]] if shown and ruled else pool
    size_ranges = [(1, min_n - 1)] * len(small) + [(min_n, max(largest, min_n))] * len(cover)
    return pool < min_n or any(_has_one_possible_size(size_ranges, pool))


def _has_one_possible_size(size_ranges: list[tuple[int, int]], pool: int) -> list[bool]:
    """For each hidden group: does the sum of them all leave it a single possible size?"""
    least, most = sum(low for low, _ in size_ranges), sum(high for _, high in size_ranges)
    # The others leave this one no less than the sum without their most, no more than without their least.
    bounds = [(max(low, pool - (most - high)), min(high, pool - (least - low))) for low, high in size_ranges]
    # "Fewer than 2 students" says the size by itself: hiding more groups cannot take that back.
    pairs = zip(size_ranges, bounds, strict=True)
    return [lowest >= highest and size_range != (1, 1) for size_range, (lowest, highest) in pairs]


def suppress_across(
    sizes: np.ndarray, min_n: int, also: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Decide what to hide for every group of every place, and of all places together, which is the last row.

    sizes: whole numbers, places x groups. `also`: cells that stay hidden anyway, (places + 1) x groups.
    Gives the hidden cells, (places + 1) x groups, and for each row whether its total must be hidden too.
    """
    sizes = np.vstack([sizes, sizes.sum(axis=0)])
    hidden = (sizes > 0) & (sizes < min_n)
    if also is not None:
        hidden |= also & (sizes > 0)
    bare = np.zeros(len(sizes), dtype=bool)
    before = None
    while before is None or (before != hidden).any():
        before = hidden.copy()
        for row in np.flatnonzero(hidden.any(axis=1)):
            bare[row] = not _suppress_line(sizes[row], hidden[row], min_n)
        for column in np.flatnonzero(hidden.any(axis=0)):
            places, all_of_them = hidden[:-1, column], hidden[-1:, column]
            if not _suppress_line(sizes[:-1, column], places, min_n):
                all_of_them[:] = True
            if all_of_them.any() and not places.any():  # they would add up to what is hidden
                some = np.flatnonzero(sizes[:-1, column])
                places[some[np.argmin(sizes[some, column])]] = True
    return hidden, bare


def _suppress_line(sizes: np.ndarray, hidden: np.ndarray, min_n: int) -> bool:
    """Hide in one line, in place, what the rule asks for beside what is hidden. Whether the total may be shown."""
    if not hidden.any():
        return True
    hiding = suppress(
        {(f"{place:09}",): n for place, n in enumerate(sizes.tolist())},
        min_n,
        {(f"{place:09}",) for place in np.flatnonzero(hidden)},
    )
    for (place,), why in hiding.reasons.items():
        hidden[int(place)] |= why.code != "empty"
    return hiding.total_safe
