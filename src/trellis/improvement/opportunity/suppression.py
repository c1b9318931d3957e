"""Which sums stay hidden from whoever sees a network and each of its schools: decided when they are laid out, over all
schools and groups at once. Within one school, for whoever sees that school alone, `engines.gaps` decides anew."""

from __future__ import annotations

import numpy as np

from trellis.engines.gaps.suppression import suppress_across

from .figures import MIN_N

StudentLevels = dict[str, tuple[list[str], np.ndarray]]
"""By facet, the names of its levels, and for each student which of them is theirs."""


def hidden_cells(
    levels: StudentLevels, school: np.ndarray, counts: np.ndarray, schools: int
) -> dict[str, np.ndarray]:
    """By facet, the cells that stay hidden: (schools + 1) x levels, the network in the last row.

    levels: the facets, "all" among them. school: each student's. counts: 1 for a student who counts, else 0.
    A school or network whose total must stay hidden shows nothing of the measure: its groups would add up to it.
    """
    codes = {facet: (len(names), coded) for facet, (names, coded) in levels.items()}
    learners = _learner_codes(levels)
    if learners is not None:
        codes["_learners"] = (len(LEARNER_LEVELS), learners)
    sizes = {facet: _cell_sizes(*coding, school, counts, schools) for facet, coding in codes.items()}
    hidden = {
        facet: np.zeros((schools + 1, facet_sizes.shape[1]), dtype=bool)
        for facet, facet_sizes in sizes.items()
    }
    if (
        learners is not None
    ):  # few who were learners before hide those who never were, rather than learners now
        few = np.vstack([sizes["_learners"], sizes["_learners"].sum(axis=0)])[:, 1]
        hidden["_learners"][:, 2] = (few > 0) & (few < MIN_N)
    before = -1
    while before != (before := sum(int(cells.sum()) for cells in hidden.values())):
        for facet, facet_sizes in sizes.items():
            hidden[facet], bare = suppress_across(facet_sizes, MIN_N, hidden[facet] | hidden["all"])
            hidden["all"][:, 0] |= bare
        _hide_learners_together(levels, hidden)
    hidden.pop("_learners", None)
    return hidden


def _cell_sizes(
    wide: int, coded: np.ndarray, school: np.ndarray, counts: np.ndarray, schools: int
) -> np.ndarray:
    totals = np.bincount(school * wide + coded, weights=counts, minlength=schools * wide)
    return totals.reshape(schools, wide).astype(np.int64)


LEARNER_LEVELS = ("now", "before", "never", "")


def _learner_codes(levels: StudentLevels) -> np.ndarray | None:
    """Learners of English now, and before, as two groups: who ever was, less who is now, is a group of its own."""
    if "ever_learner" not in levels or "multilingual" not in levels:
        return None
    now = _is_at_level(levels, "multilingual", "yes")
    ever, never = _is_at_level(levels, "ever_learner", "yes"), _is_at_level(levels, "ever_learner", "no")
    return np.select([now, ever, never], [0, 1, 2], 3)


def _is_at_level(levels: StudentLevels, facet: str, level: str) -> np.ndarray:
    names, coded = levels[facet]
    return coded == names.index(level) if level in names else np.zeros(len(coded), dtype=bool)


def _hide_learners_together(levels: StudentLevels, hidden: dict[str, np.ndarray]) -> None:
    """Hide a group that is seen by two facets in both, and with either part of it the whole."""
    if (apart := hidden.get("_learners")) is None:
        return
    ever, now = levels["ever_learner"][0], levels["multilingual"][0]
    if "yes" in now:
        both = apart[:, 0] | hidden["multilingual"][:, now.index("yes")]
        apart[:, 0] = hidden["multilingual"][:, now.index("yes")] = both
    if "yes" in ever:
        hidden["ever_learner"][:, ever.index("yes")] |= apart[:, 0] | apart[:, 1]
