"""Several places, and the table of them all: what stays hidden so that no page gives away what another hides.

Whoever reads a network's table and the tables of its schools can subtract: the network's group less the groups of the
schools that are shown is the group of the school that is not. So the rule of `hiding` holds along each table, and for
each group along the places too.
"""

import numpy as np

from .suppression import suppress


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
