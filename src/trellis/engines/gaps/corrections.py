"""Correct for many comparisons: of hundreds of gaps, some look large by luck alone."""

from collections.abc import Sequence


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjust p-values so that, over all of them, the chance of even one false alarm stays at the level chosen.

    Holm (1979, Scandinavian Journal of Statistics 6:65). It holds however the comparisons depend on one another, and
    also for the widest gap picked out of those that pass. Gives adjusted p-values in the order of `p_values`: those
    at or below 0.05 pass at the 5% level. Raises ValueError for a number that is no probability.
    """
    if not all(0 <= p <= 1 for p in p_values):
        raise ValueError("A p-value lies between 0 and 1.")
    adjusted = [1.0] * len(p_values)
    largest = 0.0
    for rank, place in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        largest = max(largest, min(1.0, (len(p_values) - rank) * p_values[place]))
        adjusted[place] = largest
    return adjusted
